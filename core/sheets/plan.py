"""What a workbook is to hold, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Cell = str | int | float | Decimal | bool | date | datetime | None
"""Text, numbers and dates; an aware datetime is written in UTC, true and false as yes and no."""


class Kind(StrEnum):
    """How a column is shown; the value's own type decides what is stored."""

    text = "text"
    number = "number"
    date = "date"
    moment = "moment"


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column's heading; `width` in characters, None for one that suits its kind."""

    title: str
    kind: Kind = Kind.text
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` is read once, a row at a time, when its turn comes."""

    name: str
    columns: Sequence[ColumnHead]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: what this file is, for whom, and what the reader should know."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet as it stands in the file: its name and the records in it (heading left out)."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook that is in its place: SHA-256 (hex), records in all sheets, and each sheet."""

    sha256: str
    rows: int
    sheets: tuple[SheetFacts, ...]
