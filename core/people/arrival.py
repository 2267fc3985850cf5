"""Storing what an instance of collection gave: a record each, linked to its person (C01, C13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from core.db.unit_of_work import WriteWork
from core.people.rules import email_key, name_key, shows_child
from core.people.tables import OptOut, Origin, Person, PersonRecord, Source


class Outcome(StrEnum):
    """What became of one incoming row."""

    STORED = "stored"
    UPDATED = "updated"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class IncomingRecord:
    """One collection instance as the site's file gives it; `digest` tells new content from known."""

    source: Source
    external_id: str
    origin: Origin
    policy_version: str
    digest: str
    full_name: str
    email: str
    collected_at: datetime | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    company: str = ""
    country: str = ""
    role: str = ""
    birth_date: date | None = None
    stated_age: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    opted_out: bool = False


@dataclass(frozen=True)
class Placed:
    """Where an incoming record came to stand; ids are 0 when it was refused."""

    outcome: Outcome
    person_id: int = 0
    record_id: int = 0
    reason: str = ""
    clause: str = ""


COPIED = (
    "external_id", "source", "origin", "collected_at", "policy_version", "full_name", "email", "phone",
    "company", "country", "role", "birth_date", "stated_age", "digest",
)  # fmt: skip
CHILD = Placed(Outcome.REFUSED, reason="States an age under 13.", clause="C24")


class RecordsDesk:
    """Places a batch of incoming records, reading what is on file once for all of them."""

    def __init__(self, work: WriteWork, incoming: Sequence[IncomingRecord]) -> None:
        self.work = work
        self.records = _records_by_key(work, incoming)
        self.people = _people_by_address(work, incoming)

    def place(self, one: IncomingRecord) -> Placed:
        """Store, update, or recognise one record; a child's record is refused and the child's file locked."""
        now = self.work.now
        if shows_child(one.birth_date, one.stated_age, (one.collected_at or now).date(), now.date()):
            return self._refuse_child(one)
        there = self.records.get((one.source, one.external_id))
        if there is None:
            return self._store(one)
        if there.digest == one.digest:
            return Placed(Outcome.KNOWN, there.person_id, there.id)
        return self._update(there, one)

    def _refuse_child(self, one: IncomingRecord) -> Placed:
        there = self.records.get((one.source, one.external_id))
        shown = [self.people.get(email_key(one.email))]
        shown += [self.work.session.get_one(Person, there.person_id)] if there else []
        for person in shown:
            if person is not None:
                person.under_13 = True
                person.version += 1
        return CHILD

    def _store(self, one: IncomingRecord) -> Placed:
        person = self._person_for(one)
        record = PersonRecord(person_id=person.id)
        _fill(record, one)
        self.work.session.add(record)
        self.work.session.flush()
        person.shown_record_id = person.shown_record_id or record.id
        self.records[one.source, one.external_id] = record
        self._note_opt_out(person, one)
        return Placed(Outcome.STORED, person.id, record.id)

    def _update(self, there: PersonRecord, one: IncomingRecord) -> Placed:
        _fill(there, one)
        there.version += 1
        person = self.work.session.get_one(Person, there.person_id)
        self.people.setdefault(there.email_key, person)
        self._note_opt_out(person, one)
        return Placed(Outcome.UPDATED, there.person_id, there.id)

    def _person_for(self, one: IncomingRecord) -> Person:
        key = email_key(one.email)
        person = self.people.get(key) if key else None
        if person is None:
            person = Person(created_at=self.work.now, under_13=False, version=1)
            self.work.session.add(person)
            self.work.session.flush()
            self.people[key] = person
        return person

    def _note_opt_out(self, person: Person, one: IncomingRecord) -> None:
        """An opt-out in a file counts at once; a file never takes one back (C20)."""
        if not one.opted_out or person.opted_out_at is not None:
            return
        person.opted_out_at = self.work.now
        by = self.work.actor.id
        heard = OptOut(
            person_id=person.id, at=self.work.now, opted_out=True, heard_through="file", staff_id=by
        )
        self.work.session.add(heard)


def _fill(record: PersonRecord, one: IncomingRecord) -> None:
    for name in COPIED:
        setattr(record, name, getattr(one, name))
    record.choices, record.extra = dict(one.choices), dict(one.extra)
    record.name_key, record.email_key = name_key(one.full_name), email_key(one.email)


def _records_by_key(
    work: WriteWork, incoming: Iterable[IncomingRecord]
) -> dict[tuple[Source, str], PersonRecord]:
    wanted = {one.external_id for one in incoming}
    found = work.session.scalars(select(PersonRecord).where(PersonRecord.external_id.in_(wanted)))
    return {(one.source, one.external_id): one for one in found}


def _people_by_address(work: WriteWork, incoming: Iterable[IncomingRecord]) -> dict[str, Person]:
    wanted = {email_key(one.email) for one in incoming} - {""}
    query = (
        select(PersonRecord.email_key, Person)
        .join(Person, Person.id == PersonRecord.person_id)
        .where(PersonRecord.email_key.in_(wanted))
        .order_by(Person.id.desc())
    )
    return {row[0]: row[1] for row in work.session.execute(query)}
