"""Storing contest entries; what the person gave is a record of the contest's origin (C19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.contests.tables import Contest, ContestKind, Entry, EntryState
from core.db.unit_of_work import WriteWork
from core.people.arrival import IncomingRecord, Outcome, Placed, RecordsDesk


@dataclass(frozen=True)
class IncomingEntry:
    """One entry as the site's file gives it."""

    entrant: IncomingRecord
    contest: str
    kind: ContestKind
    answer: str
    demographics: Mapping[str, str]
    entered_at: datetime


def take_in_entries(work: WriteWork, incoming: Sequence[IncomingEntry]) -> list[Placed]:
    """Store a batch of entries, and the contests they name. One outcome a row, in order."""
    entrants = RecordsDesk(work, [one.entrant for one in incoming])
    contests = {one.name: one for one in work.session.scalars(select(Contest))}
    ids = [one.entrant.external_id for one in incoming]
    known = {
        one.external_id: one for one in work.session.scalars(select(Entry).where(Entry.external_id.in_(ids)))
    }
    return [_take_in(work, entrants, contests, known, one) for one in incoming]


def _take_in(
    work: WriteWork,
    entrants: RecordsDesk,
    contests: dict[str, Contest],
    known: dict[str, Entry],
    one: IncomingEntry,
) -> Placed:
    placed = entrants.place(one.entrant)
    if placed.outcome in {Outcome.REFUSED, Outcome.KNOWN}:
        return placed
    contest = _contest(work, contests, one)
    entry = known.get(one.entrant.external_id)
    if entry is None:
        entry = Entry(external_id=one.entrant.external_id, state=EntryState.ENTERED, version=0)
        entry.person_id, entry.record_id = placed.person_id, placed.record_id
        known[entry.external_id] = entry
        work.session.add(entry)
    entry.contest_id = contest.id
    entry.answer, entry.demographics = one.answer, dict(one.demographics)
    entry.entered_at, entry.digest = one.entered_at, one.entrant.digest
    entry.version += 1
    return placed


def _contest(work: WriteWork, contests: dict[str, Contest], one: IncomingEntry) -> Contest:
    contest = contests.get(one.contest)
    if contest is None:
        contest = Contest(name=one.contest, kind=one.kind)
        work.session.add(contest)
        work.session.flush()
        contests[one.contest] = contest
    contest.first_entry_at = min(contest.first_entry_at or one.entered_at, one.entered_at)
    contest.last_entry_at = max(contest.last_entry_at or one.entered_at, one.entered_at)
    return contest
