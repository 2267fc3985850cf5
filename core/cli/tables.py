"""Rows as text: separated by tabs for a program, aligned for a terminal, and never cut."""

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

GAP = "  "
NARROWEST = 12
"""A column may be folded to this many cells, or to its heading where that is longer."""

Cells = Sequence[Sequence[str]]


def tab_separated(headings: Sequence[str], rows: Cells) -> str:
    """Return a line of headings and one line a row; a line break within a cell is shown as its escape."""
    return "\n".join("\t".join(one.replace("\n", "\\n") for one in row) for row in (headings, *rows))


def on_terminal(headings: Sequence[str], rows: Cells, width: int) -> str:
    """Return aligned columns that fit the width, long values folded; where even that is too wide, blocks."""
    flat = [[one.replace("\n", " ") for one in row] for row in rows]
    widths = fitting(headings, flat, width)
    if widths is None:
        return "\n\n".join(_block(headings, row) for row in flat)
    rule = ["─" * one for one in widths]
    return "\n".join(_folded(row, widths) for row in (headings, rule, *flat))


def fitting(headings: Sequence[str], rows: Cells, width: int) -> list[int] | None:
    """Return a width for each column, the widest narrowed first; None where no heading may give any more."""
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    least = [
        min(wide, max(cell_len(column[0]), NARROWEST)) for wide, column in zip(widths, columns, strict=True)
    ]
    room = width - len(GAP) * (len(widths) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        spare = [wide - narrow for wide, narrow in zip(widths, least, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def _folded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [chop_cells(one, width) or [""] for one, width in zip(row, widths, strict=True)]
    lines = zip_longest(*cells, fillvalue="")
    return "\n".join(GAP.join(map(_padded, line, widths)).rstrip() for line in lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _block(headings: Sequence[str], row: Sequence[str]) -> str:
    wide = max(map(cell_len, headings))
    return "\n".join(
        f"{_padded(name, wide)}{GAP}{value}".rstrip() for name, value in zip(headings, row, strict=True)
    )
