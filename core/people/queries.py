"""Reads about people on file; rows are masked unless a reveal stands behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotFound
from core.people.rules import email_key, masked_name
from core.people.searching import by_part, named, searched
from core.people.tables import OptOut, Origin, Person, PersonRecord, Reveal, Source
from core.people.wishes import reason_words
from core.staff.roles import Permission, require
from core.text.masking import masked, masked_email


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of people, masked."""

    id: int
    name: str
    email: str
    origin: str
    country: str
    opted_out_at: datetime | None
    under_13: bool
    collected_at: datetime | None


@dataclass(frozen=True)
class RecordValues:
    """One collection instance of a person, with its values as they may be shown."""

    id: int
    source: Source
    external_id: str
    origin: Origin
    collected_at: datetime | None
    policy_version: str
    choices: dict[str, str]
    full_name: str
    email: str
    phone: str
    company: str
    country: str
    role: str
    birth_date: date | None
    stated_age: int | None
    extra: dict[str, str]
    hidden: tuple[str, ...] = ()
    """Names of values that are on file and not shown at all."""


@dataclass(frozen=True)
class PersonValues:
    """A person with every record on file."""

    id: int
    opted_out_at: datetime | None
    under_13: bool
    records: tuple[RecordValues, ...]
    masked: bool


@dataclass(frozen=True)
class PersonEvent:
    """Something that happened to a person's data here."""

    at: datetime
    what: str
    staff_id: int
    purpose: str = ""


ON_FILE = tuple(name for name in RecordValues.__dataclass_fields__ if name != "hidden")

SORTS: dict[str, tuple[Any, ...]] = {
    "name": (PersonRecord.name_key, Person.id),
    "origin": (PersonRecord.origin, Person.id),
    "country": (PersonRecord.country, Person.id),
    "collected": (PersonRecord.collected_at, Person.id),
    "opted_out": (Person.opted_out_at, Person.id),
    "id": (Person.id,),
}


def people(  # noqa: PLR0913  # each narrows or orders the list
    text: str = "",
    origin: str = "",
    only: str = "",
    sort: str = "name",
    *,
    descending: bool = False,
    in_part: bool = True,
) -> Listing[PersonRow]:
    """List people; `text` matches a name or a whole address, `only` is opted_out, under_13 or nothing.

    A part of a name finds `in_part`, for those who may see values; else the whole name does.
    """
    shown = PersonRecord.id == Person.shown_record_id
    order = [part.desc() if descending else part.asc() for part in SORTS[sort]]
    columns = (
        Person.id,
        PersonRecord.full_name,
        PersonRecord.email,
        PersonRecord.origin,
        PersonRecord.country,
        Person.opted_out_at,
        Person.under_13,
        PersonRecord.collected_at,
    )
    ids = (
        select(Person.id)
        .join(PersonRecord, shown)
        .where(*_filters(text, origin, only, in_part=in_part))
        .order_by(*order)
    )
    rows = select(*columns).join(PersonRecord, shown)
    read = searched(Permission.PEOPLE, text, in_part=in_part)
    return Listing(read, ids, rows, Person.id, _masked_row)


def find_people(work: Work, text: str, limit: int = 50) -> list[PersonRow]:
    """Find people by name or address, first ones by name."""
    return people(text, in_part=by_part(work.actor.role)).first(work, limit)


def people_at(work: Work, address: str) -> list[int]:
    """Return the ids of all people who have this address on file, for verbs that may look (C25)."""
    query = select(PersonRecord.person_id).where(PersonRecord.email_key == email_key(address)).distinct()
    return list(work.session.scalars(query.order_by(PersonRecord.person_id)))


def addresses_of(work: Work, person_id: int) -> list[str]:
    """Return a person's distinct addresses, that of the shown record first, for verbs that may look."""
    query = (
        select(PersonRecord.email, PersonRecord.email_key)
        .join(Person, Person.id == PersonRecord.person_id)
        .where(PersonRecord.person_id == person_id, PersonRecord.email != "")
        .order_by((PersonRecord.id != Person.shown_record_id), PersonRecord.id)
    )
    return list({key: email for email, key in reversed(work.session.execute(query).all())}.values())[::-1]


def values_of(work: Work, person_id: int) -> PersonValues:
    """Read a person's records as they are; only verbs that log a reveal or a disclosure call this."""
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id} on file.")
    query = select(PersonRecord).where(PersonRecord.person_id == person_id).order_by(PersonRecord.id)
    records = tuple(_values(one) for one in work.session.scalars(query))
    return PersonValues(person_id, person.opted_out_at, person.under_13, records, masked=False)


def masked_person(work: Work, person_id: int) -> PersonValues:
    """Read a person with every personal value masked."""
    require(work, Permission.PEOPLE)
    plain = values_of(work, person_id)
    records = tuple(_masked_values(one) for one in plain.records)
    return PersonValues(plain.id, plain.opted_out_at, plain.under_13, records, masked=True)


def person_events(work: Work, person_id: int) -> list[PersonEvent]:
    """List opt-outs and reveals of a person, newest first."""
    require(work, Permission.PEOPLE)
    outs = work.session.scalars(
        select(OptOut).where(OptOut.person_id == person_id).order_by(OptOut.id.desc())
    )
    seen = work.session.scalars(
        select(Reveal).where(Reveal.person_id == person_id).order_by(Reveal.id.desc())
    )
    events = [PersonEvent(one.at, _opt_out_words(one), one.staff_id) for one in outs]
    events += [PersonEvent(one.at, "Values shown", one.staff_id, one.purpose) for one in seen]
    return sorted(events, key=lambda one: one.at, reverse=True)


def count_people(work: Work) -> int:
    """Count the people on file."""
    require(work, Permission.PEOPLE)
    return work.session.scalar(select(func.count()).select_from(Person)) or 0


def _filters(text: str, origin: str, only: str, *, in_part: bool) -> Sequence[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if text.strip():
        has_address = select(PersonRecord.person_id).where(PersonRecord.email_key == email_key(text))
        filters.append(or_(named(text, in_part=in_part), Person.id.in_(has_address)))
    if origin:
        filters.append(PersonRecord.origin == Origin(origin))
    if only == "opted_out":
        filters.append(Person.opted_out_at.is_not(None))
    if only == "under_13":
        filters.append(Person.under_13.is_(True))
    return filters


def _masked_row(  # noqa: PLR0913, PLR0917  # one parameter a column, in the order of the select
    person_id: int,
    name: str,
    email: str,
    origin: Origin,
    country: str,
    opted_out_at: datetime | None,
    under_13: bool,  # noqa: FBT001  # a column
    collected_at: datetime | None,
) -> PersonRow:
    return PersonRow(
        person_id,
        masked_name(name),
        masked_email(email),
        origin.value,
        country,
        opted_out_at,
        under_13,
        collected_at,
    )


def _values(one: PersonRecord) -> RecordValues:
    return RecordValues(**{name: getattr(one, name) for name in ON_FILE})


def _masked_values(one: RecordValues) -> RecordValues:
    return replace(
        one,
        external_id=masked(one.external_id),
        phone=masked(one.phone),
        company=masked(one.company),
        full_name=masked_name(one.full_name),
        email=masked_email(one.email),
        birth_date=None,
        stated_age=None,
        extra={key: masked(value) for key, value in one.extra.items()},
        hidden=tuple(name for name in ("birth_date", "stated_age") if getattr(one, name) is not None),
    )


def _opt_out_words(one: OptOut) -> str:
    if one.opted_out:
        return f"Opted out ({one.heard_through})"
    why = reason_words(one.reason)
    return f"Opt-out taken back ({one.heard_through})" + (f": {why}" if why else "")
