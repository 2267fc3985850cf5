"""What the table of requests shows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from core.requests.queries import RequestRow
from core.requests.rules import urgency
from gui.kit.columns import Badge, Column, Kind
from gui.kit.filter_bar import Filter
from gui.requests.words import URGENT, days_words, kind_word, state_badge, tr

_CHIPS: tuple[tuple[str, Any], ...] = (
    ("", QT_TRANSLATE_NOOP("requests", "All")),
    ("open", QT_TRANSLATE_NOOP("requests", "Open")),
    ("received", QT_TRANSLATE_NOOP("requests", "Received")),
    ("review", QT_TRANSLATE_NOOP("requests", "In review")),
    ("released", QT_TRANSLATE_NOOP("requests", "Released")),
)


def chips() -> tuple[Filter, ...]:
    """Return the chips above the table; their keys are what `core.requests.queries.requests` takes."""
    return tuple(Filter(key, tr(word)) for key, word in _CHIPS)


def columns(clock: Callable[[], datetime]) -> Sequence[Column[RequestRow]]:
    """Return the columns; `clock` tells how many days are left."""
    return (
        Column("id", tr("ID"), lambda row: f"R{row.id}", width=56, sort="id"),
        Column(
            "state",
            tr("Status"),
            lambda row: state_badge(row.state),
            Kind.BADGE,
            width=100,
            sort="state",
        ),
        Column("who", tr("Person"), lambda row: row.who, Kind.STRONG, stretch=True),
        Column("kind", tr("Asks for"), lambda row: kind_word(row.kind), width=104, sort="kind", yields=2),
        Column("left", tr("Time left"), lambda row: _left(row, clock()), Kind.BADGE, width=92, yields=1),
        Column("due", tr("Due"), lambda row: row.due_at.date(), Kind.DATE, 100, sort="due"),
    )


def _left(row: RequestRow, now: datetime) -> Badge:
    how = urgency(row.state, row.due_at, now)
    if how == "done":
        return Badge(URGENT[how], tr("Done"))
    return Badge(URGENT[how], days_words(row.days_left(now)))
