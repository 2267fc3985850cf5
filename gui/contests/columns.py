"""What the list of entries shows; the entrant comes masked."""

from collections.abc import Mapping

from core.contests.queries import EntryRow
from gui.kit.columns import Badge, Column, Kind
from gui.kit.tokens import Tone

STATES: Mapping[str, Badge] = {
    "entered": Badge(Tone.NEUTRAL, "Entered"),
    "winner": Badge(Tone.GOOD, "Winner"),
    "notified": Badge(Tone.GOOD, "Notified"),
}
KINDS: Mapping[str, str] = {"contest": "Contest", "special_offer": "Special offer", "survey": "Survey"}
OUT = Badge(Tone.WARN, "Opted out")

COLUMNS: tuple[Column[EntryRow], ...] = (
    Column("id", "ID", lambda row: row.id, width=72, sort="id", yields=2),
    Column("state", "Status", lambda row: STATES[row.state], Kind.BADGE, 100,
           sort="state", yields=1),
    Column("contest", "Contest", lambda row: row.contest, Kind.STRONG, 200,
           stretch=True, sort="contest"),
    Column("entrant", "Entrant", lambda row: row.entrant, width=150,
           sort="entrant"),
    Column("promotion", "Promotion", lambda row: OUT if row.opted_out else None,
           Kind.BADGE, 108, yields=3),
    Column("entered", "Entered", lambda row: row.entered_at, Kind.DATE, 120,
           sort="entered"),
)  # fmt: skip
