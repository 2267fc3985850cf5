"""The feed as the site reads it: rows in order after a cursor, as often as it likes."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from core.audit.log import record
from core.db.unit_of_work import Work
from core.desk import Desk
from core.feed.cursor import acknowledged_upto, cursor_at, cursor_of, position_of
from core.feed.rules import PAGE, hidden
from core.feed.tables import FeedItem, FeedKind, RecordKind
from core.staff.roles import Permission, may, require
from core.text.masking import masked, shown_id


@dataclass(frozen=True)
class SiteRow:
    """One row as the site is given it; docs/feed.md says what each field means.

    `id` never changes and is a cursor too. `cleared` says that nothing is left to do.
    """

    id: str
    kind: FeedKind
    record: RecordKind
    external_id: str
    at: datetime
    clause: str
    reason: str
    address: str
    values: dict[str, str]
    cleared: bool

    @property
    def personal(self) -> bool:
        """Whether it tells an address or a corrected value."""
        return bool(self.address or self.values)

    def told(self) -> dict[str, Any]:
        """Return it by its fields' names, as JSON has it."""
        return asdict(self) | {
            "kind": self.kind.value,
            "record": self.record.value,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class FeedPage:
    """Rows after a cursor; `cursor` stands after the last of them, `more` tells that others follow.

    `waiting` counts all that is not acknowledged, `acknowledged` is the cursor up to which it is.
    """

    rows: tuple[SiteRow, ...]
    cursor: str
    more: bool
    waiting: int
    acknowledged: str


def read_page(work: Work, since: str = "", limit: int = PAGE) -> FeedPage:
    """Read rows after `since`, or those that wait to be acknowledged; personal values stay hidden.

    Raises NotAllowed, and BadInput for a cursor that this feed has not given out.
    """
    page = _page(work, since, limit)
    return replace(page, rows=tuple(_masked(one) for one in page.rows))


def hand_over(desk: Desk, since: str = "", limit: int = PAGE) -> FeedPage:
    """Read rows as the site needs them, for those who may acknowledge them; others get `read_page`.

    That an address or a corrected value was given out goes into the log first (C22); where the page holds
    none, nothing is written.
    """
    with desk.read() as work:
        page = _page(work, since, limit)
        if not may(work.actor.role, Permission.ACK_FEED):
            return read_page(work, since, limit)
    if not any(one.personal for one in page.rows):
        return page
    with desk.write() as writing:
        page = _page(writing, since, limit)
        ids = [_position(one) for one in page.rows if one.personal]
        record(writing, "feed:values:handed-over", ("feed", 0), rows=len(page.rows), with_values=ids)
    return page


def rows_after(work: Work, position: int, limit: int | None = None) -> Iterator[SiteRow]:
    """Stream rows after a position, in order and with their values, for those who may acknowledge them."""
    require(work, Permission.ACK_FEED)
    return _rows(work, position, limit)


def starting_at(work: Work, since: str) -> int:
    """Return the position that `since` names; without one, that of the last row acknowledged."""
    require(work, Permission.FEED)
    return position_of(work, since) if since else acknowledged_upto(work)


def _page(work: Work, since: str, limit: int) -> FeedPage:
    after = starting_at(work, since)
    done = acknowledged_upto(work)
    found = list(_rows(work, after, limit + 1))
    rows = tuple(found[:limit])
    waiting = select(func.count()).select_from(FeedItem).where(FeedItem.position > done)
    return FeedPage(
        rows,
        rows[-1].id if rows else cursor_at(work, after),
        len(found) > limit,
        work.session.scalar(waiting) or 0,
        cursor_at(work, done),
    )


def _rows(work: Work, after: int, limit: int | None) -> Iterator[SiteRow]:
    query = select(FeedItem).where(FeedItem.position > after).order_by(FeedItem.position).limit(limit)
    for item in work.session.scalars(query.execution_options(yield_per=PAGE)):
        yield _row(work, item)


def _row(work: Work, item: FeedItem) -> SiteRow:
    return SiteRow(
        cursor_of(work, item), item.kind, item.record, item.external_id, item.at.astimezone(UTC), item.clause,
        item.reason, item.address, dict(item.corrected or {}), item.cleared_at is not None,
    )  # fmt: skip


def _masked(row: SiteRow) -> SiteRow:
    number, address = shown_id(row.external_id), masked(row.address)
    return replace(row, external_id=number, address=address, values=hidden(row.values))


def _position(row: SiteRow) -> int:
    return int(row.id.partition("-")[0])
