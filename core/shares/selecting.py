"""Which records a share is about, counted by the facts that they are judged by; all in SQL."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    distinct,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from core.contests.tables import Contest, Entry
from core.db.unit_of_work import Work
from core.people.opted_out import record_opted_out
from core.people.tables import Origin, Person, PersonRecord
from core.shares.proposal import Selection, Who
from core.shares.verdicts import RecordFacts

Counted = dict[RecordFacts, int]
Sets = Mapping[RecordFacts, int]
"""For each combination of facts the set of fields that may go, as bits."""


def selected(selection: Selection, case_record: int | None) -> ColumnElement[bool]:
    """Return the condition that a person's record is selected."""
    if selection.who is Who.ORIGIN:
        return PersonRecord.origin.in_([Origin(one) for one in selection.origins if one in set(Origin)])
    if selection.who is Who.CONTEST:
        entries = select(Entry.record_id).join(Contest, Contest.id == Entry.contest_id)
        return PersonRecord.id.in_(entries.where(Contest.name == selection.contest))
    if selection.who is Who.CASE:
        return PersonRecord.id == case_record if case_record is not None else false()
    return true()


def count_by_facts(work: Work, condition: ColumnElement[bool], case_record: int | None) -> Counted:
    """Count the selected records by the facts that matter."""
    columns = fact_columns(case_record)
    query = select(*columns, func.count()).select_from(PersonRecord)
    query = query.join(Person, Person.id == PersonRecord.person_id).where(condition).group_by(*columns)
    return {facts_of(row[:-1]): row[-1] for row in work.session.execute(query)}


def fact_columns(case_record: int | None) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that make up `RecordFacts`, in its order."""
    of_case = PersonRecord.id == case_record if case_record is not None else literal(value=False)
    return (
        PersonRecord.origin.expression,
        PersonRecord.policy_version.expression,
        record_opted_out().label("opted_out"),
        Person.under_13.expression,
        of_case.label("of_case"),
    )


def facts_of(row: Iterable[Any]) -> RecordFacts:
    """Build the facts from a row of `fact_columns`."""
    origin, version, opted_out, under_13, of_case = row
    return RecordFacts(origin.value, version, bool(opted_out), bool(under_13), bool(of_case))


def has_facts(facts: RecordFacts, case_record: int | None) -> ColumnElement[bool]:
    """Return the condition that a record has these facts."""
    origin, version, opted_out, under_13, of_case = fact_columns(case_record)
    return and_(
        origin == Origin(facts.origin),
        version == facts.policy_version,
        opted_out if facts.opted_out else not_(opted_out),
        under_13.is_(facts.under_13),
        true() if case_record is None else of_case if facts.of_case else PersonRecord.id != case_record,
    )


def count_people(
    work: Work, condition: ColumnElement[bool], allowed: Collection[RecordFacts], case_record: int | None
) -> int:
    """Count the people behind the selected records that may go: one row each."""
    if not allowed:
        return 0
    may_go = or_(*(has_facts(one, case_record) for one in allowed))
    query = select(func.count(distinct(PersonRecord.person_id))).join(Person).where(condition, may_go)
    return work.session.scalar(query) or 0


def one_per_person(
    share_id: int, condition: ColumnElement[bool], sets: Sets, case_record: int | None
) -> Select[Any]:
    """Select share, record, person and the set of fields, as approved and to go, of each person's latest."""
    may_go = or_(*(has_facts(one, case_record) for one in sets))
    field_set = case(*((has_facts(one, case_record), bits) for one, bits in sets.items()), else_=0)
    latest = func.row_number().over(
        partition_by=PersonRecord.person_id,
        order_by=(
            PersonRecord.collected_at.is_(None),
            PersonRecord.collected_at.desc(),
            PersonRecord.id.desc(),
        ),
    )
    rows = (
        select(PersonRecord.id, PersonRecord.person_id, field_set.label("field_set"), latest.label("place"))
        .join(Person, Person.id == PersonRecord.person_id)
        .where(condition, may_go)
        .subquery()
    )
    columns = (literal(share_id), rows.c.id, rows.c.person_id, rows.c.field_set, rows.c.field_set)
    return select(*columns).where(rows.c.place == 1).order_by(rows.c.id)
