"""One value becomes one cell in which nothing is live."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray

from core.sheets.escapes import shown
from core.sheets.plan import Cell, Kind

FORMATS = {Kind.number: "General", Kind.date: "yyyy-mm-dd", Kind.moment: "yyyy-mm-dd hh:mm:ss"}
EXACT_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier days are written as text."""

_COULD_RUN = re.compile(r"['\s\ufeff]*[=+\-@|%＝＋－＠]|'*[\t\r\n]")  # noqa: RUF001 - the wide forms run as well


def could_run(text: str) -> bool:
    """Tell whether a spreadsheet program might take this text for a formula or a command when typed."""
    return _COULD_RUN.match(text) is not None


class Styles:
    """The looks of this workbook's cells, each made once and shared by all cells that wear it."""

    def __init__(self, sheet: Any) -> None:
        self.head = _style(sheet, font=Font(bold=True), fill=PatternFill("solid", "E8ECFC"), wrap=True)
        self.title = _style(sheet, font=Font(bold=True, size=16))
        self.label = _style(sheet, font=Font(bold=True))
        self.text = _style(sheet, number_format="@", wrap=True)
        self.kept_text = _style(sheet, number_format="@", wrap=True, quote=True)
        self.by_kind = {kind: _style(sheet, number_format=form) for kind, form in FORMATS.items()}


def _style(sheet: Any, *, wrap: bool = False, quote: bool = False, **looks: Any) -> StyleArray:
    cell: Any = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    for name, look in looks.items():
        setattr(cell, name, look)
    if quote:
        cell.quotePrefix = True
    return cast("StyleArray", cell._style)  # noqa: SLF001 - openpyxl names no public way to share a style


def text_cell(sheet: Any, text: str, style: StyleArray) -> Any:
    """Return a cell of plain text, whatever the text looks like."""
    cell: Any = WriteOnlyCell(sheet, shown(text))
    cell.data_type = "s"  # openpyxl makes a formula of a leading '=' and an error of '#N/A'
    cell._style = style  # noqa: SLF001 - as above
    return cell


def cell_of(sheet: Any, value: Cell, styles: Styles) -> Any:
    """Return a value's cell: number or date where a sheet keeps it exactly, else text; None if empty."""
    if value is None or value == "":
        return None
    exact = _exact(value)
    if isinstance(exact, str):
        return text_cell(sheet, exact, styles.kept_text if could_run(exact) else styles.text)
    cell: Any = WriteOnlyCell(sheet)
    cell.value = exact
    kind = (
        Kind.moment if isinstance(exact, datetime) else Kind.date if isinstance(exact, date) else Kind.number
    )
    cell._style = styles.by_kind[kind]  # noqa: SLF001 - as above
    return cell


def _exact(value: str | float | Decimal | date) -> str | float | Decimal | date:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _day_or_moment(value)
    if isinstance(value, int | float | Decimal) and not _keeps_its_digits(value):
        return str(value)
    return value


def _keeps_its_digits(number: float | Decimal) -> bool:
    """A sheet's number is a double of which 15 digits show; NaN and infinity are none."""
    if isinstance(number, float):
        return number - number == 0
    exact = Decimal(number)
    return exact.is_finite() and len(exact.as_tuple().digits) <= EXACT_DIGITS


def _day_or_moment(value: date) -> str | date:
    if isinstance(value, datetime):
        value = (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None)
        return value if value.date() >= FIRST_DAY and not value.microsecond else value.isoformat(" ")
    return value if value >= FIRST_DAY else value.isoformat()
