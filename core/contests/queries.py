"""Reads about contests and their entries; entrants stay masked in lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from core.contests.tables import Contest, ContestKind, Entry, EntryState
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotFound
from core.people.rules import email_key, masked_name
from core.people.searching import named, searched
from core.people.tables import Person, PersonRecord
from core.staff.roles import Permission, may, require
from core.text.masking import masked_email

LIMIT = "What was given here may be used for promotion and to notify winners (C19), until an opt-out (C20)."


@dataclass(frozen=True)
class ContestRow:
    """One contest with the number of its entries."""

    id: int
    name: str
    kind: str
    entries: int
    opted_out: int
    first_entry_at: datetime | None
    last_entry_at: datetime | None


@dataclass(frozen=True)
class EntryRow:
    """One line of the list of entries."""

    id: int
    external_id: str
    contest: str
    kind: str
    state: str
    entrant: str
    person_id: int
    opted_out: bool
    entered_at: datetime


@dataclass(frozen=True)
class EntryDetail:
    """One entry with what the person gave, as far as the reader may see it."""

    id: int
    external_id: str
    contest: str
    kind: str
    state: str
    entrant: str
    address: str
    answer: str
    demographics: dict[str, str]
    person_id: int
    opted_out_at: datetime | None
    under_13: bool
    policy_version: str
    answers_shown: bool
    entered_at: datetime
    limit: str = LIMIT


SORTS: dict[str, tuple[Any, ...]] = {
    "entered": (Entry.entered_at, Entry.id),
    "contest": (Contest.name, Entry.id),
    "state": (Entry.state, Entry.id),
    "entrant": (PersonRecord.name_key, Entry.id),
    "id": (Entry.id,),
}


def contests(work: Work) -> list[ContestRow]:
    """List all contests by name, with how many entered and how many of these opted out."""
    require(work, Permission.CONTESTS)
    gone = func.count(Person.opted_out_at)
    query = (
        select(Contest, func.count(Entry.id), gone)
        .outerjoin(Entry, Entry.contest_id == Contest.id)
        .outerjoin(Person, Person.id == Entry.person_id)
        .group_by(Contest.id)
        .order_by(Contest.name)
    )
    return [
        ContestRow(one.id, one.name, one.kind.value, entered, out, one.first_entry_at, one.last_entry_at)
        for one, entered, out in work.session.execute(query)
    ]


def entries(  # noqa: PLR0913  # each narrows or orders the list
    text: str = "",
    contest_id: int = 0,
    only: str = "",
    sort: str = "entered",
    *,
    descending: bool = True,
    in_part: bool = True,
) -> Listing[EntryRow]:
    """List entries, newest first; `only` is opted_out or nothing; `in_part` as in `people`."""
    order = [part.desc() if descending else part.asc() for part in SORTS[sort]]
    columns = (
        Entry.id,
        Entry.external_id,
        Contest.name,
        Contest.kind,
        Entry.state,
        PersonRecord.full_name,
        Entry.person_id,
        Person.opted_out_at,
        Entry.entered_at,
    )
    ids = _joined(select(Entry.id)).where(*_filters(text, contest_id, only, in_part=in_part)).order_by(*order)
    read = searched(Permission.CONTESTS, text, in_part=in_part)
    return Listing(read, ids, _joined(select(*columns)), Entry.id, _row)


def entry_detail(work: Work, entry_id: int) -> EntryDetail:
    """Read one entry, its answers only for those whose work needs them (C22).

    Who entered stays masked; a reveal of the person, which is logged, shows the values.
    """
    require(work, Permission.CONTESTS)
    query = _joined(select(Entry, Contest, PersonRecord, Person)).where(Entry.id == entry_id)
    found = work.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"There is no contest entry {entry_id}.")
    entry, contest, given, person = found
    plain = may(work.actor.role, Permission.SEE_VALUES)
    return EntryDetail(
        id=entry.id,
        external_id=entry.external_id,
        contest=contest.name,
        kind=contest.kind.value,
        state=entry.state.value,
        entrant=masked_name(given.full_name),
        address=masked_email(given.email),
        answer=entry.answer if plain else "",
        demographics=dict(entry.demographics) if plain else {},
        person_id=entry.person_id,
        opted_out_at=person.opted_out_at,
        under_13=person.under_13,
        policy_version=given.policy_version,
        answers_shown=plain,
        entered_at=entry.entered_at,
    )


def _joined(query: Any) -> Any:
    return (
        query.select_from(Entry)
        .join(Contest, Contest.id == Entry.contest_id)
        .join(PersonRecord, PersonRecord.id == Entry.record_id)
        .join(Person, Person.id == Entry.person_id)
    )


def _filters(text: str, contest_id: int, only: str, *, in_part: bool) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if text.strip():
        filters.append(or_(named(text, in_part=in_part), PersonRecord.email_key == email_key(text)))
    if contest_id:
        filters.append(Entry.contest_id == contest_id)
    if only == "opted_out":
        filters.append(Person.opted_out_at.is_not(None))
    return filters


def _row(  # noqa: PLR0913, PLR0917  # one parameter a column, in the order of the select
    entry_id: int,
    external_id: str,
    contest: str,
    kind: ContestKind,
    state: EntryState,
    name: str,
    person_id: int,
    opted_out_at: datetime | None,
    entered_at: datetime,
) -> EntryRow:
    out = opted_out_at is not None
    return EntryRow(
        entry_id, external_id, contest, kind.value, state.value, masked_name(name), person_id, out, entered_at
    )
