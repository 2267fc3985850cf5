"""Reads about shares: the list, one share in full, and what was given of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotAllowed, NotFound
from core.policy.store import current_policy
from core.shares.evaluation import Evaluation, evaluate_share, named
from core.shares.proposal import FIELDS
from core.shares.rules import AWAY, standing
from core.shares.tables import Agreement, Share, ShareRecord, ShareState, Vendor
from core.staff.roles import Permission, may, needs, require
from core.staff.tables import StaffAccount

WAITING = (ShareState.DRAFT, ShareState.SUBMITTED, ShareState.APPROVED)
"""The states from which a share still has to go somewhere inside the desk."""


@dataclass(frozen=True)
class ShareRow:
    """One line of the list of shares; the purpose by its key."""

    id: int
    title: str
    vendor_id: int
    vendor: str
    purpose: str
    state: ShareState
    records: int
    proposed_by: int
    proposer: str
    proposed_at: datetime
    expires_at: datetime | None
    executed_at: datetime | None
    return_due: datetime | None


@dataclass(frozen=True)
class GivenAway:
    """One disclosure of a person's data: who was given what, when, why, under which terms (C14)."""

    share_id: int
    title: str
    vendor: str
    purpose: str
    agreement: str
    fields: tuple[str, ...]
    executed_at: datetime
    policy_version: str
    approved_by: int
    sha256: str


def shares(  # noqa: PLR0913 - one filter or order each
    now: datetime,
    text: str = "",
    state: str = "",
    vendor_id: int | None = None,
    sort: str = "proposed",
    *,
    descending: bool = True,
) -> Listing[ShareRow]:
    """List shares as they stand at this moment; `state` is a state, `waiting`, or nothing for all."""
    order = [part.desc() if descending else part.asc() for part in _SORTS[sort]]
    filters = _filters(now, text, state, vendor_id)
    ids = select(Share.id).join(Vendor).where(*filters).order_by(*order)
    columns = (
        Share.id, Share.title, Share.vendor_id, Vendor.name, Share.purpose, Share.state, Share.records,
        Share.proposed_by, StaffAccount.name, Share.proposed_at, Share.expires_at, Share.executed_at,
        Share.return_due,
    )  # fmt: skip

    rows = select(*columns).join(Vendor, Vendor.id == Share.vendor_id)
    rows = rows.outerjoin(StaffAccount, StaffAccount.id == Share.proposed_by)

    def make(*values: Any) -> ShareRow:
        one = ShareRow(*values)
        return replace(one, state=standing(one.state, one.expires_at, now))

    return Listing(needs(Permission.SHARES), ids, rows, Share.id, make)


def require_sight(work: Work) -> None:
    """Raise NotAllowed for a role that does not see vendor shares (C22)."""
    if not may(work.actor.role, Permission.SHARES):
        article = "an" if work.actor.role[0] in "ao" else "a"
        raise NotAllowed(f"As {article} {work.actor.role} you do not see vendor shares.")


def share_now(work: Work, share_id: int) -> Evaluation:
    """Judge a share under today's facts; raises NotFound."""
    require_sight(work)
    share = work.session.get(Share, share_id)
    if share is None:
        raise NotFound(f"There is no share {share_id}.")
    return evaluate_share(work, share)


def disclosures_of(work: Work, person_id: int) -> list[GivenAway]:
    """List what was given of a person through shares, newest first: the accounting of disclosures."""
    require(work, Permission.PEOPLE)
    columns = (
        Share.id, Share.title, Vendor.name, Share.purpose, Agreement.reference, Share.fields,
        ShareRecord.field_set, Share.executed_at, Share.policy_version, Share.decided_by, Share.file_sha256,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(ShareRecord, ShareRecord.share_id == Share.id)
        .join(Vendor, Vendor.id == Share.vendor_id)
        .join(Agreement, Agreement.id == Share.agreement_id)
        .where(ShareRecord.person_id == person_id, ShareRecord.released.is_(True))
        .order_by(Share.executed_at.desc(), Share.id.desc())
    )
    labels = purpose_labels(work)
    return [_given_away(row, labels) for row in work.session.execute(query)]


def count_waiting(work: Work) -> int:
    """Count the shares that wait for an officer: submitted, or approved and not yet executed."""
    require_sight(work)
    standing_now = _standing(work.now)
    query = select(func.count()).select_from(Share)
    return work.session.scalar(query.where(standing_now.in_(["submitted", "approved"]))) or 0


def returns_due(work: Work, limit: int = 20) -> list[ShareRow]:
    """List the shares whose data a vendor still holds, the first due first (C14)."""
    listing = shares(work.now, state="away", sort="return_due", descending=False)
    return listing.first(work, limit)


def purpose_labels(work: Work) -> Mapping[str, str]:
    """Map the policy's purposes to the words for them."""
    return {key: one.label for key, one in current_policy(work).purposes.items()}


def _given_away(row: Any, labels: Mapping[str, str]) -> GivenAway:
    return GivenAway(
        share_id=row.id,
        title=row.title,
        vendor=row.name,
        purpose=labels.get(row.purpose, row.purpose),
        agreement=row.reference,
        fields=tuple(FIELDS[name] for name in named(tuple(row.fields), row.field_set)),
        executed_at=row.executed_at,
        policy_version=row.policy_version,
        approved_by=row.decided_by,
        sha256=row.file_sha256,
    )


def _filters(now: datetime, text: str, state: str, vendor_id: int | None) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    plain = text.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    if plain:
        like = f"%{plain}%"
        same_number = [Share.id == int(plain)] if plain.isdecimal() and len(plain) < 18 else []  # noqa: PLR2004 - what fits a key
        filters.append(or_(Share.title.ilike(like, "\\"), Vendor.name.ilike(like, "\\"), *same_number))
    if state == "waiting":
        filters.append(_standing(now).in_([one.value for one in WAITING]))
    elif state == "away":
        filters.append(still_away())
    elif state:
        filters.append(_standing(now) == state)
    if vendor_id is not None:
        filters.append(Share.vendor_id == vendor_id)
    return filters


def still_away() -> ColumnElement[bool]:
    """Return the condition that a vendor holds a share's data, revoked or not, and has not attested (C14)."""
    return and_(Share.state.in_(AWAY), Share.executed_at.is_not(None))


def _standing(now: datetime) -> ColumnElement[str]:
    """Say in SQL what `rules.standing` says."""
    over = and_(Share.state == ShareState.APPROVED, Share.expires_at <= now)
    words = {one: one.value for one in ShareState}
    return case(
        (over, ShareState.EXPIRED.value), *((Share.state == one, word) for one, word in words.items())
    )


_SORTS: Mapping[str, tuple[Any, ...]] = {
    "id": (Share.id,),
    "title": (func.lower(Share.title), Share.id),
    "vendor": (func.lower(Vendor.name), Share.id),
    "purpose": (Share.purpose, Share.id),
    "state": (Share.state, Share.id),
    "records": (Share.records, Share.id),
    "proposed": (Share.proposed_at, Share.id),
    "expires": (Share.expires_at, Share.id),
    "return_due": (Share.return_due, Share.id),
}
