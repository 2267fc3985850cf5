"""Reading a list's ids off the screen's thread: a first piece to paint at once, then ever larger ones."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gui.kit.desk_views import Row, RowListing
from gui.kit.page_cache import PAGE

SMALLEST, LARGEST = 5_000, 100_000
A_FEW = 10


@dataclass(frozen=True)
class Piece:
    """Ids in order, and the rows of the first of them where they are wanted at once."""

    ids: "array[int]"
    rows: Sequence[Row] = field(default=())
    first: bool = False


def pieces(listing: RowListing[Row], aside: Callable[[], object], work: Any) -> Iterator[Piece]:
    """Yield the whole list: the first chunk with its rows, the rest in pieces that double in size.

    `aside` is called between two chunks: there the reader lets others go first.
    """
    chunks = _chunks(listing, aside, work)
    first = array("q", next(chunks, ()))
    yield Piece(first, listing.rows(work, first[:PAGE]) if first else (), first=True)
    held, limit = array("q"), SMALLEST
    for chunk in chunks:
        held.extend(chunk)
        if len(held) >= limit:
            yield Piece(held)
            held, limit = array("q"), min(limit * 2, LARGEST)
    if held:
        yield Piece(held)


def all_ids(listing: RowListing[Row], aside: Callable[[], object], work: Any) -> "array[int]":
    """Return every id of the list, in order."""
    found = array("q")
    for chunk in _chunks(listing, aside, work):
        found.extend(chunk)
    return found


def _chunks(listing: RowListing[Row], aside: Callable[[], object], work: Any) -> Iterator[Sequence[int]]:
    for chunk in listing.chunks(work):
        yield chunk
        aside()


@dataclass(frozen=True)
class Settled:
    """A list after a change: fresh rows of what changed, who of those left, and how many more there are now.

    `ids` is the whole list read again, where somebody came back into it and has to be given a place.
    """

    rows: Sequence[Row]
    left: frozenset[int]
    more: int
    now: int
    ids: "array[int] | None" = None


def settle(
    listing: RowListing[Row],
    aside: Callable[[], object],
    shown: "array[int]",
    changed: frozenset[int],
    work: Any,
) -> Settled:
    """Compare a list with what the screen shows, asking for the changed ids alone."""
    inside = listing.still(work, changed)
    before = changed.intersection(shown)
    left = frozenset(before - inside)
    rows = listing.rows(work, sorted(inside | before)[:PAGE])
    if inside - before:
        ids = all_ids(listing, aside, work)
        return Settled(rows, left, 0, len(ids), ids)
    now = listing.total(work)
    return Settled(rows, left, now - len(shown) + len(left), now, _without(left, shown))


def _without(left: frozenset[int], shown: "array[int]") -> "array[int] | None":
    """Return the ids that stay, where so many left that one by one would take too long."""
    return array("q", (one for one in shown if one not in left)) if len(left) > A_FEW else None
