"""One request as staff see it: the shapes that the reads and the opening give."""

from dataclasses import dataclass
from datetime import datetime

from core.mail.outbox import LetterRow
from core.requests.collected import Residue
from core.requests.history import CaseEvent
from core.requests.workbook import PreviewSheet


@dataclass(frozen=True)
class SourceCount:
    """One place that was searched, and the rows found in it; zero too."""

    source: str
    title: str
    hits: int


@dataclass(frozen=True)
class LeakRow:
    """Something of another person in the answer: where, what, and how it was settled."""

    id: int
    sheet: str
    line: int
    column: str
    kind: str
    before: str
    text: str
    after: str
    settled: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """Somebody on file whom a message fits as well as it fits another; an officer chooses (C25)."""

    person_id: int
    name: str
    address: str
    name_match: str
    address_match: str


@dataclass(frozen=True)
class Case:
    """One request. `opened` says whether names, addresses and texts stand in it unmasked.

    `open_until` is when it closes to the reader again.
    `residue` is what was found and stays out of the answer; `candidates` are filled while nobody is chosen.
    """

    id: int
    kind: str
    state: str
    received_at: datetime
    due_at: datetime
    sender: str
    name_match: str
    address_match: str
    findings: tuple[str, ...]
    from_name: str
    from_address: str
    reply_to: str
    subject: str
    body: str
    person_id: int | None
    matched_person_id: int | None
    name_on_file: str
    address_on_file: str
    confirmed_by: str
    confirmed_at: datetime | None
    confirmed_how: str
    refused_why: str
    reviewed_by: str
    sha256: str
    released_at: datetime | None
    candidates: tuple[Candidate, ...]
    sources: tuple[SourceCount, ...]
    leaks: tuple[LeakRow, ...]
    residue: tuple[Residue, ...]
    letters: tuple[LetterRow, ...]
    history: tuple[CaseEvent, ...]
    steps: frozenset[str]
    version: int
    opened: bool
    open_until: datetime | None = None

    @property
    def open_leaks(self) -> tuple[LeakRow, ...]:
        """The leaks that wait to be settled."""
        return tuple(leak for leak in self.leaks if not leak.settled)


@dataclass(frozen=True)
class OpenedAnswer:
    """The workbook as the person will see it; `sha256` (hex) is what reviewing and releasing ask for."""

    request_id: int
    sha256: str
    sheets: tuple[PreviewSheet, ...]


@dataclass(frozen=True)
class SheetOutline:
    """A sheet of the answer without its values."""

    name: str
    rows: int
