"""Storing what an instance of collection gave: a record each, linked to its person (C01, C13)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import select

from core.db.unit_of_work import Work, WriteWork
from core.people.children import Named, stated_children
from core.people.heeding import lock_children, opt_out_by_file
from core.people.recognition import Given, Recognition, given_by, is_another_s
from core.people.rules import VERSION_NOT_KNOWN, email_key, name_key, shows_child
from core.people.suppression import suppress, suppressed
from core.people.tables import Origin, Person, PersonRecord, Source
from core.people.telling import tell_new_record


class Outcome(StrEnum):
    """What became of one incoming row."""

    STORED = "stored"
    UPDATED = "updated"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, order=True)
class Arrival:
    """Where a row stands among all that ever arrived: its run of intake, and its number in that file."""

    run: int = 0
    row: int = 0


@dataclass(frozen=True)
class IncomingRecord:
    """One collection instance as the site's file gives it; `digest` tells new content from known.

    `version_told` says that the file names the policy version; else it follows from the day of collection.
    """

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
    version_told: bool = False
    arrival: Arrival = Arrival()

    @property
    def named(self) -> Named:
        """How it names its person."""
        return Named(self.source, self.external_id, self.email, self.full_name)

    @property
    def states_no_age(self) -> bool:
        """Tell whether it leaves the age open; what another row stated then counts (C24)."""
        return self.birth_date is None and self.stated_age is None


@dataclass(frozen=True)
class Placed:
    """Where an incoming record came to stand; ids are 0 when it was refused.

    `older` tells that what is on file arrived after it, and stays.
    """

    outcome: Outcome
    person_id: int = 0
    record_id: int = 0
    reason: str = ""
    clause: str = ""
    older: bool = False


COPIED = (
    "external_id", "source", "origin", "collected_at", "policy_version", "full_name", "email", "phone",
    "company", "country", "role", "birth_date", "stated_age", "digest",
)  # fmt: skip
CHILD = Placed(Outcome.REFUSED, reason="States an age under 13.", clause="C24")
ANOTHER = Placed(
    Outcome.REFUSED, reason="Its id is on file with another person's name and address.", clause="C22"
)
"""Who wrote a letter or took part never changes, so its id was given out twice."""
ANOTHER_MEMBER = replace(
    ANOTHER,
    reason=f"{ANOTHER.reason} If they changed both, take their new address in first, then their new name.",
)


@dataclass(frozen=True)
class Standing:
    """What stands under an id, as far as it decides what becomes of a row that comes with it.

    `own` is what this record gave, `others` what its person's other records did.
    """

    digest: str
    policy_version: str
    arrival: Arrival
    own: Given
    others: Callable[[], Iterable[Given]]


def verdict(there: Standing | None, one: IncomingRecord, now: datetime) -> Placed:
    """Tell what becomes of a record, given what stands under its id; nothing is changed by asking."""
    if shows_child(one.birth_date, one.stated_age, (one.collected_at or now).date(), now.date()):
        return CHILD
    if there is None:
        return Placed(Outcome.STORED)
    if one.arrival < there.arrival:
        return Placed(Outcome.KNOWN, older=True)
    if there.digest == one.digest and not _names_another_version(there, one):
        return Placed(Outcome.KNOWN)
    if is_another_s([there.own], one.email, one.full_name) and is_another_s(
        there.others(), one.email, one.full_name
    ):
        return ANOTHER_MEMBER if one.source is Source.PEOPLE else ANOTHER
    return Placed(Outcome.UPDATED)


def standing(work: Work, there: PersonRecord | None) -> Standing | None:
    """Return how a record stands; None for none."""
    if there is None:
        return None
    arrival, own = Arrival(there.run_id, there.row_number), (there.email_key, there.full_name)
    others = partial(given_by, work, there.person_id, there.id)
    return Standing(there.digest, there.policy_version, arrival, own, others)


class RecordsDesk:
    """Places a batch of incoming records, reading what is on file once for all of them."""

    def __init__(self, work: WriteWork, incoming: Sequence[IncomingRecord]) -> None:
        self.work = work
        self.records = records_by_key(work, incoming)
        self.people = Recognition(work, (one.email for one in incoming))
        self.out = suppressed(work, (one.email for one in incoming))
        self.children = stated_children(work, (one.named for one in incoming if one.states_no_age))

    def place(self, one: IncomingRecord) -> Placed:
        """Store, update, or recognise one record; a child's record is refused and the child's file locked."""
        there = self.records.get((one.source, one.external_id))
        what = verdict(standing(self.work, there), one, self.work.now)
        if what is CHILD:
            return self._refuse_child(one, there)
        if there is None:
            return self._store(one)
        if what.outcome is Outcome.UPDATED:
            return self._update(there, one)
        if what.outcome is not Outcome.KNOWN:
            return what
        if not what.older:  # said again later: what arrived between the two is older than this
            there.run_id, there.row_number = one.arrival.run, one.arrival.row
        return replace(what, person_id=there.person_id, record_id=there.id)

    def _refuse_child(self, one: IncomingRecord, there: PersonRecord | None) -> Placed:
        shown = self.people.fitting(one.email, one.full_name)
        if there is not None:
            shown.append(self.work.session.get_one(Person, there.person_id))
        lock_children(self.work, shown)
        return CHILD

    def _store(self, one: IncomingRecord) -> Placed:
        person = self.people.meant(one.email, one.full_name) or self._new_person()
        self.people.note(person, one.email, one.full_name)
        record = PersonRecord(person_id=person.id)
        _fill(record, one)
        self.work.session.add(record)
        self.work.session.flush()
        person.shown_record_id = person.shown_record_id or record.id
        self.records[one.source, one.external_id] = record
        return self._placed(Outcome.STORED, person, record, one)

    def _update(self, there: PersonRecord, one: IncomingRecord) -> Placed:
        person = self.work.session.get_one(Person, there.person_id)
        if person.opted_out_at is not None and there.email_key != email_key(one.email):
            self._keep_out(there.email)
        _fill(there, one)
        there.version += 1
        self.people.note(person, one.email, one.full_name)
        return self._placed(Outcome.UPDATED, person, there, one)

    def _placed(self, what: Outcome, person: Person, record: PersonRecord, one: IncomingRecord) -> Placed:
        if one.opted_out:
            opt_out_by_file(self.work, [person], [(one.source, one.external_id)])
        elif person.opted_out_at is None and record.email_key in self.out:
            opt_out_by_file(self.work, [person])
        elif person.opted_out_at is not None and what is Outcome.STORED:
            tell_new_record(self.work, record.id)
        if one.named in self.children:
            lock_children(self.work, [person])
        return Placed(what, person.id, record.id)

    def _keep_out(self, address: str) -> None:
        """Keep an address that somebody opted out with from whoever comes in with it (C20)."""
        suppress(self.work, address)
        self.out |= {email_key(address)}

    def _new_person(self) -> Person:
        person = Person(created_at=self.work.now, under_13=False, version=1)
        self.work.session.add(person)
        self.work.session.flush()
        return person


def _names_another_version(there: Standing, one: IncomingRecord) -> bool:
    """Tell whether the file tells another policy version, or at last the one that was not known (C02)."""
    another = there.policy_version != one.policy_version
    return another and (one.version_told or there.policy_version == VERSION_NOT_KNOWN)


def _fill(record: PersonRecord, one: IncomingRecord) -> None:
    for name in COPIED:
        setattr(record, name, getattr(one, name))
    record.choices, record.extra = dict(one.choices), dict(one.extra)
    record.name_key, record.email_key = name_key(one.full_name), email_key(one.email)
    record.run_id, record.row_number = one.arrival.run, one.arrival.row


def records_by_key(work: Work, incoming: Iterable[IncomingRecord]) -> dict[tuple[Source, str], PersonRecord]:
    """Return the records on file under the ids of these."""
    wanted = {one.external_id for one in incoming}
    found = work.session.scalars(select(PersonRecord).where(PersonRecord.external_id.in_(wanted)))
    return {(one.source, one.external_id): one for one in found}
