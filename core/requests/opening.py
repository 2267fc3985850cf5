"""Opening a request: its values come back from the very write that logs who saw them (C22, C23)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from core.audit.log import record
from core.audit.queries import LogQuery, entries
from core.db.unit_of_work import WriteWork
from core.people.tables import Reveal
from core.requests.addresses import address_on_file, name_on_file
from core.requests.case_shapes import Candidate, Case, LeakRow, OpenedAnswer
from core.requests.case_view import case
from core.requests.cases import confirmed_person, request_on_file
from core.requests.collected import CollectedSheet
from core.requests.collecting import answer_now, collected_of, keep_workbook, marks_of
from core.requests.history import case_history
from core.requests.leaks import Mark, around
from core.requests.rules import OPEN_FOR, Step, possible
from core.requests.tables import AccessRequest, FoundLeak
from core.requests.workbook import preview
from core.staff.roles import Permission, require

PURPOSE, OPENED = "access", "requests:request:opened"
LATEST = 20
"""Entries of one opening, one for each time that somebody new is shown."""


def open_case(work: WriteWork, request_id: int) -> Case:
    """Show a request unmasked; the log and a reveal of each person shown keep who looked.

    An opening holds for half an hour: to show the case again until then is no other opening, but for people
    who were not shown yet.
    """
    require(work, Permission.PREPARE_REQUESTS)
    hidden, request = case(work, request_id), request_on_file(work, request_id)
    whose = request.person_id or request.matched_person_id
    shown = [whose] if whose else [one.person_id for one in hidden.candidates]
    opened_at = _opened_at(work, request)
    new = [one for one in shown if opened_at is None or one not in _seen(work, request, opened_at)]
    if new or opened_at is None:
        _reveal(work, request, new)
        record(work, OPENED, ("request", request.id), people=new)
    return replace(_unmasked(work, hidden, request, whose), open_until=(opened_at or work.now) + OPEN_FOR)


def open_answer(work: WriteWork, request_id: int) -> OpenedAnswer:
    """Show the workbook as the person will see it, with the SHA-256 that `review` and `release` ask for.

    Raises WrongState before it was collected. A workbook that is no longer what would be sent, because the
    name or address on file changed, is made again and asks for a new review.
    """
    require(work, Permission.PREPARE_REQUESTS)
    request = request_on_file(work, request_id)
    collected = collected_of(request)
    asked, workbook = answer_now(work, request)
    if possible(Step.REVIEW, request.state, request.kind):
        keep_workbook(request, workbook)
    _reveal(work, request, [confirmed_person(request)])
    record(work, "requests:answer:opened", ("request", request.id), sha256=request.workbook_sha256)
    return OpenedAnswer(
        request.id, request.workbook_sha256, preview(asked, collected, marks_of(work, request_id))
    )


def _opened_at(work: WriteWork, request: AccessRequest) -> datetime | None:
    """Return when the opening began that still holds for who asks; None where there is none."""
    mine = LogQuery(action=OPENED, actor=work.actor.id, subject=("request", request.id))
    lately = [one.at for one in entries(mine).first(work, LATEST) if one.at > work.now - OPEN_FOR]
    return min(lately, default=None)


def _seen(work: WriteWork, request: AccessRequest, since: datetime) -> set[int]:
    """Return whom the reader saw with this request since then."""
    where = (Reveal.staff_id == work.actor.id, Reveal.reason == _about(request), Reveal.at >= since)
    return set(work.session.scalars(select(Reveal.person_id).where(*where)))


def _about(request: AccessRequest) -> str:
    return f"request {request.id}"


def _unmasked(work: WriteWork, hidden: Case, one: AccessRequest, whose: int | None) -> Case:
    return replace(
        hidden,
        opened=True,
        history=case_history(work, one.id),
        from_name=one.from_name,
        from_address=one.from_address,
        reply_to=one.reply_to,
        subject=one.subject,
        body=one.body,
        name_on_file=name_on_file(work, whose) if whose else "",
        address_on_file=address_on_file(work, whose, one.from_address)
        if hidden.address_on_file and whose
        else "",
        confirmed_how=one.confirmed_how,
        refused_why=one.refused_why,
        candidates=tuple(_candidate(work, found, one) for found in hidden.candidates),
        leaks=_leaks(work, hidden, one),
    )


def _candidate(work: WriteWork, found: Candidate, request: AccessRequest) -> Candidate:
    address = address_on_file(work, found.person_id, request.from_address) if found.address else ""
    return replace(found, name=name_on_file(work, found.person_id), address=address)


def _leaks(work: WriteWork, hidden: Case, request: AccessRequest) -> tuple[LeakRow, ...]:
    if not hidden.leaks:
        return ()
    texts = {sheet.source: sheet for sheet in collected_of(request).sheets}
    kept = {
        one.id: one
        for one in work.session.scalars(select(FoundLeak).where(FoundLeak.request_id == request.id))
    }
    return tuple(_leak(row, kept[row.id], texts[kept[row.id].sheet]) for row in hidden.leaks)


def _leak(row: LeakRow, kept: FoundLeak, sheet: CollectedSheet) -> LeakRow:
    at = [column.title for column in sheet.columns].index(kept.column)
    mark = Mark(kept.row, kept.column, kept.start, kept.end, kept.kind)
    before, text, after = around(str(sheet.rows[kept.row][at]), mark)
    return replace(row, before=before, text=text, after=after, reason=kept.reason)


def _reveal(work: WriteWork, request: AccessRequest, people: Iterable[int]) -> None:
    """Keep with each person shown that a staff member saw their values; the person is told of it (C25)."""
    work.session.add_all(
        Reveal(person_id=one, staff_id=work.actor.id, at=work.now, purpose=PURPOSE, reason=_about(request))
        for one in people
    )
