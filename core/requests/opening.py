"""Opening a request: its values come back from the very write that logs who saw them (C22, C23)."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from core.audit.log import record
from core.db.unit_of_work import WriteWork
from core.people.tables import Reveal
from core.requests.addresses import address_on_file, name_on_file
from core.requests.case_shapes import Candidate, Case, LeakRow, OpenedAnswer
from core.requests.case_view import case
from core.requests.cases import confirmed_person, request_on_file
from core.requests.collected import CollectedSheet
from core.requests.collecting import answer_now, collected_of, keep_workbook, marks_of
from core.requests.leaks import Mark, around
from core.requests.rules import Step, possible
from core.requests.tables import AccessRequest, FoundLeak
from core.requests.workbook import preview
from core.staff.roles import Permission, require

PURPOSE = "access"


def open_case(work: WriteWork, request_id: int) -> Case:
    """Show a request unmasked; the log and a reveal of each person shown keep who looked."""
    require(work, Permission.PREPARE_REQUESTS)
    hidden, request = case(work, request_id), request_on_file(work, request_id)
    whose = request.person_id or request.matched_person_id
    shown = [whose] if whose else [one.person_id for one in hidden.candidates]
    _reveal(work, request, shown)
    record(work, "requests:request:opened", ("request", request.id), people=shown)
    return _unmasked(work, hidden, request, whose)


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


def _unmasked(work: WriteWork, hidden: Case, one: AccessRequest, whose: int | None) -> Case:
    return replace(
        hidden,
        opened=True,
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
    about = f"request {request.id}"
    work.session.add_all(
        Reveal(person_id=one, staff_id=work.actor.id, at=work.now, purpose=PURPOSE, reason=about)
        for one in people
    )
