"""A list as filtered and sorted: its ids in order, and rows by id, so that a million rows cost little."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.ids import ids_in_order, plainly
from core.db.unit_of_work import Work

RowT = TypeVar("RowT")

PAGE = 200
ASKED = 500  # ids in one statement; SQLite takes 32,766 values at most


@dataclass(frozen=True)
class Listing(Generic[RowT]):
    """One list. `make` builds a frozen row from the columns of `select_rows`, the id first.

    `guard` raises NotAllowed unless the signed-in role may read the list; every way of reading asks it (C22).
    """

    guard: Callable[[Work], object]
    select_ids: Select[int]
    select_rows: Select[*tuple[Any, ...]]
    key: ColumnElement[int] | InstrumentedAttribute[int]
    make: Callable[..., RowT]

    def chunks(self, work: Work) -> Iterator[Sequence[int]]:
        """Stream the ids in order: a first chunk to paint at once, then larger ones."""
        self.guard(work)
        yield from ids_in_order(work, self.select_ids)

    def still(self, work: Work, ids: Collection[int]) -> set[int]:
        """Return those of these ids that are in the list now."""
        self.guard(work)
        among = self.select_ids.order_by(None)
        found: set[int] = set()
        asked = iter(ids)
        while some := list(islice(asked, ASKED)):
            found.update(work.session.scalars(among.where(self.key.in_(some))))
        return found

    def rows(self, work: Work, ids: Sequence[int]) -> list[RowT]:
        """Read the rows of these ids, in that order; an id that is gone is left out."""
        self.guard(work)
        found = plainly(work, self.select_rows.where(self.key.in_(ids))).all()
        by_id = {row[0]: row for row in found}
        return [self.make(*by_id[one]) for one in ids if one in by_id]

    def total(self, work: Work) -> int:
        """Count the list as filtered."""
        self.guard(work)
        ids = self.select_ids.order_by(None).subquery()
        return work.session.scalar(select(func.count()).select_from(ids)) or 0

    def stream(self, work: Work) -> Iterator[list[RowT]]:
        """Read every row in order, a page at a time (for exports and reports)."""
        for chunk in self.chunks(work):
            for start in range(0, len(chunk), PAGE):
                yield self.rows(work, chunk[start : start + PAGE])

    def first(self, work: Work, limit: int) -> list[RowT]:
        """Read the first rows of the list."""
        self.guard(work)
        ids = work.session.scalars(self.select_ids.limit(limit)).all()
        pages = (self.rows(work, ids[start : start + PAGE]) for start in range(0, len(ids), PAGE))
        return [row for page in pages for row in page]
