"""Telling the site: called by the verbs of other rooms, in the transaction of the change itself.

Rows are numbered while the log's head is held, so their order is the order of commits, and a reader who has
seen one row will never be given an earlier one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    ScalarSelect,
    Select,
    bindparam,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.audit.log import hold
from core.db.unit_of_work import WriteWork
from core.feed.clearing import EMPTIED, emptied, taken_over
from core.feed.cursor import last_position
from core.feed.tables import FeedItem, FeedKind, RecordKind

CHUNK = 500
"""Records that one statement names; SQLite takes 32,766 values at most."""

SELECTED = ("kind", "record", "record_id", "external_id", "person_id", "address", "reason", "clause")
"""What a query for `telling` gives, under these names."""


@dataclass(frozen=True)
class SiteRecord:
    """One of the site's records: the kind of file it came in with, the site's id, and the desk's.

    `address` is for a record without an id of the site's, and for one that is an address alone, which has
    its keyed fingerprint as `digest`.
    """

    record: RecordKind
    external_id: str = ""
    record_id: int = 0
    person_id: int | None = None
    address: str = ""
    digest: str = ""


def tell(work: WriteWork, kind: FeedKind, about: Iterable[SiteRecord], clause: str) -> None:
    """Tell one thing about each of these records."""
    rows = [{**vars(one), "kind": kind, "clause": clause} for one in about]
    _insert(work, rows)


def telling(rows: Select[*tuple[Any, ...]]) -> Insert:
    """Return the one statement that tells all that a query finds; it gives the columns of SELECTED.

    Made once and kept: to put it together takes longer than to run it.
    """
    found = rows.subquery()
    last = func.coalesce(select(func.max(FeedItem.position)).scalar_subquery(), 0)
    columns: dict[str, ColumnElement[Any]] = {
        "position": last + func.row_number().over(order_by=(found.c.record, found.c.record_id)),
        **{name: found.c[name] for name in SELECTED},
        "digest": literal(""),
        "at": bindparam("told_at", type_=FeedItem.at.type),
        "by": bindparam("told_by", type_=FeedItem.by.type),
    }
    table = FeedItem.metadata.tables[FeedItem.__tablename__]
    return insert(table).from_select(list(columns), select(*columns.values()))


def tell_found(work: WriteWork, statement: Insert, **values: object) -> None:
    """Run a statement that `telling` made, with the values that its query asks for."""
    hold(work)
    work.session.execute(statement, {**values, "told_at": work.now, "told_by": work.actor.id})


def tell_correction(
    work: WriteWork, record: SiteRecord, corrected: Mapping[str, str], clause: str = "C26"
) -> None:
    """Tell the site what a record must now say, by the names of the fields that intake knows (C26).

    A field that is now empty is told as "". What was corrected before and is not acknowledged yet goes along,
    so that the last correction of a record suffices; the earlier ones are emptied.
    """
    whole = taken_over(work, record.record, record.record_id) | dict(corrected)
    row = {**vars(record), "kind": FeedKind.CORRECT, "clause": clause, "corrected": whole}
    _insert(work, [row])


def tell_erasure(work: WriteWork, records: Sequence[SiteRecord], clause: str = "C26") -> None:
    """Tell the site to erase records; what the feed held of them before is emptied at once (C26).

    The site's id stands in the row until the site has acknowledged it, and no longer.
    """
    whose = tuple_(FeedItem.record, FeedItem.record_id, FeedItem.digest)
    known = [(one.record, one.record_id, one.digest) for one in records if one.record_id or one.digest]
    for start in range(0, len(known), CHUNK):
        forget(work, whose.in_(known[start : start + CHUNK]))
    tell(work, FeedKind.ERASE, records, clause)


def last_told(
    record: ColumnElement[Any] | InstrumentedAttribute[Any],
    record_id: ColumnElement[int] | InstrumentedAttribute[int],
    kinds: Sequence[FeedKind],
) -> ScalarSelect[int]:
    """Return, for a statement, the position of the last row of these kinds about a record."""
    about = (FeedItem.record == record, FeedItem.record_id == record_id, FeedItem.kind.in_(kinds))
    return select(func.max(FeedItem.position)).where(*about).scalar_subquery()


def forget(work: WriteWork, which: ColumnElement[bool]) -> None:
    """Empty rows: they stay in their place and tell nothing any more."""
    gone = emptied(work.now) | {"external_id": ""}
    work.session.execute(update(FeedItem).where(which).values(gone), execution_options=EMPTIED)


def _insert(work: WriteWork, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    hold(work)
    last = last_position(work)
    made = {"at": work.now, "by": work.actor.id}
    numbered = [{**row, **made, "position": last + place} for place, row in enumerate(rows, 1)]
    work.session.execute(insert(FeedItem), numbered)
