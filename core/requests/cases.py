"""Finding a request and moving it on; what every verb here starts with."""

from core.db.unit_of_work import Work, WriteWork
from core.errors import Conflict, NotFound, WrongState
from core.requests.rules import Step, state_after
from core.requests.tables import AccessRequest
from core.staff.last_hand import AGAIN, last_hand
from core.staff.roles import Permission, require


def request_on_file(work: Work, request_id: int) -> AccessRequest:
    """Return the request for a verb or a read that masks it; raises NotFound."""
    require(work, Permission.REQUESTS)
    request = work.session.get(AccessRequest, request_id)
    if request is None:
        raise NotFound(f"There is no access request {request_id}.")
    return request


def request_for(work: WriteWork, request_id: int, step: Step, seen: int | None = None) -> AccessRequest:
    """Return the request if this step may be taken; `seen` is the version that was read.

    Raises NotFound, WrongState, and Conflict when somebody moved it on since it was read.
    """
    request = request_on_file(work, request_id)
    if seen is not None and seen != request.version:
        did = last_hand(work, "request", request_id) or "somebody moved it on"
        raise Conflict(f"Request {request_id}: {did}; it is {request.state.value} now. {AGAIN}")
    state_after(step, request.state, request.kind)
    return request


def move_on(request: AccessRequest, step: Step) -> None:
    """Move a request to where the step leads."""
    request.state = state_after(step, request.state, request.kind)
    request.version += 1


def confirmed_person(request: AccessRequest) -> int:
    """Return whose request it is; raises WrongState while no officer confirmed that."""
    if request.person_id is None:
        raise WrongState("Confirm first who sent this request.")
    return request.person_id
