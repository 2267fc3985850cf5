"""What a row states about a person though it cannot be taken: read as far as it can be (C20, C24)."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from core.errors import BadInput
from core.intake import values
from core.intake.mapping import ColumnMapping
from core.intake.rows import Surroundings
from core.intake.shapes import Kind
from core.people.heeding import Stated
from core.people.rules import shows_child
from core.people.tables import Source

ValueT = TypeVar("ValueT")

SOURCES: Mapping[Kind, Source] = {
    Kind.PEOPLE: Source.PEOPLE,
    Kind.CONTACTS: Source.CONTACTS,
    Kind.CONTESTS: Source.CONTESTS,
}
"""The kinds of file whose rows are about a person, and what their records are kept under."""
DATES: Mapping[Kind, str] = {
    Kind.PEOPLE: "collected_at",
    Kind.CONTACTS: "received_at",
    Kind.CONTESTS: "entered_at",
}


def stated(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> Stated:
    """Return what the row states; what cannot be read states nothing."""

    def told(name: str) -> str:
        return mapping.value(row, name).strip()

    return Stated(
        SOURCES[mapping.kind],
        told("external_id"),
        told("email"),
        told("full_name"),
        opted_out=bool(_readable(values.yes_or_no, told("opted_out"), "")),
        child=_shows_child(mapping, told, around),
    )


def _shows_child(mapping: ColumnMapping, told: Callable[[str], str], around: Surroundings) -> bool:
    birth = _readable(values.day, told("birth_date"), "")
    age = _readable(values.age, told("stated_age"))
    collected = _readable(values.moment, told(DATES[mapping.kind]), "") or around.now
    return shows_child(birth, age, collected.date(), around.now.date())


def _readable(read: Callable[..., ValueT], *text: str) -> ValueT | None:
    try:
        return read(*text)
    except BadInput:
        return None
