"""Collecting an answer and settling what it holds of other people."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import delete, select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput, NotFound, WrongState
from core.progress import Progress
from core.requests.addresses import address_on_file, name_on_file
from core.requests.cases import confirmed_person, move_on, request_for
from core.requests.collected import Collected, read_collected
from core.requests.leaks import Mark, find_leaks
from core.requests.rules import Step
from core.requests.searching import search
from core.requests.source import Subject
from core.requests.sources import subject_of
from core.requests.tables import AccessRequest, FoundLeak, SearchedSource
from core.requests.workbook import Asked, render
from core.staff.roles import Permission, require

MASKED = "masked"
RELEASED = "released"
SHARED = "Other people on file share an address with this person"


def collect(work: WriteWork, request_id: int, progress: Progress | None = None) -> Changes:
    """Search every source, keep what was found as it stands now, and make the workbook of it (C25).

    Everything found of other people starts out masked and waits to be settled. Collecting again starts over.
    """
    require(work, Permission.PREPARE_REQUESTS)
    request = request_for(work, request_id, Step.COLLECT)
    subject = subject_of(work, confirmed_person(request), request.id)
    collected = search(work, subject, progress)
    _keep_counts(work, request, collected)
    leaks = find_leaks(work, subject, collected)
    _keep_leaks(work, request, leaks)
    request.collected = collected.as_json()
    request.findings = [*_lasting(request.findings), *_about_shared_addresses(subject, collected)]
    move_on(request, Step.COLLECT)
    _renew_workbook(work, request)
    about, digest = ("request", request.id), request.workbook_sha256
    hits = dict(collected.hits)
    record(work, "requests:request:collected", about, sources=hits, leaks=len(leaks), sha256=digest)
    return changed(_collected_words(collected, len(leaks)), "request", [request.id])


def mask_leaks(work: WriteWork, request_id: int, leak_ids: Iterable[int]) -> Changes:
    """Settle leaks as proposed: they stay masked in the workbook (C22)."""
    require(work, Permission.PREPARE_REQUESTS)
    return _settle(work, request_id, sorted(set(leak_ids)), MASKED, "")


def release_leak(work: WriteWork, request_id: int, leak_id: int, reason: str) -> Changes:
    """Let one stretch stand unmasked in the answer, for a reason that is kept (C22)."""
    require(work, Permission.ANSWER_REQUESTS)
    if not reason.strip():
        raise BadInput("Say why another person's data may be given here.")
    return _settle(work, request_id, [leak_id], RELEASED, reason.strip())


def open_leaks(work: Work, request_id: int) -> list[int]:
    """Return the ids of the leaks that nobody settled yet."""
    require(work, Permission.REQUESTS)
    where = (FoundLeak.request_id == request_id, FoundLeak.settled == "")
    return list(work.session.scalars(select(FoundLeak.id).where(*where).order_by(FoundLeak.id)))


def marks_of(work: WriteWork, request_id: int) -> Mapping[str, Sequence[Mark]]:
    """Return by source what is masked in the answer: all that is not released with a reason."""
    require(work, Permission.PREPARE_REQUESTS)
    where = (FoundLeak.request_id == request_id, FoundLeak.settled != RELEASED)
    marks: dict[str, list[Mark]] = {}
    for one in work.session.scalars(select(FoundLeak).where(*where).order_by(FoundLeak.id)):
        mark = Mark(one.row, one.column, one.start, one.end, one.kind)
        marks.setdefault(one.sheet, []).append(mark)
    return marks


def collected_of(request: AccessRequest) -> Collected:
    """Return what was found for a request; raises WrongState before it was collected."""
    if request.collected is None:
        raise WrongState("Collect the answer first.")
    return read_collected(request.collected)


def answer_now(work: WriteWork, request: AccessRequest) -> tuple[Asked, bytes]:
    """Return what the cover says and the workbook, as they would be sent now.

    The rows are those that were collected; the name and the address are those on file today.
    """
    person_id = confirmed_person(request)
    address = address_on_file(work, person_id, request.from_address)
    asked = Asked(request.id, name_on_file(work, person_id), address, request.received_at)
    return asked, render(asked, collected_of(request), marks_of(work, request.id))


def keep_workbook(request: AccessRequest, workbook: bytes) -> None:
    """Keep another workbook as the answer; whoever reviewed the last one has not seen this one."""
    digest = sha256(workbook).hexdigest()
    if digest != request.workbook_sha256:
        request.workbook, request.workbook_sha256 = workbook, digest
        request.reviewed_by, request.reviewed_at = None, None


def _settle(work: WriteWork, request_id: int, leak_ids: Sequence[int], outcome: str, reason: str) -> Changes:
    request = request_for(work, request_id, Step.SETTLE)
    for leak in _leaks(work, request_id, leak_ids):
        leak.settled, leak.reason, leak.settled_by = outcome, reason, work.actor.id
    work.session.flush()
    move_on(request, Step.SETTLE)
    _renew_workbook(work, request)
    digest = request.workbook_sha256
    record(work, f"requests:leak:{outcome}", ("request", request_id), leaks=list(leak_ids), sha256=digest)
    return changed(_settled_words(outcome, leak_ids, open_leaks(work, request_id)), "request", [request_id])


def _leaks(work: WriteWork, request_id: int, leak_ids: Sequence[int]) -> list[FoundLeak]:
    where = (FoundLeak.request_id == request_id, FoundLeak.id.in_(leak_ids))
    found = list(work.session.scalars(select(FoundLeak).where(*where)))
    if not leak_ids or len(found) != len(leak_ids):
        raise NotFound("This request has no such finding; collect again and look at its list.")
    return found


def _keep_counts(work: WriteWork, request: AccessRequest, collected: Collected) -> None:
    work.session.execute(delete(SearchedSource).where(SearchedSource.request_id == request.id))
    work.session.add_all(
        SearchedSource(
            request_id=request.id,
            source=sheet.source,
            place=place,
            hits=len(sheet.rows),
            searched_at=work.now,
        )
        for place, sheet in enumerate(collected.sheets)
    )


def _keep_leaks(work: WriteWork, request: AccessRequest, leaks: Iterable[tuple[str, Mark]]) -> None:
    work.session.execute(delete(FoundLeak).where(FoundLeak.request_id == request.id))
    work.session.add_all(
        FoundLeak(request_id=request.id, sheet=source, **vars(mark)) for source, mark in leaks
    )
    work.session.flush()


def _lasting(findings: Iterable[str]) -> list[str]:
    return [one for one in findings if not one.startswith(SHARED)]


def _about_shared_addresses(subject: Subject, collected: Collected) -> list[str]:
    if not subject.shared:
        return []
    rows = sum(one.count for one in collected.left_out)
    left = f"{rows:,} row{'s' * (rows != 1)} left out" if rows else "none was found"
    return [f"{SHARED}: rows that name only this address may be theirs and stay out of the answer; {left}."]


def _renew_workbook(work: WriteWork, request: AccessRequest) -> None:
    request.reviewed_by, request.reviewed_at = None, None
    keep_workbook(request, answer_now(work, request)[1])


def _collected_words(collected: Collected, leaks: int) -> str:
    hits = collected.hits
    rows = sum(hits.values())
    empty = sum(not found for found in hits.values())
    searched = f"Searched {len(hits)} places: {rows:,} row{'s' * (rows != 1)}, nothing in {empty} of them."
    return f"{searched} {leaks:,} finding{'s' * (leaks != 1)} to settle." if leaks else searched


def _settled_words(outcome: str, settled: Sequence[int], left: Sequence[int]) -> str:
    done = f"{len(settled):,} finding{'s' * (len(settled) != 1)} {outcome}"
    return f"{done}; {len(left):,} left to settle." if left else f"{done}; all are settled."
