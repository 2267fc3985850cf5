"""The frozen records of an approved share, judged again under today's facts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from core.db.unit_of_work import Work, WriteWork
from core.people.tables import Person, PersonRecord
from core.shares.evaluation import bits, judge_all, named
from core.shares.selecting import fact_columns, facts_of, has_facts
from core.shares.tables import Share, ShareRecord
from core.shares.verdicts import GONE, Reason, RecordFacts, RecordVerdict, Terms


@dataclass(frozen=True)
class Release:
    """What may still go: how many records, which fields of the share at all, and who was removed why."""

    records: int
    fields: tuple[str, ...]
    removed: Mapping[Reason, int]


@dataclass(frozen=True)
class _Group:
    """Frozen records that are alike in every fact and in the fields approved for them."""

    facts: RecordFacts
    field_set: int
    records: int


def judge_again(work: WriteWork, share: Share, terms: Terms) -> Release:
    """Mark each frozen record as released, with its fields, or as removed; a set of fields only shrinks."""
    groups = _groups(work, share, terms)
    judged = judge_all(work, terms, {one.facts: one.records for one in groups})
    verdicts = {facts: verdict for facts, _, verdict in judged}
    released, seen_fields = 0, 0
    removed: Counter[Reason] = Counter()
    for group in groups:
        verdict = verdicts[group.facts]
        left = group.field_set & bits(terms.fields, verdict.released)
        _mark(work, share, terms, group, verdict, left)
        if verdict.left_out:
            removed[verdict.left_out] += group.records
        else:
            released, seen_fields = released + group.records, seen_fields | left
    removed[GONE] += _mark_gone(work, share)
    return Release(released, named(terms.fields, seen_fields), +removed)


def released_rows(work: Work, share: Share, fields: tuple[str, ...]) -> Iterator[list[Any]]:
    """Stream the released records in order: the values of these fields, blank where one may not go."""
    columns = [getattr(PersonRecord, name) for name in fields]
    query = (
        select(ShareRecord.field_set, *columns)
        .join(PersonRecord, PersonRecord.id == ShareRecord.record_id)
        .where(ShareRecord.share_id == share.id, ShareRecord.released.is_(True))
        .order_by(ShareRecord.record_id)
        .execution_options(yield_per=1000)
    )
    places = [share.fields.index(name) for name in fields]
    for field_set, *values in work.session.execute(query):
        yield [value if field_set >> place & 1 else None for place, value in zip(places, values, strict=True)]


def _groups(work: Work, share: Share, terms: Terms) -> list[_Group]:
    columns = (*fact_columns(terms.case_record), ShareRecord.field_set)
    query = (
        select(*columns, func.count())
        .select_from(ShareRecord)
        .join(PersonRecord, PersonRecord.id == ShareRecord.record_id)
        .join(Person, Person.id == PersonRecord.person_id)
        .where(ShareRecord.share_id == share.id)
        .group_by(*columns)
    )
    return [_Group(facts_of(row[:-2]), row[-2], row[-1]) for row in work.session.execute(query)]


def _mark(  # noqa: PLR0913, PLR0917 - what is marked, and as what
    work: WriteWork, share: Share, terms: Terms, group: _Group, verdict: RecordVerdict, left: int
) -> None:
    """Mark one group; what is marked already is left alone, since its smaller set may be another group's."""
    alike = select(PersonRecord.id).join(Person, Person.id == PersonRecord.person_id)
    alike = alike.where(has_facts(group.facts, terms.case_record))
    reason = verdict.left_out.rule if verdict.left_out else ""
    work.session.execute(
        update(ShareRecord)
        .where(
            ShareRecord.share_id == share.id,
            ShareRecord.field_set == group.field_set,
            ShareRecord.released.is_(None),
            ShareRecord.record_id.in_(alike),
        )
        .values(released=verdict.left_out is None, field_set=left, reason=reason)
        .execution_options(synchronize_session=False)
    )


def _mark_gone(work: WriteWork, share: Share) -> int:
    unmarked = update(ShareRecord).where(ShareRecord.share_id == share.id, ShareRecord.released.is_(None))
    query = unmarked.values(released=False, field_set=0, reason=GONE.rule)
    result: Any = work.session.execute(query.execution_options(synchronize_session=False))
    return int(result.rowcount)
