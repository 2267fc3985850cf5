"""What a row states about a person though it cannot be taken: read as far as it can be (C20, C24)."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from core.errors import BadInput
from core.intake import ages, values
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
    days = around.days_of(_readable(values.moment, told(DATES[mapping.kind]), ""))
    try:
        birth = _readable(ages.birth_date, told("birth_date"), *days)
        age = _readable(ages.age, told("stated_age"), *days)
    except ages.MayBeChildError:
        return True
    return shows_child(birth, age, *days)


def _readable(read: Callable[..., ValueT], *told: object) -> ValueT | None:
    """Return what is told as read; MayBeChildError goes on to whoever asked, for it tells something."""
    try:
        return read(*told)
    except ages.MayBeChildError:
        raise
    except BadInput:
        return None
