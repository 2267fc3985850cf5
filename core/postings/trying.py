"""What would become of incoming postings and messages: told from reads alone, one batch after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.db.unit_of_work import Work
from core.people.arrival import Arrival, Outcome
from core.postings.arrival import IncomingPosting, on_file, outcome_of
from core.postings.tables import Kind


@dataclass(frozen=True)
class _Words:
    digest: str
    arrival: Arrival


class PostingsTrial:
    """Tells what would become of postings, remembering those whose id comes again (`repeats`)."""

    def __init__(self, kind: Kind, repeats: Callable[[str], bool]) -> None:
        self._kind, self._repeats = kind, repeats
        self._met: dict[str, _Words] = {}

    def place(self, work: Work, incoming: Sequence[IncomingPosting]) -> list[Outcome]:
        """Return one outcome a posting, in order."""
        there = on_file(work, self._kind, incoming)
        outcomes = []
        for one in incoming:
            what = outcome_of(self._met.get(one.external_id) or there.get(one.external_id), one)
            if self._repeats(one.external_id) and what is not Outcome.KNOWN:
                self._met[one.external_id] = _Words(one.digest, one.arrival)
            outcomes.append(what)
        return outcomes
