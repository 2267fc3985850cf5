"""What would become of incoming records: told from reads alone, one batch after the other."""

from collections.abc import Callable, Iterable, Sequence

from core.db.unit_of_work import Work
from core.people.arrival import (
    IncomingRecord,
    Outcome,
    Placed,
    Standing,
    records_by_key,
    standing,
    verdict,
)
from core.people.recognition import Given, Recognition, given_by
from core.people.rules import email_key


class RecordsTrial:
    """Tells what would become of records, remembering those whose id comes again (`repeats`)."""

    def __init__(self, repeats: Callable[[str], bool]) -> None:
        self._repeats = repeats
        self._met: dict[tuple[str, str], Standing] = {}

    def place(self, work: Work, incoming: Sequence[IncomingRecord]) -> list[Placed]:
        """Return one outcome a record, in order."""
        on_file = records_by_key(work, incoming)
        placed = []
        for one in incoming:
            key = (one.source, one.external_id)
            there = self._met.get(key) or standing(work, on_file.get(key))
            what = verdict(there, one, work.now)
            if self._repeats(one.external_id) and what.outcome in {Outcome.STORED, Outcome.UPDATED}:
                self._met[key] = _standing_then(work, there, one)
            placed.append(what)
        return placed


def _standing_then(work: Work, there: Standing | None, one: IncomingRecord) -> Standing:
    """Return how the record would stand, read in full: the next batch has another view of the desk."""
    others = tuple(there.others() if there else _given_by_whom_it_means(work, one))
    own = (email_key(one.email), one.full_name)
    version = one.policy_version
    return Standing(one.digest, version, one.arrival, own, lambda: others)


def _given_by_whom_it_means(work: Work, one: IncomingRecord) -> Iterable[Given]:
    person = Recognition(work, [one.email]).meant(one.email, one.full_name)
    return given_by(work, person.id) if person else ()
