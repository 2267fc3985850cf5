"""Rows in memory: a few pages of a long list, filled by readers, the oldest dropped first."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from gui.kit.desk_views import Row

RowT = TypeVar("RowT", bound=Row)
PAGE, KEPT, AT_ONCE, WAITING = 200, 40, 2, 6


class PageCache(Generic[RowT]):
    """Pages of rows by number. `ask(page)` is called for a page to fetch; answer with `fill` or `lost`."""

    def __init__(self, ask: Callable[[int], None]) -> None:
        self._ask = ask
        self._pages: OrderedDict[int, list[RowT | None]] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._waiting: list[int] = []

    def row(self, index: int) -> RowT | None:
        """Return a row if it is here; a page that is missing or stale is fetched."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._want(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def peek(self, index: int) -> RowT | None:
        """Return a row if it is here, and fetch nothing."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        return page[place] if page is not None and place < len(page) else None

    def fill(self, number: int, ids: Sequence[int], rows: Iterable[RowT]) -> None:
        """Take a page that was asked for; an id without a row stays an empty place."""
        by_id = {row.id: row for row in rows}
        self._pages[number] = [by_id.get(one) for one in ids]
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        self.lost(number)

    def lost(self, number: int) -> None:
        """Note that a fetch ended, and start the next: the newest wish first."""
        self._asked.discard(number)
        while self._waiting and len(self._asked) < AT_ONCE:
            self._fetch(self._waiting.pop())

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget these pages; they are fetched again when next looked at."""
        for number in numbers:
            self._pages.pop(number, None)

    def clear(self) -> None:
        """Forget everything, wishes too."""
        self._pages.clear()
        self._stale.clear()
        self.restart()

    def age(self) -> None:
        """Show what is here, and read each page again when it is next looked at."""
        self._stale.update(self._pages)

    def restart(self) -> None:
        """Forget what was asked for: answers to it belong to an older list."""
        self._asked.clear()
        self._waiting.clear()

    def rearrange(self, ids: Sequence[int]) -> None:
        """Keep showing known rows in the list's new order; each page is read again when next looked at."""
        known = {row.id: row for page in self._pages.values() for row in page if row is not None}
        numbers = list(self._pages)
        self.clear()
        for number in numbers:
            here = ids[number * PAGE : (number + 1) * PAGE]
            if here:
                self._pages[number] = [known.get(one) for one in here]
                self._stale.add(number)

    def put(self, row: RowT) -> list[int]:
        """Replace a row by a newer reading of it; returns the indexes where it stands."""
        places = []
        for number, page in self._pages.items():
            for place, old in enumerate(page):
                if old is not None and old.id == row.id:
                    page[place] = row
                    places.append(number * PAGE + place)
        return places

    def _want(self, number: int) -> None:
        if number in self._asked or number in self._waiting:
            return
        if len(self._asked) < AT_ONCE:
            self._fetch(number)
            return
        self._waiting = [*self._waiting[-WAITING:], number]

    def _fetch(self, number: int) -> None:
        self._asked.add(number)
        self._ask(number)
