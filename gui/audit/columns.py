"""What the list of the log's entries shows."""

from core.audit.queries import EntryRow
from gui.kit.columns import Column, Kind

COLUMNS: tuple[Column[EntryRow], ...] = (
    Column("position", "Entry", lambda row: row.id, width=84, sort="position"),
    Column("at", "Time", lambda row: row.at, Kind.DATE, width=124),
    Column("who", "Who", lambda row: row.who, width=112, yields=2),
    Column("what", "What", lambda row: row.what, Kind.STRONG, 240, stretch=True),
    Column("subject", "About", lambda row: row.subject, width=160, yields=1),
)
