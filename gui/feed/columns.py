"""What the list of the site feed shows; an id of the site's that is an address comes masked."""

from collections.abc import Callable
from datetime import datetime

from core.feed.queries import FeedRow
from gui.feed.words import state, tr, what
from gui.kit.columns import Column, Kind


def columns(now: Callable[[], datetime]) -> tuple[Column[FeedRow], ...]:
    """Return the columns; `now` tells which rows wait for too long."""
    return (
        Column("position", tr("Row"), lambda row: row.id, width=64, sort="position"),
        Column("state", tr("State"), lambda row: state(row, now()), Kind.BADGE, 92),
        Column("what", tr("The site must"), what, Kind.STRONG, 136, stretch=True),
        Column("external_id", tr("Site's id"), lambda row: row.external_id, width=116),
        Column("clause", tr("Clause"), lambda row: row.clause, width=72),
        Column("at", tr("Told"), lambda row: row.at, Kind.DATE, 120),
    )
