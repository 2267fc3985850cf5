"""Trying a file: what would happen, told from reads alone; nothing is stored and nobody waits for it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.contacts.arrival import IncomingContact
from core.contests.arrival import IncomingEntry
from core.db.unit_of_work import Work
from core.desk import Desk
from core.intake.again import runs_of_file
from core.intake.mapping import ColumnMapping
from core.intake.placing import Counts, counted, read_batch, refused_at_last
from core.intake.quarantine import would_wait
from core.intake.refusals import RowRefusedError
from core.intake.rows import id_of
from core.intake.runs import batches_of, check_may_begin, open_file, surroundings
from core.intake.shapes import Kind
from core.landing import file_sha256
from core.people.arrival import Placed
from core.people.trying import RecordsTrial
from core.postings.tables import Kind as PostingKind
from core.postings.trying import PostingsTrial
from core.progress import Progress
from core.sheets.reading import SourceRow, SourceRows

Repeats = Callable[[str], bool]
Place = Callable[[Work, Sequence[Any]], list[Placed]]


def try_file(
    desk: Desk,
    path: Path,
    kind: Kind,
    told: Path | ColumnMapping | None = None,
    progress: Progress | None = None,
) -> Counts:
    """Count what taking this file in would do; each batch is a read of its own.

    Raises what `take_in_file` does.
    """
    progress = progress or Progress()
    rows, mapping = open_file(path, kind, told, progress)
    sha256 = file_sha256(path)
    with desk.read() as work:
        check_may_begin(work, mapping)
        runs = runs_of_file(work, sha256, mapping)
    total, repeats = _look_through(rows, mapping)
    place, counts = TRIALS[mapping.kind](repeats), Counts()
    for batch in batches_of(rows):
        with desk.read() as work:
            taken, refused = read_batch(runs, mapping, batch, surroundings(work))
            outcomes = place(work, [one for _, one in taken])
            refused += refused_at_last(taken, outcomes)
            counts = counts.plus(counted(outcomes, refused, would_wait(work, mapping, refused)))
        progress.at(counts.read, total, doing=f"Trying {path.name}")
    return counts


def _look_through(rows: SourceRows, mapping: ColumnMapping) -> tuple[int, Repeats]:
    """Count a file's rows, and tell which ids stand there more than once: what one does, the next one meets.

    An id is kept as its hash: two that share one are only remembered for nothing.
    """
    total, met, again = 0, set[int](), set[int]()
    for total, row in enumerate(rows, 1):  # noqa: B007  # the last number is how many there are
        one = hash(_id(row, mapping))
        (again if one in met else met).add(one)
    return total, lambda given: hash(given) in again


def _id(row: SourceRow, mapping: ColumnMapping) -> str:
    try:
        return "" if row.problem else id_of(row.values, mapping)
    except RowRefusedError:
        return ""


def _people(repeats: Repeats) -> Place:
    return RecordsTrial(repeats).place


def _contacts(repeats: Repeats) -> Place:
    records = RecordsTrial(repeats)

    def place(work: Work, incoming: Sequence[IncomingContact]) -> list[Placed]:
        return records.place(work, [one.sender for one in incoming])

    return place


def _contests(repeats: Repeats) -> Place:
    records = RecordsTrial(repeats)

    def place(work: Work, incoming: Sequence[IncomingEntry]) -> list[Placed]:
        return records.place(work, [one.entrant for one in incoming])

    return place


def _postings(kind: PostingKind) -> Callable[[Repeats], Place]:
    def trial(repeats: Repeats) -> Place:
        postings = PostingsTrial(kind, repeats)
        return lambda work, incoming: [Placed(one) for one in postings.place(work, incoming)]

    return trial


TRIALS: Mapping[Kind, Callable[[Repeats], Place]] = {
    Kind.PEOPLE: _people,
    Kind.CONTACTS: _contacts,
    Kind.CONTESTS: _contests,
    Kind.POSTINGS: _postings(PostingKind.POSTING),
    Kind.MESSAGES: _postings(PostingKind.MESSAGE),
}
