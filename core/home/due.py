"""What is due next: requests to answer, shares that wait, expire or must come back, rows in quarantine.

Of the site feed only what is late: the site works through it by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from core.db.unit_of_work import Work
from core.feed.queries import count_waiting, first_waiting
from core.feed.rules import OVERDUE_AFTER, overdue
from core.intake.quarantine import CHILD
from core.intake.tables import QuarantinedRow
from core.requests.rules import OPEN
from core.requests.tables import AccessRequest
from core.shares.queries import still_away
from core.shares.tables import Share, ShareState
from core.staff.roles import Permission, may, require

SHOWN = 7
SHARE_WITHIN, QUARANTINE_WITHIN = timedelta(days=7), timedelta(days=7)
"""How soon a submitted share is to be decided, and a quarantined row settled."""


class DueKind(StrEnum):
    """What is due."""

    REQUEST = "request"
    APPROVAL = "approval"
    EXPIRY = "expiry"
    RETURN = "return"
    QUARANTINE = "quarantine"
    FEED = "feed"


@dataclass(frozen=True)
class Due:
    """One thing that is due: its record (0 for all of a kind), its state or title, and when (UTC)."""

    kind: DueKind
    id: int
    words: str
    count: int
    at: datetime


def due_next(work: Work, limit: int = SHOWN) -> list[Due]:
    """List what is due for the reader, the nearest first."""
    require(work, Permission.OVERVIEW)
    found = [*_requests(work, limit), *_shares(work, limit), *_quarantine(work), *_feed(work)]
    return sorted(found, key=lambda one: one.at)[:limit]


def sees_requests(role: str) -> bool:
    """Tell whether access requests are this role's work: whoever only hands them over has none to answer."""
    return may(role, Permission.PREPARE_REQUESTS) or (
        may(role, Permission.REQUESTS) and may(role, Permission.READ_LOG)
    )


def _requests(work: Work, limit: int) -> Iterator[Due]:
    if not sees_requests(work.actor.role):
        return
    query = select(AccessRequest.id, AccessRequest.state, AccessRequest.due_at)
    query = query.where(AccessRequest.state.in_(OPEN)).order_by(AccessRequest.due_at).limit(limit)
    for number, state, at in work.session.execute(query):
        yield Due(DueKind.REQUEST, number, state.value, 1, at)


def _shares(work: Work, limit: int) -> Iterator[Due]:
    if not may(work.actor.role, Permission.SHARES):
        return
    base = select(Share.id, Share.title)
    submitted = base.add_columns(Share.submitted_at).where(Share.state == ShareState.SUBMITTED)
    for number, title, at in work.session.execute(submitted.order_by(Share.submitted_at).limit(limit)):
        yield Due(DueKind.APPROVAL, number, title, 1, (at or work.now) + SHARE_WITHIN)
    approved = base.add_columns(Share.expires_at).where(
        Share.state == ShareState.APPROVED, Share.expires_at > work.now
    )
    for number, title, at in work.session.execute(approved.order_by(Share.expires_at).limit(limit)):
        yield Due(DueKind.EXPIRY, number, title, 1, at)
    away = base.add_columns(Share.return_due).where(still_away(), Share.return_due.is_not(None))
    for number, title, at in work.session.execute(away.order_by(Share.return_due).limit(limit)):
        yield Due(DueKind.RETURN, number, title, 1, at)


def _quarantine(work: Work) -> Iterator[Due]:
    if not may(work.actor.role, Permission.RELEASE_QUARANTINE):
        return
    query = select(QuarantinedRow.kind, func.count(), func.min(QuarantinedRow.at))
    waiting = query.where(QuarantinedRow.settled_at.is_(None)).group_by(QuarantinedRow.kind)
    if not may(work.actor.role, Permission.PURGE_CHILDREN):
        waiting = waiting.where(QuarantinedRow.clause != CHILD)
    for kind, number, oldest in work.session.execute(waiting):
        yield Due(DueKind.QUARANTINE, 0, kind, number, oldest + QUARANTINE_WITHIN)


def _feed(work: Work) -> Iterator[Due]:
    if not may(work.actor.role, Permission.FEED):
        return
    first = first_waiting(work)
    if first is not None and overdue(first.at, work.now):
        yield Due(DueKind.FEED, first.id, "", count_waiting(work), first.at + OVERDUE_AFTER)
