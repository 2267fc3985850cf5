"""The feed as staff see it: what waits, what is done, what the site must do; personal values hidden."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotFound
from core.feed.cursor import acknowledged_upto
from core.feed.rules import hidden, superseding
from core.feed.tables import Acknowledgement, FeedItem, FeedKind, RecordKind
from core.staff.accounts import staff_names
from core.staff.roles import Permission, needs, require
from core.text.masking import AT_SIGNS, shown_id


@dataclass(frozen=True)
class FeedRow:
    """One line of the list; `id` is its position, `record_id` the desk's own id of the record."""

    id: int
    kind: FeedKind
    record: RecordKind
    record_id: int
    external_id: str
    person_id: int | None
    reason: str
    clause: str
    at: datetime
    cleared: bool
    done: bool


@dataclass(frozen=True)
class FeedDetail:
    """One row with what surrounds it.

    `corrected` names fields, never their values. `superseded_by` is the row that counts instead (0: none);
    `before` counts the rows that acknowledging this one acknowledges too, this one included.
    """

    row: FeedRow
    has_address: bool
    corrected: tuple[str, ...]
    told_by: str
    superseded_by: int
    before: int
    done_at: datetime | None
    done_by: str


_DONE_UPTO = func.coalesce(select(func.max(Acknowledgement.upto)).scalar_subquery(), 0)
_COLUMNS = (
    FeedItem.position, FeedItem.kind, FeedItem.record, FeedItem.record_id, FeedItem.external_id,
    FeedItem.person_id, FeedItem.reason, FeedItem.clause, FeedItem.at, FeedItem.cleared_at.is_not(None),
    FeedItem.position <= _DONE_UPTO,
)  # fmt: skip


def feed_rows(text: str = "", only: str = "", *, descending: bool = False) -> Listing[FeedRow]:
    """List the feed in its order; `only` is waiting, done or nothing, `text` begins the site's id.

    An id that is an address is found by the whole of it alone, so that no search spells one out (C22).
    """
    order = FeedItem.position.desc() if descending else FeedItem.position.asc()
    ids = select(FeedItem.position).where(*_conditions(text, only)).order_by(order)
    return Listing(needs(Permission.FEED), ids, select(*_COLUMNS), FeedItem.position, _row)


def count_waiting(work: Work) -> int:
    """Count the rows that the site has not acknowledged."""
    require(work, Permission.FEED)
    query = select(func.count()).select_from(FeedItem).where(FeedItem.position > acknowledged_upto(work))
    return work.session.scalar(query) or 0


def first_waiting(work: Work) -> FeedRow | None:
    """Return the row that waits longest; None where nothing waits."""
    return next(iter(feed_rows(only="waiting").first(work, 1)), None)


def feed_detail(work: Work, position: int) -> FeedDetail:
    """Read one row; raises NotFound."""
    require(work, Permission.FEED)
    item = work.session.get(FeedItem, position)
    if item is None:
        raise NotFound(f"The site feed has no row {position}.")
    names, by = staff_names(work), _done_by(work, position)
    return FeedDetail(
        _row(*work.session.execute(select(*_COLUMNS).where(FeedItem.position == position)).one()),
        bool(item.address),
        tuple(hidden(item.corrected)),
        names.get(item.by, ""),
        _superseded_by(work, item),
        max(position - acknowledged_upto(work), 0),
        by.at if by else None,
        names.get(by.by, "") if by else "",
    )


def _conditions(text: str, only: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if only:
        done = FeedItem.position <= _DONE_UPTO
        conditions.append(done if only == "done" else not_(done))
    if wanted := text.strip().lower():
        told = func.lower(FeedItem.external_id)
        address = or_(*(told.contains(sign) for sign in AT_SIGNS))
        begins = and_(told.startswith(wanted, autoescape=True), not_(address))
        conditions.append(or_(told == wanted, begins))
    return conditions


def _superseded_by(work: Work, item: FeedItem) -> int:
    later = select(func.max(FeedItem.position)).where(
        FeedItem.record == item.record,
        FeedItem.record_id == item.record_id,
        FeedItem.digest == item.digest,
        FeedItem.position > item.position,
        FeedItem.kind.in_(superseding(item.kind)),
    )
    return work.session.scalar(later) or 0


def _done_by(work: Work, position: int) -> Acknowledgement | None:
    query = select(Acknowledgement).where(Acknowledgement.upto >= position)
    return work.session.scalar(query.order_by(Acknowledgement.upto).limit(1))


def _row(*values: Any) -> FeedRow:
    named = dict(zip(FeedRow.__dataclass_fields__, values, strict=True))
    as_bool = {name: bool(named[name]) for name in ("cleared", "done")}  # SQLite compares to 0 and 1
    return FeedRow(**named | as_bool | {"external_id": shown_id(named["external_id"])})
