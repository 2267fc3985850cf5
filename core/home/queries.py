"""The Overview in one read; each part only for those whose work it is."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.audit.log import head
from core.contacts.queries import counts_by_state as contacts_by_state
from core.contacts.tables import ContactState
from core.db.unit_of_work import Work
from core.home.due import Due, due_next, sees_requests
from core.people.tables import Person
from core.postings.figures import DayCount, daily_counts, decided_median
from core.postings.tables import Decision, Posting, State
from core.requests.queries import NextDue, count_late, count_open, next_due
from core.requests.tables import AccessRequest
from core.shares.tables import Share, ShareState
from core.staff.accounts import list_staff
from core.staff.log_reading import last_verification
from core.staff.roles import Permission, may, require

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """Postings and messages that wait for review, and how many of them for more than 24 hours."""

    count: int
    older_than_a_day: int


@dataclass(frozen=True)
class Decided:
    """The median time from receipt to a decision over 14 days; what the reader decided since midnight UTC."""

    median: timedelta | None
    today_by_reader: int


@dataclass(frozen=True)
class RequestsWaiting:
    """Open access requests, how many are late, and the first one due."""

    open: int
    late: int
    first: NextDue | None


@dataclass(frozen=True)
class SharesWaiting:
    """Submitted shares, and how many of them the reader may not approve, having proposed them (C22)."""

    to_approve: int
    own: int


@dataclass(frozen=True)
class StaffFigures:
    """Active and disabled accounts, and how many of the active are admins."""

    active: int
    disabled: int
    admins: int


@dataclass(frozen=True)
class LogFigures:
    """The log's length, when it was last verified (None where never), and whether it was whole then."""

    entries: int
    verified_at: datetime | None
    whole: bool = True


@dataclass(frozen=True)
class Overview:
    """What the signed-in person is shown; a part that is not theirs is None."""

    now: datetime
    waiting: Waiting | None
    decided: Decided | None
    open_contacts: int | None
    requests: RequestsWaiting | None
    shares: SharesWaiting | None
    staff: StaffFigures | None
    log: LogFigures
    days: tuple[DayCount, ...]
    due: tuple[Due, ...]
    is_new: bool = False
    """Nothing was ever taken in, and the reader's work begins with that."""


def overview(work: Work) -> Overview:
    """Read everything that the Overview shows."""
    require(work, Permission.OVERVIEW)
    role = work.actor.role
    postings = may(role, Permission.POSTINGS)
    return Overview(
        now=work.now,
        waiting=_waiting(work) if postings else None,
        decided=Decided(decided_median(work), _decided_today(work)) if postings else None,
        open_contacts=_open_contacts(work) if may(role, Permission.CONTACTS) else None,
        requests=_requests(work) if sees_requests(role) else None,
        shares=_shares(work) if may(role, Permission.SHARES) else None,
        staff=_staff(work) if may(role, Permission.STAFF) else None,
        log=_log(work),
        days=tuple(daily_counts(work)) if postings else (),
        due=tuple(due_next(work)),
        is_new=postings and _nothing_yet(work),
    )


def _nothing_yet(work: Work) -> bool:
    return not any(work.session.scalar(select(one.id).limit(1)) for one in (Posting, Person, AccessRequest))


def _waiting(work: Work) -> Waiting:
    new = select(func.count()).select_from(Posting).where(Posting.state == State.NEW)
    old = new.where(Posting.received_at < work.now - DAY)
    return Waiting(work.session.scalar(new) or 0, work.session.scalar(old) or 0)


def _decided_today(work: Work) -> int:
    midnight = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = (Decision.by == work.actor.id, Decision.at >= midnight, Decision.undone_at.is_(None))
    return work.session.scalar(select(func.count()).select_from(Decision).where(*mine)) or 0


def _open_contacts(work: Work) -> int:
    return contacts_by_state(work)[ContactState.OPEN.value]


def _requests(work: Work) -> RequestsWaiting:
    return RequestsWaiting(count_open(work), count_late(work), next_due(work))


def _shares(work: Work) -> SharesWaiting:
    query = select(Share.proposed_by, Share.submitted_by).where(Share.state == ShareState.SUBMITTED)
    hands = work.session.execute(query).all()
    return SharesWaiting(len(hands), sum(work.actor.id in one for one in hands))


def _staff(work: Work) -> StaffFigures:
    staff = list_staff(work)
    active = [one for one in staff if one.active]
    return StaffFigures(len(active), len(staff) - len(active), sum(one.role == "admin" for one in active))


def _log(work: Work) -> LogFigures:
    entries, last = head(work).entries, last_verification(work)
    if last is None:
        return LogFigures(entries, None)
    return LogFigures(entries, last.row.at, bool(json.loads(last.body)["facts"]["ok"]))
