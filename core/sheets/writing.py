"""Workbooks that people read: styled, complete, and with nothing live in them."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml.etree import SerialisationError  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from core.landing import land
from core.progress import Progress
from core.sheets.cells import Styles, cell_of, text_cell
from core.sheets.escapes import CELL_LIMIT, parts, width
from core.sheets.names import SheetNames
from core.sheets.plan import Cell, ColumnHead, Cover, Kind, Sheet, SheetFacts, Written
from core.sheets.spill import SpilledPage
from core.sheets.steady import save_steadily

SHEET_ROWS = 1_048_576
CONTINUED = "Continued"
ROOM = 100  # for the words that say where a text goes on
WIDTHS = {Kind.text: 28, Kind.number: 14, Kind.date: 13, Kind.moment: 20}
NARROWEST, WIDEST = 8, 60
REPORT_EVERY = 500


def write_workbook(  # noqa: PLR0913 - three say what, three say how
    path: Path,
    cover: Cover,
    sheets: Sequence[Sheet],
    progress: Progress | None = None,
    *,
    replace: bool = False,
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write a workbook and put it in its place whole, or not at all.

    Rows are streamed; a table longer than a sheet goes on in the next. A text longer than a cell goes on in
    the sheet `Continued`, which the cell names. Text is escaped as in `core.sheets.escapes`. The same input
    gives the same bytes. What is half written stands in the file's own folder and nowhere else. Raises
    BadInput if the file is there already and `replace` is not set, and Cancelled when stopped.
    """
    book = _Book(progress or Progress(), sheet_rows, path.parent)
    digest = land(path, lambda file: book.write(cover, sheets, file), replace=replace)
    return Written(digest, sum(facts.rows for facts in book.facts), tuple(book.facts))


def workbook_bytes(cover: Cover, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook that fits into memory; nothing of it touches a disk."""
    file = BytesIO()
    _Book(Progress(), SHEET_ROWS, None).write(cover, sheets, file)
    return file.getvalue()


class _Book:
    def __init__(self, progress: Progress, sheet_rows: int, folder: Path | None) -> None:
        self.workbook = Workbook(write_only=True)
        self.folder = folder
        self.facts: list[SheetFacts] = []
        self.progress = progress
        self.sheet_rows = sheet_rows
        self.names = SheetNames()
        self.written = 0
        self.overflow: list[tuple[str, str, str, int, str]] = []

    def write(self, cover: Cover, sheets: Sequence[Sheet], file: BinaryIO) -> None:
        try:
            self.fill(cover, sheets)
            save_steadily(self.workbook, file)
        except SerialisationError as error:
            self.forget()
            raise OSError("the disk refused") from error  # what lxml makes of a write that failed
        except BaseException:
            self.forget()
            raise

    def fill(self, cover: Cover, sheets: Sequence[Sheet]) -> None:
        self._write_cover(cover)
        self.continued = self.names.give(CONTINUED)
        for sheet in sheets:
            self._write_table(sheet)
        if self.overflow:
            self._write_continued()

    def forget(self) -> None:
        """Remove what was kept aside when the work was cut short."""
        for sheet in cast("list[SpilledPage]", self.workbook.worksheets):
            sheet.forget()

    def _write_cover(self, cover: Cover) -> None:
        page = self._page(
            self.names.give("About this file"), (ColumnHead("", width=26), ColumnHead("", width=WIDEST))
        )
        styles = Styles(page)
        page.append([text_cell(page, cover.title, styles.title)])
        page.append([])
        for label, fact in cover.facts:
            for number, part in enumerate(parts(fact)):
                name = label if number == 0 else f"{label} ({number + 1})"
                page.append([text_cell(page, name, styles.label), cell_of(page, part, styles)])

    def _write_table(self, sheet: Sheet) -> None:
        rows = iter(sheet.rows)
        row = next(rows, None)
        while True:
            table = _Table(self, sheet)
            while row is not None and table.rows < self.sheet_rows - 1:
                table.add(row)
                self._step(sheet.name)
                row = next(rows, None)
            self.facts.append(table.close())
            if row is None:
                return

    def _step(self, name: str) -> None:
        self.written += 1
        if self.written % REPORT_EVERY == 0 or self.progress.cancelled:
            self.progress.at(self.written, doing=f"Writing {name}")

    def _write_continued(self) -> None:
        columns = [ColumnHead(title) for title in ("Sheet", "Cell", "Column", "Part", "Text")]
        page = self._page(self.continued, columns, head=True)
        styles = Styles(page)
        for row in self.overflow:
            page.append([cell_of(page, value, styles) for value in row])

    def _page(self, name: str, columns: Sequence[ColumnHead], *, head: bool = False) -> Any:
        page: Any = SpilledPage(self.workbook, name, self.folder)
        for place, column in enumerate(columns, 1):
            size = column.width or max(WIDTHS[column.kind], len(column.title) + 4)
            page.column_dimensions[get_column_letter(place)].width = max(NARROWEST, min(size, WIDEST))
        if head:
            page.freeze_panes = "A2"
            styles = Styles(page)
            page.append([text_cell(page, column.title, styles.head) for column in columns])
        return page


class _Table:
    """One sheet of a table while it is being written."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book = book
        self.columns = sheet.columns
        self.page = book._page(book.names.give(sheet.name), sheet.columns, head=True)  # noqa: SLF001 - two halves of one room
        self.styles = Styles(self.page)
        self.rows = 0

    def add(self, row: Sequence[Cell]) -> None:
        if len(row) != len(self.columns):
            raise ValueError(f"A row of {len(row)} cells in a table of {len(self.columns)} columns.")
        self.rows += 1
        self.page.append(
            [cell_of(self.page, self._fitted(value, at), self.styles) for at, value in enumerate(row)]
        )

    def close(self) -> SheetFacts:
        last = get_column_letter(max(1, len(self.columns)))
        self.page.auto_filter.ref = f"A1:{last}{self.rows + 1}"
        self.page.close()
        return SheetFacts(self.page.title, self.rows)

    def _fitted(self, value: Cell, at: int) -> Cell:
        if not isinstance(value, str) or len(value) < CELL_LIMIT // 8 or not _too_long(value):
            return value
        first, *rest = parts(value, CELL_LIMIT - ROOM)
        cell = f"{get_column_letter(at + 1)}{self.rows + 1}"
        for number, part in enumerate(rest, 2):
            self.book.overflow.append((self.page.title, cell, self.columns[at].title, number, part))
        return first + goes_on(self.book.continued)


def goes_on(sheet: str) -> str:
    """Return the words at the end of a cell whose text goes on in another sheet."""
    return f" […goes on in sheet {sheet}]"


def _too_long(text: str) -> bool:
    return width(text) > CELL_LIMIT or len(parts(text)) > 1
