"""What the list of contacts shows; the sender comes masked."""

from collections.abc import Mapping

from core.contacts.queries import ContactRow
from gui.kit.columns import Badge, Column, Kind
from gui.kit.tokens import Tone

STATES: Mapping[str, Badge] = {
    "open": Badge(Tone.INFO, "Open"),
    "answered": Badge(Tone.GOOD, "Answered"),
    "closed": Badge(Tone.NEUTRAL, "Closed"),
}
KINDS: Mapping[str, str] = {"problem": "Problem", "comment": "Comment", "request": "Request"}

COLUMNS: tuple[Column[ContactRow], ...] = (
    Column("id", "ID", lambda row: row.id, width=72, sort="id", yields=1),
    Column("state", "Status", lambda row: STATES[row.state], Kind.BADGE, 104,
           sort="state"),
    Column("kind", "Kind", lambda row: KINDS[row.kind], width=96, sort="kind", yields=2),
    Column("subject", "Subject", lambda row: row.subject, Kind.STRONG, 200,
           stretch=True, sort="subject"),
    Column("sender", "Sender", lambda row: row.sender, width=140, yields=3),
    Column("received", "Received", lambda row: row.received_at, Kind.DATE, 120,
           sort="received"),
)  # fmt: skip
