"""The facts that tell one record from another when it is judged; counted and read in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from core.contacts.tables import Contact
from core.contests.tables import Entry
from core.db.unit_of_work import Work
from core.exports.shapes import ExportList, FactSource
from core.people.opted_out import one_of_all_opted_out, person_opted_out, record_opted_out
from core.people.tables import Origin, Person, PersonRecord
from core.postings.tables import Kind, Posting
from core.requests.tables import AccessRequest


@dataclass(frozen=True)
class RecordFacts:
    """Origin, the policy version at collection (empty for today's), opt-out, age; None where it is unknown.

    `public` tells that the record stands on the site for all to see, whoever wrote it.
    """

    origin: str
    policy_version: str
    opted_out: bool | None
    under_13: bool | None
    public: bool = False


_OF_RECORD = (
    PersonRecord.origin.expression,
    PersonRecord.policy_version.expression,
    record_opted_out(),
    Person.under_13.expression,
    literal(value=False),
)


def _of_author(
    origin: str, public: ColumnElement[bool], opted_out: ColumnElement[bool]
) -> tuple[ColumnElement[Any], ...]:
    """Facts of what carries no record of its own: what it is settles its origin, the person the rest.

    Where no person is known behind it, neither an opt-out nor an age is known (C24).
    """
    return (
        literal(origin),
        literal(""),
        case((Person.id.is_(None), None), else_=opted_out),
        Person.under_13.expression,
        public,
    )


def _people(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Person).join(PersonRecord, PersonRecord.id == Person.shown_record_id)


def _with_record(table: type[Contact] | type[Entry], *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(table).join(PersonRecord, PersonRecord.id == table.record_id)
    return joined.join(Person, Person.id == table.person_id)


def _contacts(*columns: Any) -> Select[Any]:
    return _with_record(Contact, *columns)


def _entries(*columns: Any) -> Select[Any]:
    return _with_record(Entry, *columns)


def _postings(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Posting).outerjoin(Person, Person.id == Posting.person_id)


def _requests(*columns: Any) -> Select[Any]:
    who = func.coalesce(AccessRequest.person_id, AccessRequest.matched_person_id)
    return select(*columns).select_from(AccessRequest).outerjoin(Person, Person.id == who)


_PUBLIC = Posting.kind == Kind.POSTING
_OF_ONE_POSTING = _of_author(Origin.ENROLMENT.value, _PUBLIC, person_opted_out())
_OF_ALL_POSTINGS = _of_author(Origin.ENROLMENT.value, _PUBLIC, one_of_all_opted_out())
_OF_REQUEST = _of_author(Origin.REQUEST.value, literal(value=False), person_opted_out())
PEOPLE_FACTS = FactSource(_people, Person.id, _OF_RECORD)
CONTACT_FACTS = FactSource(_contacts, Contact.id, _OF_RECORD, Contact.person_id)
ENTRY_FACTS = FactSource(_entries, Entry.id, _OF_RECORD, Entry.person_id)
POSTING_FACTS = FactSource(_postings, Posting.id, _OF_ONE_POSTING, counted_by=_OF_ALL_POSTINGS)
REQUEST_FACTS = FactSource(_requests, AccessRequest.id, _OF_REQUEST)


def count_by_facts(work: Work, source: FactSource, listing: Any) -> dict[RecordFacts, int]:
    """Count the records of a list by the facts that matter."""
    ids = listing.select_ids.order_by(None)
    columns = source.counted_by or source.columns
    query = source.base(*columns, func.count()).where(source.key.in_(ids)).group_by(*columns)
    return {facts_of(row[:-1]): row[-1] for row in work.session.execute(query)}


def count_people(work: Work, source: FactSource, listing: Any, going: Collection[RecordFacts]) -> int | None:
    """Count the people behind the records of these facts; None for a list in which that says nothing."""
    if source.person is None:
        return None
    ids = listing.select_ids.order_by(None)
    query = source.base(source.person, *source.columns).where(source.key.in_(ids)).distinct()
    return len({row[0] for row in work.session.execute(query) if facts_of(row[1:]) in going})


def facts_by_id(work: Work, source: FactSource, ids: Sequence[int]) -> dict[int, RecordFacts]:
    """Read the facts of these records."""
    query = source.base(source.key, *source.columns).where(source.key.in_(ids))
    return {row[0]: facts_of(row[1:]) for row in work.session.execute(query)}


def plain_values(work: Work, exported: ExportList, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Read the unmasked values of these records, by column heading; only a logged export calls this."""
    masked = [one for one in exported.columns if one.plain is not None]
    if exported.facts is None or not masked:
        return {}
    query = exported.facts.base(exported.facts.key, *(one.plain for one in masked))
    rows = work.session.execute(query.where(exported.facts.key.in_(ids)))
    titles = [one.title for one in masked]
    return {row[0]: dict(zip(titles, row[1:], strict=True)) for row in rows}


def facts_of(row: Sequence[Any]) -> RecordFacts:
    """Build the facts from a row of a source's columns."""
    origin, version, opted_out, under_13, public = row
    source = getattr(origin, "value", origin)
    return RecordFacts(source, version, _known(opted_out), _known(under_13), bool(public))


def _known(value: Any) -> bool | None:
    return None if value is None else bool(value)
