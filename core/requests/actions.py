"""What staff do with a request besides collecting and releasing: confirm, refuse, withdraw, close."""

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, WrongState
from core.people import actions as people
from core.people.actions import person_on_file
from core.people.rules import email_key
from core.requests.addresses import address_on_file
from core.requests.cases import move_on, request_for, request_on_file
from core.requests.matching import grade_request
from core.requests.rules import MATCHING, Step
from core.requests.tables import AccessRequest
from core.staff.roles import Permission, require


def take_up(work: WriteWork, request_id: int, person_id: int, seen: int | None = None) -> Changes:
    """Say whose request it seems to be, for an officer to confirm; name and address are graded anew.

    `seen`, here and below, is the version that was read: raises Conflict when somebody moved it on since.
    """
    require(work, Permission.PREPARE_REQUESTS)
    request = request_for(work, request_id, Step.TAKE_UP, seen)
    _regrade(work, request, person_id)
    move_on(request, Step.TAKE_UP)
    record(work, "requests:request:taken-up", ("request", request.id), person=person_id, **_grades(request))
    return changed("The request waits for an officer to confirm its sender.", "request", [request.id])


def confirm_sender(  # noqa: PLR0913, PLR0917  # what the officer says, and of which version
    work: WriteWork, request_id: int, person_id: int, how: str, reason: str = "", seen: int | None = None
) -> Changes:
    """Confirm whose request it is (C25); `how` says what convinced the officer.

    When the name or the address does not match what is on file, `reason` must say why it is theirs all the
    same. The answer will go to the address on file in any case.
    """
    require(work, Permission.ANSWER_REQUESTS)
    request = request_for(work, request_id, Step.CONFIRM, seen)
    if not how.strip():
        raise BadInput("Say how the sender was confirmed.")
    _regrade(work, request, person_id)
    _ask_reason(request, reason)
    address_on_file(work, person_id, request.from_address)
    request.person_id = person_id
    request.confirmed_by, request.confirmed_at = work.actor.id, work.now
    request.confirmed_how = "\n".join(part.strip() for part in (how, reason) if part.strip())
    move_on(request, Step.CONFIRM)
    facts = _grades(request) | {"reason_given": bool(reason.strip())}
    record(work, "requests:sender:confirmed", ("request", request.id), person=person_id, **facts)
    return changed("Confirmed the sender of 1 request.", "request", [request.id])


def apply_opt_out(work: WriteWork, request_id: int) -> Changes:
    """Opt the person of a request out of promotion, at once (C20).

    Whoever seems to have sent it will do: an opt-out wrongly heard harms less than one not heard. Where
    nobody on file matches, the address itself is opted out, and the site is told of it.
    """
    request = request_on_file(work, request_id)
    person_id = request.person_id or request.matched_person_id
    if person_id is None and not email_key(request.from_address):
        raise WrongState("Nobody on file matches this request yet; choose the person first.")
    if person_id is None:
        changes = people.opt_out_address(work, request.from_address)
    else:
        changes = people.opt_out(work, person_id, "e-mail")
    record(work, "requests:opt-out:applied", ("request", request.id), person=person_id)
    return Changes(changes.sentence, {**changes.ids, "request": frozenset([request.id])}, changes.undo)


def refuse(work: WriteWork, request_id: int, reason: str, seen: int | None = None) -> Changes:
    """Refuse a request, for a reason that is kept."""
    require(work, Permission.ANSWER_REQUESTS)
    if not reason.strip():
        raise BadInput("Say why this request is refused.")
    request = request_for(work, request_id, Step.REFUSE, seen)
    request.refused_why = reason.strip()
    return _ended(work, request, Step.REFUSE)


def withdraw(work: WriteWork, request_id: int, seen: int | None = None) -> Changes:
    """Note that the person took the request back."""
    require(work, Permission.ANSWER_REQUESTS)
    return _ended(work, request_for(work, request_id, Step.WITHDRAW, seen), Step.WITHDRAW)


def close(work: WriteWork, request_id: int, seen: int | None = None) -> Changes:
    """Close a request that is answered, refused or withdrawn, or that needs no answer."""
    require(work, Permission.ANSWER_REQUESTS)
    request = request_for(work, request_id, Step.CLOSE, seen)
    request.closed_at = work.now
    return _ended(work, request, Step.CLOSE)


def _ended(work: WriteWork, request: AccessRequest, step: Step) -> Changes:
    move_on(request, step)
    record(work, f"requests:request:{step.value}", ("request", request.id))
    return changed(f"1 request {step.value}.", "request", [request.id])


def _regrade(work: WriteWork, request: AccessRequest, person_id: int) -> None:
    person_on_file(work, person_id)
    grades = grade_request(work, request, person_id)
    request.matched_person_id = person_id
    request.name_match, request.address_match = grades.name, grades.address


def _ask_reason(request: AccessRequest, reason: str) -> None:
    differing = [
        what
        for what, found in (("name", request.name_match), ("address", request.address_match))
        if found not in MATCHING
    ]
    if differing and not reason.strip():
        which = " and the ".join(differing)
        raise BadInput(f"On file the {which} is not the message's; say why the request is theirs (C25).")


def _grades(request: AccessRequest) -> dict[str, str]:
    return {"name": request.name_match, "address": request.address_match, "sender": request.sender}
