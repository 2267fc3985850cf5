"""Erasing one person: rehearsed first, everywhere at once, logged, told to the site, for good (C26)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, func, select, update

from core.audit.lasting_notes import ERASURE, keep_note
from core.audit.log import record
from core.audit.person_keys import destroy_person_key
from core.changes import Changes
from core.db.embedded import empty_wal_after
from core.db.search import forget, index
from core.db.unit_of_work import Work, WriteWork
from core.errors import Conflict
from core.feed.rules import NO_ID
from core.feed.tables import FeedItem, RecordKind
from core.feed.telling import SiteRecord, tell_erasure
from core.feed.telling import forget as forget_told
from core.people.suppression import suppress
from core.people.tables import Person, PersonRecord
from core.postings.tables import Kind, Posting
from core.requests.cases import confirmed_person, request_for, request_on_file
from core.requests.content_sources import by_the_person
from core.requests.erasure_places import KEPT, Place, places_of
from core.requests.rules import OPEN, Step, state_after
from core.requests.source import Subject
from core.requests.sources import subject_of
from core.requests.tables import AccessRequest, RequestState
from core.requests.trace_sources import quarantined_ids
from core.staff.roles import Permission, require

MARK = "erased\0"


@dataclass(frozen=True)
class Erased:
    """What one place loses: how many rows, and whether they go or are emptied of what is personal."""

    place: str
    title: str
    rows: int
    gone: bool


@dataclass(frozen=True)
class Rehearsal:
    """What erasing a person does, place by place, zero included; `kept` says what stays, and why."""

    person_id: int
    places: tuple[Erased, ...]
    kept: tuple[str, ...] = tuple(KEPT.values())

    @property
    def rows(self) -> int:
        """How many rows go or are emptied."""
        return sum(one.rows for one in self.places)

    @property
    def in_places(self) -> int:
        """In how many places there is any."""
        return sum(bool(one.rows) for one in self.places)

    @property
    def sentence(self) -> str:
        """Say it, exact about numbers."""
        rows = "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"1 person: {rows} in {self.in_places} place{'s' * (self.in_places != 1)}"


def rehearse(work: Work, request_id: int) -> Rehearsal:
    """Count what erasing the person of a request would take away; nothing is changed.

    Raises WrongState while nobody confirmed whose request it is, NotAllowed for all but an officer.
    """
    require(work, Permission.ERASE_PEOPLE)
    request = request_on_file(work, request_id)
    state_after(Step.ERASE, request.state, request.kind)
    subject = subject_of(work, confirmed_person(request), request_id)
    return _counted(work, subject)


def erase(work: WriteWork, request_id: int, rehearsed: int) -> Changes:
    """Erase the person of a request everywhere, destroy their key, and close the case; there is no way back.

    `rehearsed` is the number of rows that the rehearsal told. The site is told to erase its records. Raises
    what `rehearse` does, and Conflict where another number would go by now.
    """
    require(work, Permission.ERASE_PEOPLE)
    request = request_for(work, request_id, Step.ERASE)
    person_id = confirmed_person(request)
    subject = subject_of(work, person_id, request_id)
    if (now := _counted(work, subject)).rows != rehearsed:
        raise Conflict(f"By now it is {now.sentence}; look at the rehearsal again before you erase.")
    done = _erase(work, subject, request_id)
    ids = {"person": frozenset([person_id]), "request": frozenset([request_id])}
    return Changes(f"Erased {done.sentence}.", ids)


def erase_again(work: WriteWork, marks: Sequence[str]) -> int:
    """Erase whom these fingerprints of an erasure name, on a desk restored from before it; returns how many.

    For a restore, which asks for permission itself.
    """
    wanted = frozenset(marks)
    people = {one.person_id for one in _records(work) if _mark(work, one.source, one.external_id) in wanted}
    ids = tuple(one for one in _authors(work) if _mark(work, "", one) in wanted)
    for person_id in sorted(people) or [0]:
        subject = subject_of(work, person_id, 0)
        subject = replace(subject, ids=tuple(sorted({*subject.ids, *ids})))
        if _counted(work, subject).rows:
            _erase(work, subject, 0)
    return len(people)


def _erase(work: WriteWork, subject: Subject, request_id: int) -> Rehearsal:
    done, marks = _counted(work, subject), _marks(work, subject)
    _tell_site(work, subject)
    _keep_out(work, subject)
    _close_cases(work, subject)
    _empty(work, subject)
    destroy_person_key(work, subject.person_id)
    counts = {one.place: one.rows for one in done.places}
    about = ("person", subject.person_id)
    record(work, "requests:person:erased", about, request=request_id, rows=done.rows, **counts)
    keep_note(work, ERASURE, marks)
    empty_wal_after(work)
    return done


def _counted(work: Work, subject: Subject) -> Rehearsal:
    places = places_of(subject, quarantined_ids(work, subject))
    found = (Erased(one.key, one.title, _count(work, one), one.emptied is None) for one in places)
    return Rehearsal(subject.person_id, tuple(found))


def _count(work: Work, place: Place) -> int:
    query = select(func.count()).select_from(place.rows).where(place.where)
    return work.session.scalar(query) or 0


def _empty(work: WriteWork, subject: Subject) -> None:
    """Empty every place, and the search index of what stood there."""
    posted, received = _postings(work, subject)
    forget(work, [*posted, *received])
    for place in places_of(subject, quarantined_ids(work, subject)):
        statement: Any = delete(place.rows) if place.emptied is None else update(place.rows)
        statement = statement.where(place.where)
        work.session.execute(statement if place.emptied is None else statement.values(**place.emptied))
    index(work, received)
    work.session.expire_all()


def _postings(work: Work, subject: Subject) -> tuple[list[int], list[int]]:
    """Return the ids of what the person wrote, and of what others wrote to them."""
    written = select(Posting.id).where(by_the_person(subject))
    to_them = select(Posting.id).where(Posting.recipient.in_(subject.ids), ~by_the_person(subject))
    return list(work.session.scalars(written)), list(work.session.scalars(to_them))


def _close_cases(work: WriteWork, subject: Subject) -> None:
    """Close every open case of theirs: nothing is left to answer, and nobody to answer to."""
    place = next(one for one in places_of(subject, ()) if one.key == "requests")
    for request in work.session.scalars(select(AccessRequest).where(place.where)):
        if request.state in OPEN or request.state is RequestState.RELEASED:
            request.state, request.closed_at = RequestState.CLOSED, work.now
        request.version += 1
    work.session.flush()


def _keep_out(work: WriteWork, subject: Subject) -> None:
    """Have the addresses of somebody who opted out stay out of promotion, as keyed fingerprints (C20)."""
    person = work.session.get(Person, subject.person_id)
    if person is not None and person.opted_out_at is not None:
        for address in subject.addresses:
            suppress(work, address)


def _tell_site(work: WriteWork, subject: Subject) -> None:
    """Tell the site to erase every record, posting and message, and empty what the feed held of them."""
    forget_told(work, FeedItem.person_id == (subject.person_id or -1))
    kinds = {Kind.POSTING: RecordKind.POSTINGS, Kind.MESSAGE: RecordKind.MESSAGES}
    query = select(Posting.id, Posting.kind, Posting.external_id).where(by_the_person(subject))
    posted = [SiteRecord(kinds[kind], number, own) for own, kind, number in work.session.execute(query)]
    tell_erasure(work, [*posted, *_people_records(work, subject)])


def _people_records(work: Work, subject: Subject) -> Iterator[SiteRecord]:
    query = select(PersonRecord).where(PersonRecord.person_id == subject.person_id)
    for one in work.session.scalars(query):
        address = one.email if one.external_id.startswith(NO_ID) else ""
        yield SiteRecord(RecordKind(one.source.value), one.external_id, one.id, subject.person_id, address)


def _marks(work: Work, subject: Subject) -> list[str]:
    """Return the fingerprints by which a restored desk finds the person again."""
    query = select(PersonRecord.source, PersonRecord.external_id)
    rows = work.session.execute(query.where(PersonRecord.person_id == subject.person_id))
    records = [_mark(work, source, number) for source, number in rows]
    return sorted({*records, *(_mark(work, "", one) for one in subject.ids)})


def _mark(work: Work, source: str, number: str) -> str:
    return work.commitment(f"{MARK}{source}\0{number}")


def _records(work: Work) -> Iterator[Any]:
    columns = (PersonRecord.source, PersonRecord.external_id, PersonRecord.person_id)
    yield from work.session.execute(select(*columns).execution_options(yield_per=1000))


def _authors(work: Work) -> Iterator[str]:
    for one in (Posting.author, Posting.recipient):
        yield from work.session.scalars(select(one).where(one != "").distinct())
