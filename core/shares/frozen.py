"""The frozen records of an approved share, judged again under today's facts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import func, select, update

from core.db.paging import ASKED
from core.db.unit_of_work import Work, WriteWork
from core.people.tables import Person, PersonRecord
from core.shares.evaluation import bits, judge_all, named
from core.shares.selecting import fact_columns, facts_of
from core.shares.tables import Share, ShareRecord
from core.shares.verdicts import GONE, Reason, RecordFacts, RecordVerdict, Terms

FACTS = 5


@dataclass(frozen=True)
class Release:
    """What may still go: how many records, which fields of the share at all, and who was removed why.

    Two releases are equal when every record that is there is judged alike in both.
    """

    terms: Terms
    records: int
    fields: tuple[str, ...]
    removed: Mapping[Reason, int]
    verdicts: Mapping[RecordFacts, RecordVerdict]


@dataclass
class Passage:
    """What went by while the released records were read: a digest over it, and what became of each record."""

    digest: Any = field(default_factory=sha256)
    became: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    """Records by the set of fields that goes and, where none does, the rule that keeps them."""


def judge_again(work: Work, share: Share, terms: Terms) -> Release:
    """Judge what was frozen under today's facts; a set of fields only shrinks, and no record is added."""
    groups = _groups(work, share, terms)
    counted: Counter[RecordFacts] = Counter()
    for facts, _, number in groups:
        counted[facts] += number
    verdicts = {facts: verdict for facts, _, verdict in judge_all(work, terms, counted)}
    released, seen_fields, removed = 0, 0, Counter[Reason]()
    for facts, approved, number in groups:
        if why := verdicts[facts].left_out:
            removed[why] += number
        else:
            released += number
            seen_fields |= approved & bits(terms.fields, verdicts[facts].released)
    removed[GONE] += _frozen(work, share) - counted.total()
    return Release(terms, released, named(terms.fields, seen_fields), +removed, verdicts)


def released_rows(work: Work, share: Share, release: Release, passage: Passage) -> Iterator[list[Any]]:
    """Stream the released records in order: the values of these fields, blank where one may not go."""
    places = [share.fields.index(name) for name in release.fields]
    sets = {facts: bits(release.terms.fields, one.released) for facts, one in release.verdicts.items()}
    for record_id, approved, *rest in _judged_rows(work, share, release):
        facts, values = facts_of(rest[:FACTS]), rest[FACTS:]
        why = release.verdicts[facts].left_out
        left = 0 if why else approved & sets[facts]
        passage.became[left, why.rule if why else ""].append(record_id)
        if why is None:
            row = [one if left >> place & 1 else None for place, one in zip(places, values, strict=True)]
            passage.digest.update(repr((record_id, row)).encode())
            yield row


def mark(work: WriteWork, share: Share, passage: Passage) -> None:
    """Keep for each frozen record what became of it."""
    for (left, rule), records in passage.became.items():
        values = {"released": not rule, "field_set": left, "reason": rule}
        ids = iter(records)
        while some := list(islice(ids, ASKED)):
            _update(work, share, values, ShareRecord.record_id.in_(some))
    _update(work, share, {"released": False, "field_set": 0, "reason": GONE.rule})


def take_back_marks(work: WriteWork, share: Share) -> int:
    """Have the frozen records stand as they were approved; returns how many there are."""
    everything = update(ShareRecord).where(ShareRecord.share_id == share.id)
    query = everything.values(released=None, field_set=ShareRecord.approved_set, reason="")
    work.session.execute(query.execution_options(synchronize_session=False))
    return _frozen(work, share)


def _judged_rows(work: Work, share: Share, release: Release) -> Iterator[Any]:
    values = [getattr(PersonRecord, name) for name in release.fields]
    columns = (ShareRecord.record_id, ShareRecord.approved_set, *fact_columns(release.terms.case_record))
    query = (
        select(*columns, *values)
        .join(PersonRecord, PersonRecord.id == ShareRecord.record_id)
        .join(Person, Person.id == PersonRecord.person_id)
        .where(ShareRecord.share_id == share.id)
        .order_by(ShareRecord.record_id)
        .execution_options(yield_per=1000)
    )
    yield from work.session.execute(query)


def _groups(work: Work, share: Share, terms: Terms) -> list[tuple[RecordFacts, int, int]]:
    """Count the frozen records that are alike in every fact and in the fields approved for them."""
    columns = (*fact_columns(terms.case_record), ShareRecord.approved_set)
    query = (
        select(*columns, func.count())
        .select_from(ShareRecord)
        .join(PersonRecord, PersonRecord.id == ShareRecord.record_id)
        .join(Person, Person.id == PersonRecord.person_id)
        .where(ShareRecord.share_id == share.id)
        .group_by(*columns)
    )
    return [(facts_of(row[:FACTS]), row[-2], row[-1]) for row in work.session.execute(query)]


def _frozen(work: Work, share: Share) -> int:
    query = select(func.count()).select_from(ShareRecord).where(ShareRecord.share_id == share.id)
    return work.session.scalar(query) or 0


def _update(work: WriteWork, share: Share, values: Mapping[str, Any], *where: Any) -> None:
    """Mark records; one that is marked already is left alone."""
    unmarked = (ShareRecord.share_id == share.id, ShareRecord.released.is_(None))
    query = update(ShareRecord).where(*unmarked, *where).values(**values)
    work.session.execute(query.execution_options(synchronize_session=False))
