"""Other people's data in the cells of an answer: found, proposed for masking, masked (C22)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.db.unit_of_work import WriteWork
from core.requests.collected import Collected, CollectedSheet
from core.requests.others import others_in
from core.requests.source import Subject
from core.sheets.plan import Cell


@dataclass(frozen=True, order=True)
class Mark:
    """A stretch of one cell: code points `start` to `end` of row `row` (from 0) under `column`."""

    row: int
    column: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Place:
    """A free-text cell and where it stands."""

    sheet: str
    row: int
    column: str
    text: str
    theirs: str


def find_leaks(work: WriteWork, subject: Subject, collected: Collected) -> list[tuple[str, Mark]]:
    """Find other people's data in the sheets; returns (source, mark), in reading order.

    Free text is searched for addresses and telephone numbers that are not the person's own, and for names of
    other people on file. A cell that another person wrote is theirs as a whole.
    """
    whole = [_whole(place) for place in _places(collected, by_others=True)]
    typed = list(_places(collected, by_others=False))
    found = zip(typed, others_in(work, subject, [place.text for place in typed]), strict=True)
    inside = [
        (place.sheet, Mark(place.row, place.column, one.start, one.end, one.kind))
        for place, spans in found
        for one in spans
    ]
    order = {sheet.source: at for at, sheet in enumerate(collected.sheets)}
    return sorted(whole + inside, key=lambda leak: (order[leak[0]], leak[1]))


def masked_rows(sheet: CollectedSheet, marks: Sequence[Mark]) -> list[tuple[Cell, ...]]:
    """Return a sheet's rows with these stretches masked."""
    at = {column.title: place for place, column in enumerate(sheet.columns)}
    rows = [list(row) for row in sheet.rows]
    for mark in sorted(marks, key=lambda one: one.start, reverse=True):
        cells = rows[mark.row]
        text = str(cells[at[mark.column]])
        cells[at[mark.column]] = f"{text[: mark.start]}[masked: {mark.kind}]{text[mark.end :]}"
    return [tuple(row) for row in rows]


def around(text: str, mark: Mark, reach: int = 40) -> tuple[str, str, str]:
    """Return what stands before, in and after a mark, for showing it in its place; … where it was cut."""
    before, after = text[max(0, mark.start - reach) : mark.start], text[mark.end : mark.end + reach]
    cut_before = "…" if mark.start > reach else ""
    cut_after = "…" if len(text) > mark.end + reach else ""
    return cut_before + before, text[mark.start : mark.end], after + cut_after


def _places(collected: Collected, *, by_others: bool) -> Iterator[Place]:
    for sheet in collected.sheets:
        yield from _places_of(sheet, by_others=by_others)


def _places_of(sheet: CollectedSheet, *, by_others: bool) -> Iterable[Place]:
    wanted = [
        (at, column)
        for at, column in enumerate(sheet.columns)
        if bool(column.by_others) is by_others and (column.free or by_others)
    ]
    for number, row in enumerate(sheet.rows):
        for at, column in wanted:
            if isinstance(text := row[at], str) and text:
                yield Place(sheet.source, number, column.title, text, column.by_others)


def _whole(place: Place) -> tuple[str, Mark]:
    return place.sheet, Mark(place.row, place.column, 0, len(place.text), place.theirs)
