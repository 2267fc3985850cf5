"""One request whole, as staff see it: every personal value masked (C22)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.mail.outbox import letters_about
from core.people.rules import masked_name
from core.requests.addresses import masked_address_on_file, masked_name_on_file
from core.requests.arrival import NOT_PROVEN
from core.requests.case_shapes import Candidate, Case, LeakRow, SheetOutline, SourceCount
from core.requests.cases import request_on_file
from core.requests.collected import Residue, read_collected
from core.requests.history import case_history
from core.requests.matching import candidates, grade_request
from core.requests.rules import OPEN, Step, possible
from core.requests.sources import staff_title, staff_words
from core.requests.tables import AccessRequest, FoundLeak, SearchedSource
from core.requests.workbook import outline
from core.staff.accounts import staff_names
from core.staff.roles import Permission, require
from core.text.masking import masked, masked_email

WITHHELD = "The policy does not release it (C25)."
PROVEN_OTHERWISE = "The message does not prove its sender; an officer confirmed it."
MASKED = "It is other people's and stays masked (C22)."


def case(work: Work, request_id: int) -> Case:
    """Read a request with every personal value masked; `opening.open_case` shows them, and logs that."""
    require(work, Permission.REQUESTS)
    one = request_on_file(work, request_id)
    names = staff_names(work)
    whose = one.person_id or one.matched_person_id
    return Case(
        id=one.id, kind=one.kind, state=one.state.value, received_at=one.received_at, due_at=one.due_at,
        sender=one.sender, name_match=one.name_match, address_match=one.address_match,
        findings=tuple(_findings(one)), from_name=masked_name(one.from_name),
        from_address=masked_email(one.from_address), reply_to=masked_email(one.reply_to),
        subject=masked(one.subject), body=masked(one.body), person_id=one.person_id,
        matched_person_id=one.matched_person_id,
        name_on_file=masked_name_on_file(work, whose) if whose else "",
        address_on_file=masked_address_on_file(work, whose, one.from_address) if whose else "",
        confirmed_by=names.get(one.confirmed_by or 0, ""), confirmed_at=one.confirmed_at,
        confirmed_how=masked(one.confirmed_how), refused_why=masked(one.refused_why),
        reviewed_by=names.get(one.reviewed_by or 0, ""), sha256=one.workbook_sha256,
        released_at=one.released_at, candidates=_candidates(work, one), sources=_sources(work, request_id),
        leaks=_leaks(work, request_id), residue=tuple(_residue(work, one)),
        letters=tuple(letters_about(work, "request", request_id)), history=case_history(work, request_id),
        steps=frozenset(step.name.lower() for step in Step if possible(step, one.state, one.kind)),
        version=one.version, opened=False,
    )  # fmt: skip


def answer_outline(work: Work, request_id: int) -> tuple[SheetOutline, ...]:
    """Read the answer's sheets without a value: their names and rows; empty before it was collected."""
    require(work, Permission.REQUESTS)
    request = request_on_file(work, request_id)
    if request.collected is None:
        return ()
    return tuple(SheetOutline(name, rows) for name, rows in outline(read_collected(request.collected)))


def _findings(request: AccessRequest) -> Iterator[str]:
    """Give what was found at receipt; what an officer has settled since is not asked for again."""
    for one in request.findings:
        yield PROVEN_OTHERWISE if one == NOT_PROVEN and request.confirmed_by else one


def _candidates(work: Work, request: AccessRequest) -> tuple[Candidate, ...]:
    if request.matched_person_id or request.person_id or request.state not in OPEN:
        return ()
    found = candidates(work, request.from_name, request.from_address)
    return tuple(_candidate(work, request, one) for one in found)


def _candidate(work: Work, request: AccessRequest, person_id: int) -> Candidate:
    grades = grade_request(work, request, person_id)
    name = masked_name_on_file(work, person_id)
    address = masked_address_on_file(work, person_id, request.from_address)
    return Candidate(person_id, name, address, grades.name.value, grades.address.value)


def _sources(work: Work, request_id: int) -> tuple[SourceCount, ...]:
    query = select(SearchedSource.source, SearchedSource.hits).where(SearchedSource.request_id == request_id)
    found = work.session.execute(query.order_by(SearchedSource.place)).all()
    return tuple(SourceCount(source, staff_title(source), hits) for source, hits in found)


def _leaks(work: Work, request_id: int) -> tuple[LeakRow, ...]:
    query = select(FoundLeak).where(FoundLeak.request_id == request_id).order_by(FoundLeak.id)
    return tuple(
        LeakRow(
            one.id, staff_title(one.sheet), one.row + 2, one.column, one.kind, "", masked("x"), "",
            one.settled, masked(one.reason),
        )
        for one in work.session.scalars(query)
    )  # fmt: skip


def _residue(work: Work, request: AccessRequest) -> Iterator[Residue]:
    """Give what was found and stays out: rows of others, columns withheld, stretches masked."""
    if request.collected is None:
        return
    found = read_collected(request.collected)
    for one in found.left_out:
        yield replace(one, title=staff_title(one.source))
    for column, count in Counter(found.withheld).items():
        yield Residue("policy", staff_words(column), count, WITHHELD)
    where = (FoundLeak.request_id == request.id, FoundLeak.settled != "released")
    for sheet, count in Counter(work.session.scalars(select(FoundLeak.sheet).where(*where))).items():
        yield Residue(sheet, staff_title(sheet), count, MASKED)
