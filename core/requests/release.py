"""Reviewing and releasing an answer: logged first, and only ever to the address on file (C25)."""

from hashlib import sha256

from sqlalchemy import select

from core.audit.log import record
from core.audit.person_keys import sealed_for
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.errors import BadInput, Conflict, WrongState
from core.mail import tables as mail
from core.mail.letters import Enclosure, Envelope, Letter, compose
from core.mail.outbox import Outgoing, keep_letter, land_letters
from core.policy.store import current_policy
from core.requests.addresses import address_on_file, name_on_file
from core.requests.cases import confirmed_person, move_on, request_for
from core.requests.collected import Collected
from core.requests.collecting import answer_now, collected_of, open_leaks
from core.requests.rules import Step
from core.requests.tables import AccessRequest
from core.staff.roles import Permission, may, require

SIGNED = "The privacy desk"
SUBJECT = "Your request for your information"


def review(work: WriteWork, request_id: int, seen_sha256: str) -> Changes:
    """Note that an officer looked through the answer; any change to it afterwards asks for a new review.

    `seen_sha256` (hex) is that of the answer as `opening.open_answer` showed it. Raises Conflict when another
    would be sent by now, and WrongState while findings are open.
    """
    require(work, Permission.ANSWER_REQUESTS)
    request = request_for(work, request_id, Step.REVIEW)
    _refuse_open_leaks(work, request_id)
    _refuse_unseen(work, request, seen_sha256)
    request.reviewed_by, request.reviewed_at = work.actor.id, work.now
    move_on(request, Step.REVIEW)
    record(work, "requests:answer:reviewed", ("request", request.id), sha256=request.workbook_sha256)
    return changed("The answer is reviewed and can be released.", "request", [request.id])


def release(work: WriteWork, request_id: int, seen_sha256: str) -> Changes:
    """Release the answer: a letter with the workbook, to the address on file, whatever the message said.

    The letter is kept and its SHA-256 and the workbook's are logged here; `core.mail.outbox.land_letters`
    puts the file into the outbox once this is committed. `seen_sha256` (hex) is that of the answer as the
    officer saw it. Raises WrongState with the number of findings that are not settled, or when nobody
    reviewed the answer, and Conflict when another would be sent by now.
    """
    require(work, Permission.ANSWER_REQUESTS)
    request = request_for(work, request_id, Step.RELEASE)
    _refuse_unready(work, request, seen_sha256)
    address = address_on_file(work, confirmed_person(request), request.from_address)
    request.letter_id = _keep_letter(work, request, address)
    request.released_by, request.released_at = work.actor.id, work.now
    move_on(request, Step.RELEASE)
    record(
        work,
        "requests:answer:released",
        ("request", request.id),
        person=request.person_id,
        letter=request.letter_id,
        workbook_sha256=request.workbook_sha256,
        to=sealed_for(work, confirmed_person(request), address),
    )
    return changed("Released 1 answer to the address on file.", "request", [request.id])


def land_again(desk: Desk, request_id: int) -> bool:
    """Land the letter of an answer that was released and is not in the outbox; tells whether there was one.

    Raises NotAllowed, and DeskError when the disk refuses again.
    """
    query = select(AccessRequest.id).join(mail.Letter, mail.Letter.id == AccessRequest.letter_id)
    with desk.read() as work:
        require(work, Permission.ANSWER_REQUESTS)
        waits = query.where(AccessRequest.id == request_id, mail.Letter.file_name == "")
        kept_back = work.session.scalar(waits) is not None
    if kept_back:
        land_letters(desk)
    return kept_back


def land_released(desk: Desk) -> None:
    """Put letters into the outbox that a stop of the machine kept back; whoever may release does it (C25)."""
    with desk.read() as work:
        allowed = may(work.actor.role, Permission.ANSWER_REQUESTS)
    if allowed:
        land_letters(desk)


def _refuse_unready(work: WriteWork, request: AccessRequest, seen_sha256: str) -> None:
    _refuse_open_leaks(work, request.id)
    if request.reviewed_by is None:
        raise WrongState("Look through the answer and mark it as reviewed before it is released.")
    _refuse_unseen(work, request, seen_sha256)


def _refuse_unseen(work: WriteWork, request: AccessRequest, seen_sha256: str) -> None:
    """Compare what was seen with what is kept and with what is made of the case anew."""
    _, workbook = answer_now(work, request)
    made, kept = sha256(workbook).hexdigest(), sha256(request.workbook or b"").hexdigest()
    if not seen_sha256.strip():
        raise BadInput("Look through the answer first, and say by its SHA-256 which one you saw.")
    if {seen_sha256.strip().casefold(), kept, request.workbook_sha256} != {made}:
        raise Conflict("The answer is not the one you saw; look through it again before it goes.")


def _refuse_open_leaks(work: WriteWork, request_id: int) -> None:
    if waiting := len(open_leaks(work, request_id)):
        findings = "1 finding is" if waiting == 1 else f"{waiting:,} findings are"
        raise WrongState(f"{findings} not settled: mask or release each of them first (C22).")


def _keep_letter(work: WriteWork, request: AccessRequest, address: str) -> int:
    site = current_policy(work).site
    subject = f"{SUBJECT} (R{request.id})"
    message_id = f"request-{request.id}.{request.workbook_sha256[:16]}@{site}"
    envelope = Envelope(f"privacy@{site}", address, subject, work.now, message_id)
    facts = _letter_facts(work, request, site)
    enclosure = Enclosure(str(facts["file_name"]), request.workbook or b"")
    raw = compose(Letter.access_answer, facts, envelope, [enclosure])
    person_id = confirmed_person(request)
    return keep_letter(work, Outgoing(person_id, "request", request.id, address, subject, raw))


def _letter_facts(work: WriteWork, request: AccessRequest, site: str) -> dict[str, object]:
    return {
        "person_name": name_on_file(work, confirmed_person(request)) or "member",
        "site_name": site,
        "reference": f"R{request.id}",
        "received_on": request.received_at.date().isoformat(),
        "sources": _counts(collected_of(request)),
        "file_name": f"what-is-on-file-{request.id}.xlsx",
        "sha256": request.workbook_sha256,
        "signed_by": SIGNED,
    }


def _counts(collected: Collected) -> list[dict[str, str | int]]:
    return [{"name": sheet.title, "count": len(sheet.rows)} for sheet in collected.sheets]
