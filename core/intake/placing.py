"""Placing a batch: each row is stored, updated, known, or in quarantine with its reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.contacts.arrival import take_in_contacts
from core.contests.arrival import take_in_entries
from core.db.unit_of_work import WriteWork
from core.errors import DeskError
from core.intake.again import FileRuns
from core.intake.mapping import ColumnMapping
from core.intake.quarantine import Refused, quarantine, settle_what_came_again
from core.intake.refusals import RowRefusedError
from core.intake.rows import Surroundings, incoming
from core.intake.shapes import Kind
from core.intake.stating import SOURCES, stated
from core.people.arrival import IncomingRecord, Outcome, Placed, RecordsDesk
from core.people.heeding import heed
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind as PostingKind
from core.sheets.reading import SourceRow


@dataclass(frozen=True)
class Counts:
    """How many rows were read, and what became of them."""

    read: int = 0
    stored: int = 0
    updated: int = 0
    known: int = 0
    quarantined: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Add two counts."""
        mine, theirs = self.as_dict(), other.as_dict()
        return Counts(**{name: mine[name] + theirs[name] for name in mine})

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


def place(
    work: WriteWork, runs: FileRuns, mapping: ColumnMapping, batch: Sequence[SourceRow], around: Surroundings
) -> Counts:
    """Store what can be stored of a batch and put the rest in quarantine.

    An opt-out and an age under 13 that a quarantined row states hold at once; they do not wait with it.
    """
    taken, refused = read_batch(runs, mapping, batch, around)
    outcomes = PLACERS[mapping.kind](work, [one for _, one in taken])
    refused += refused_at_last(taken, outcomes)
    settle_what_came_again(work, runs, mapping, batch, refused)
    kept = quarantine(work, runs.run, mapping, refused)
    if mapping.kind in SOURCES:
        heed(work, [stated(one.row.values, mapping, around) for one in kept.fresh])
    return counted(outcomes, refused, kept.waiting)


def read_batch(
    runs: FileRuns, mapping: ColumnMapping, batch: Sequence[SourceRow], around: Surroundings
) -> tuple[list[tuple[SourceRow, Any]], list[Refused]]:
    """Read rows as the records they stand for; return these, and the rows that stand for none."""
    taken: list[tuple[SourceRow, Any]] = []
    refused: list[Refused] = []
    for row in batch:
        try:
            taken.append((row, _read(row, mapping, around.at(runs.arrival(row.number)))))
        except DeskError as error:
            refused.append(Refused(row, error.sentence, getattr(error, "clause", "")))
    return taken, refused


def refused_at_last(taken: Sequence[tuple[SourceRow, Any]], outcomes: Sequence[Placed]) -> list[Refused]:
    """Return the rows that could be read and are refused all the same."""
    pairs = zip(taken, outcomes, strict=True)
    return [
        Refused(row, placed.reason, placed.clause)
        for (row, _), placed in pairs
        if placed.outcome is Outcome.REFUSED
    ]


def counted(outcomes: Sequence[Placed], refused: Sequence[Refused], waiting: int) -> Counts:
    """Count a batch; a refused row that does not wait was settled before and is known."""
    tally = {kind: sum(one.outcome is kind for one in outcomes) for kind in Outcome}
    stored, updated = tally[Outcome.STORED], tally[Outcome.UPDATED]
    known = tally[Outcome.KNOWN] + len(refused) - waiting
    return Counts(stored + updated + known + waiting, stored, updated, known, waiting)


def _read(row: SourceRow, mapping: ColumnMapping, around: Surroundings) -> Any:
    if row.problem:
        raise RowRefusedError(row.problem)
    return incoming(row.values, mapping, around)


def _people(work: WriteWork, incoming: Sequence[IncomingRecord]) -> list[Placed]:
    records = RecordsDesk(work, incoming)
    return [records.place(one) for one in incoming]


def _postings(kind: PostingKind) -> Callable[[WriteWork, Sequence[Any]], list[Placed]]:
    def placer(work: WriteWork, incoming: Sequence[Any]) -> list[Placed]:
        taken = take_in(work, kind, incoming, live_screener())
        return [Placed(what, older=older) for what, older in zip(taken.outcomes, taken.older, strict=True)]

    return placer


PLACERS: Mapping[Kind, Callable[[WriteWork, Sequence[Any]], list[Placed]]] = {
    Kind.PEOPLE: _people,
    Kind.CONTACTS: take_in_contacts,
    Kind.CONTESTS: take_in_entries,
    Kind.POSTINGS: _postings(PostingKind.POSTING),
    Kind.MESSAGES: _postings(PostingKind.MESSAGE),
}
