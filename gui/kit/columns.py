"""What a table shows: one constant per column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QLocale

from gui.kit.dates import short_date
from gui.kit.tokens import Tone

RowT = TypeVar("RowT")
HIDDEN = "••••••"


class Kind(Enum):
    """How a cell is drawn."""

    TEXT = auto()
    STRONG = auto()
    BADGE = auto()
    RISK = auto()
    DATE = auto()
    NUMBER = auto()
    PERSON = auto()


@dataclass(frozen=True)
class Badge:
    """A state in one word and a tone."""

    tone: Tone
    word: str


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column over rows of a feature.

    `value` gives what its kind draws: str for TEXT, STRONG and PERSON (already masked where it must be;
    None shows as hidden), Badge for BADGE, 0 to 100 for RISK, an aware datetime or a date for DATE, a number
    for NUMBER. `sort` is the key the page's listing is asked to order by; None where it cannot. In a narrow
    window the columns of the highest `yields` are left out first, those of 0 never.
    """

    key: str
    title: str
    value: Callable[[RowT], Any]
    kind: Kind = Kind.TEXT
    width: int = 120
    stretch: bool = False
    sort: str | None = None
    yields: int = 0


def cell_text(kind: Kind, value: Any) -> str:
    """Return a cell as plain text: for copying, for screen readers and for drawing."""
    if value is None:
        return HIDDEN if kind is Kind.PERSON else ""
    if isinstance(value, Badge):
        return value.word
    if isinstance(value, (datetime, date)):
        return short_date(value)
    if kind is Kind.NUMBER and isinstance(value, (int, float)):
        return QLocale().toString(value)
    return " ".join(str(value).split())
