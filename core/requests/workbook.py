"""The workbook that answers a request: a cover, a sheet for each source with something in it, the columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.requests.collected import Collected, CollectedSheet
from core.requests.leaks import Mark, masked_rows
from core.sheets.plan import Cell, ColumnHead, Cover, Sheet

TITLE = "What this site has on file about you"
NOTHING = "nothing on file"
CORRECT = (
    "Reply from this same address, say which sheet and line is wrong, and write what it should say. "
    "The line is corrected and you are told."
)
DELETE = (
    "Reply from this same address and say that your data is to be deleted. "
    "What no law and no legal hold keeps is deleted and you are told."
)


@dataclass(frozen=True)
class Asked:
    """What the cover says about the request itself."""

    number: int
    name: str
    address: str
    received_at: datetime


@dataclass(frozen=True)
class PreviewSheet:
    """One sheet as the person will see it."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def render(asked: Asked, collected: Collected, marks: Mapping[str, Sequence[Mark]]) -> bytes:
    """Return the workbook's bytes; `marks` says by sheet what is masked in it. Same input, same bytes.

    It is made in memory: nothing of an answer stands in plain on a disk before it is released.
    """
    from core.sheets.writing import workbook_bytes  # noqa: PLC0415  # openpyxl: only when one is written

    return workbook_bytes(cover_of(asked, collected), sheets_of(collected, marks))


def preview(
    asked: Asked, collected: Collected, marks: Mapping[str, Sequence[Mark]]
) -> tuple[PreviewSheet, ...]:
    """Return what `render` writes, as rows for the screen, the cover first."""
    cover = cover_of(asked, collected)
    first = PreviewSheet("About this file", ("", ""), tuple(cover.facts))
    return first, *(_previewed(sheet) for sheet in sheets_of(collected, marks))


def outline(collected: Collected) -> Iterator[tuple[str, int]]:
    """Give the name of every sheet with something in it, and its rows."""
    return ((sheet.title, len(sheet.rows)) for sheet in collected.sheets if sheet.rows)


def cover_of(asked: Asked, collected: Collected) -> Cover:
    """Return the cover: who asked, when, every source with its count, and how to correct or delete (C26)."""
    facts = [
        ("For", asked.name),
        ("Address on file", asked.address),
        ("Request", str(asked.number)),
        ("Asked on", _day(asked.received_at)),
        ("Searched on", _day(collected.at)),
        *((f"Searched: {sheet.title}", _count(sheet)) for sheet in collected.sheets),
        *(("Not given (C25)", column) for column in collected.withheld),
        ("To correct something (C26)", CORRECT),
        ("To have it deleted (C26)", DELETE),
    ]
    return Cover(TITLE, facts)


def sheets_of(collected: Collected, marks: Mapping[str, Sequence[Mark]]) -> list[Sheet]:
    """Return the sheets: each source with something in it, then what every column means."""
    filled = [sheet for sheet in collected.sheets if sheet.rows]
    sheets = [_sheet(sheet, marks.get(sheet.source, ())) for sheet in filled]
    return [*sheets, _columns_explained(filled)]


def _sheet(sheet: CollectedSheet, marks: Sequence[Mark]) -> Sheet:
    heads = [ColumnHead(column.title, column.kind) for column in sheet.columns]
    return Sheet(sheet.title, heads, masked_rows(sheet, marks))


def _columns_explained(sheets: Iterable[CollectedSheet]) -> Sheet:
    heads = (ColumnHead("Sheet", width=28), ColumnHead("Column", width=20), ColumnHead("Meaning", width=60))
    rows = [(sheet.title, column.title, column.meaning) for sheet in sheets for column in sheet.columns]
    return Sheet("What the columns mean", heads, rows)


def _previewed(sheet: Sheet) -> PreviewSheet:
    rows = tuple(tuple(row) for row in sheet.rows)
    return PreviewSheet(sheet.name, tuple(column.title for column in sheet.columns), rows)


def _count(sheet: CollectedSheet) -> str:
    found = len(sheet.rows)
    return NOTHING if not found else "1 row" if found == 1 else f"{found:,} rows"


def _day(at: datetime) -> str:
    return at.date().isoformat()
