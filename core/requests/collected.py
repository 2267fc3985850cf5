"""What a search found, frozen: the rows as they stood, kept on the desk as JSON until the answer leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.requests.source import Column, Row
from core.sheets.plan import Cell, Kind


@dataclass(frozen=True)
class CollectedSheet:
    """One source's rows. `columns` are those the policy lets the person have (C25)."""

    source: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Residue:
    """Something found that stays out of the answer: where, how many rows or places, and why."""

    source: str
    title: str
    count: int
    why: str


@dataclass(frozen=True)
class Collected:
    """Everything found for one request; `withheld` names columns that the policy does not release.

    `left_out` counts rows that may be another person's and so stay out (C22).
    """

    at: datetime
    sheets: tuple[CollectedSheet, ...]
    withheld: tuple[str, ...] = ()
    left_out: tuple[Residue, ...] = ()

    @property
    def hits(self) -> dict[str, int]:
        """The rows found in each source, zeros too."""
        return {sheet.source: len(sheet.rows) for sheet in self.sheets}

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        sheets = [_sheet_json(sheet) for sheet in self.sheets]
        out = [vars(one) for one in self.left_out]
        return {"at": self.at.isoformat(), "withheld": list(self.withheld), "left_out": out, "sheets": sheets}


def read_collected(content: Mapping[str, Any]) -> Collected:
    """Return what `as_json` was given."""
    sheets = tuple(_read_sheet(one) for one in content["sheets"])
    out = tuple(Residue(**one) for one in content.get("left_out", ()))
    return Collected(datetime.fromisoformat(content["at"]), sheets, tuple(content["withheld"]), out)


def frozen(columns: Iterable[Column], rows: Iterable[Row]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows as they can be kept; raises ValueError when a row does not fit the columns."""
    width = len(tuple(columns))
    kept = tuple(tuple(row) for row in rows)
    if any(len(row) != width for row in kept):
        raise ValueError("a row does not fit its source's columns")
    return kept


def _sheet_json(sheet: CollectedSheet) -> dict[str, Any]:
    return {
        "source": sheet.source,
        "title": sheet.title,
        "says": sheet.says,
        "columns": [vars(column) | {"kind": column.kind.value} for column in sheet.columns],
        "rows": [[_cell_json(cell) for cell in row] for row in sheet.rows],
    }


def _read_sheet(content: Mapping[str, Any]) -> CollectedSheet:
    columns = tuple(Column(**one | {"kind": Kind(one["kind"])}) for one in content["columns"])
    rows = tuple(
        tuple(_read_cell(cell, column.kind) for cell, column in zip(row, columns, strict=True))
        for row in content["rows"]
    )
    return CollectedSheet(content["source"], content["title"], content["says"], columns, rows)


def _cell_json(cell: Cell) -> str | int | float | bool | None:
    return cell.isoformat() if isinstance(cell, date) else cell  # type: ignore[return-value]  # no source gives a Decimal


def _read_cell(cell: Any, kind: Kind) -> Cell:
    if cell is None or kind not in {Kind.moment, Kind.date}:
        return cell  # type: ignore[no-any-return]  # JSON's own values are cells
    return datetime.fromisoformat(cell) if kind is Kind.moment else date.fromisoformat(cell)
