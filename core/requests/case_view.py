"""One request whole, as staff see it: masked, or opened once that is in the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.errors import WrongState
from core.mail.outbox import LetterRow, letters_about
from core.people.rules import masked, masked_email, masked_name
from core.requests.addresses import address_on_file, name_on_file
from core.requests.cases import request_on_file
from core.requests.collected import Collected, read_collected
from core.requests.collecting import asked_of, marks_of
from core.requests.leaks import Mark, around
from core.requests.rules import Step, possible
from core.requests.sources import BY_KEY
from core.requests.tables import AccessRequest, FoundLeak, SearchedSource
from core.requests.workbook import PreviewSheet, preview
from core.staff.accounts import staff_names
from core.staff.roles import Permission, require


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
class Case:
    """One request. `opened` says whether names, addresses and texts stand in it unmasked."""

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
    sources: tuple[SourceCount, ...]
    leaks: tuple[LeakRow, ...]
    letters: tuple[LetterRow, ...]
    steps: frozenset[str]
    version: int
    opened: bool

    @property
    def open_leaks(self) -> tuple[LeakRow, ...]:
        """The leaks that wait to be settled."""
        return tuple(leak for leak in self.leaks if not leak.settled)


def case(work: Work, request_id: int) -> Case:
    """Read a request with every personal value masked."""
    require(work, Permission.REQUESTS)
    return _read(work, request_id, opened=False)


def opened_case(work: Work, request_id: int) -> Case:
    """Read a request unmasked; `actions.open_request` has logged that before (C22)."""
    require(work, Permission.PREPARE_REQUESTS)
    return _read(work, request_id, opened=True)


def answer_preview(work: Work, request_id: int) -> tuple[PreviewSheet, ...]:
    """Read the workbook as the person will see it; empty before it was collected."""
    require(work, Permission.PREPARE_REQUESTS)
    request = request_on_file(work, request_id)
    if request.collected is None:
        return ()
    return preview(asked_of(work, request), read_collected(request.collected), marks_of(work, request_id))


def _read(work: Work, request_id: int, *, opened: bool) -> Case:
    one = request_on_file(work, request_id)
    names = staff_names(work)
    whose = one.person_id or one.matched_person_id
    name, address = (name_on_file(work, whose), _address(work, one, whose)) if whose else ("", "")
    show_name, show_mail, show = (str, str, str) if opened else (masked_name, masked_email, masked)
    return Case(
        id=one.id, kind=one.kind, state=one.state.value, received_at=one.received_at, due_at=one.due_at,
        sender=one.sender, name_match=one.name_match, address_match=one.address_match,
        findings=tuple(one.findings), from_name=show_name(one.from_name),
        from_address=show_mail(one.from_address), reply_to=show_mail(one.reply_to), subject=show(one.subject),
        body=show(one.body), person_id=one.person_id, matched_person_id=one.matched_person_id,
        name_on_file=show_name(name), address_on_file=show_mail(address),
        confirmed_by=names.get(one.confirmed_by or 0, ""), confirmed_at=one.confirmed_at,
        confirmed_how=show(one.confirmed_how), refused_why=show(one.refused_why),
        reviewed_by=names.get(one.reviewed_by or 0, ""), sha256=one.workbook_sha256,
        released_at=one.released_at, sources=_sources(work, request_id),
        leaks=_leaks(work, one, opened=opened), letters=tuple(letters_about(work, "request", request_id)),
        steps=frozenset(step.name.lower() for step in Step if possible(step, one.state, one.kind)),
        version=one.version, opened=opened,
    )  # fmt: skip


def _address(work: Work, request: AccessRequest, person_id: int) -> str:
    try:
        return address_on_file(work, person_id, request.from_address)
    except WrongState:
        return ""


def _sources(work: Work, request_id: int) -> tuple[SourceCount, ...]:
    query = select(SearchedSource.source, SearchedSource.hits).where(SearchedSource.request_id == request_id)
    found = work.session.execute(query.order_by(SearchedSource.place)).all()
    return tuple(SourceCount(source, _title(source), hits) for source, hits in found)


def _title(source: str) -> str:
    return BY_KEY[source].title if source in BY_KEY else source


def _leaks(work: Work, request: AccessRequest, *, opened: bool) -> tuple[LeakRow, ...]:
    if request.collected is None:
        return ()
    collected = read_collected(request.collected)
    query = select(FoundLeak).where(FoundLeak.request_id == request.id).order_by(FoundLeak.id)
    return tuple(_leak_row(one, collected, opened=opened) for one in work.session.scalars(query))


def _leak_row(one: FoundLeak, collected: Collected, *, opened: bool) -> LeakRow:
    mark = Mark(one.row, one.column, one.start, one.end, one.kind)
    before, text, after = around(_text_at(collected, one), mark) if opened else ("", masked("x"), "")
    where = (one.id, _title(one.sheet), one.row + 2, one.column, one.kind)
    return LeakRow(*where, before, text, after, one.settled, one.reason)


def _text_at(collected: Collected, one: FoundLeak) -> str:
    sheet = next(sheet for sheet in collected.sheets if sheet.source == one.sheet)
    at = [column.title for column in sheet.columns].index(one.column)
    return str(sheet.rows[one.row][at])
