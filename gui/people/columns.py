"""What the list of people shows; names and addresses come masked."""

from core.people.queries import PersonRow
from gui.kit.columns import Badge, Column, Kind
from gui.kit.tokens import Tone
from gui.people.words import origin_words


def limit(row: PersonRow) -> Badge | None:
    """Return what limits the use of a person's data; the child's limit comes first (C24, C20)."""
    if row.under_13:
        return Badge(Tone.BAD, "Under 13")
    if row.opted_out_at is not None:
        return Badge(Tone.WARN, "Opted out")
    return None


COLUMNS: tuple[Column[PersonRow], ...] = (
    Column("id", "ID", lambda row: row.id, width=60, sort="id", yields=1),
    Column("limit", "Limit", limit, Kind.BADGE, 104, sort="opted_out"),
    Column("name", "Name", lambda row: row.name, Kind.STRONG, 124, stretch=True,
           sort="name"),
    Column("email", "Address", lambda row: row.email, width=120, yields=2),
    Column("origin", "Origin", lambda row: origin_words(row.origin), width=104,
           sort="origin", yields=3),
    Column("country", "Country", lambda row: row.country, width=124,
           sort="country", yields=4),
    Column("collected", "Collected",
           lambda row: row.collected_at.date() if row.collected_at else None, Kind.DATE, 108,
           sort="collected", yields=5),
)  # fmt: skip
