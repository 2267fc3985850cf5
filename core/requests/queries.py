"""Reads about access requests; who asked stays masked in lists (C22)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.people.rules import masked_name
from core.people.searching import searched
from core.people.tables import Person, PersonRecord
from core.requests.rules import DUE_SOON, OPEN, days_left
from core.requests.tables import AccessRequest as Request
from core.requests.tables import RequestState
from core.staff.roles import Permission, require
from core.text.masking import masked_email


@dataclass(frozen=True)
class RequestRow:
    """One line of the list of requests."""

    id: int
    state: str
    kind: str
    who: str
    received_at: datetime
    due_at: datetime
    name_match: str
    address_match: str
    sender: str

    def days_left(self, now: datetime) -> int:
        """Return the whole days left to answer; negative once it is late."""
        return days_left(self.due_at, now)


@dataclass(frozen=True)
class NextDue:
    """The open request whose answer is due first."""

    id: int
    kind: str
    due_at: datetime


_ENDED_LAST = case((Request.state.in_(OPEN), 0), else_=1)
_WHO = func.coalesce(Request.person_id, Request.matched_person_id)
STATES = ("open", *(one.value for one in RequestState))
"""What the list may be narrowed to."""

SORTS: dict[str, tuple[Any, ...]] = {
    "due": (_ENDED_LAST, Request.due_at, Request.id),
    "received": (Request.received_at, Request.id),
    "state": (Request.state, Request.id),
    "kind": (Request.kind, Request.id),
    "id": (Request.id,),
}


def requests(  # noqa: PLR0913  # each narrows or orders the list
    text: str = "",
    state: str = "",
    kind: str = "",
    sort: str = "due",
    *,
    descending: bool = False,
    in_part: bool = True,
) -> Listing[RequestRow]:
    """List requests; `text` matches a number, a name or a whole address; `state` may be `open`.

    A part of a name finds `in_part`, for those who may see values; else the whole name does.
    """
    order = [part.desc() if descending else part.asc() for part in SORTS[sort]]
    columns = (
        Request.id, Request.state, Request.kind, PersonRecord.full_name, Request.from_name,
        Request.from_address, Request.received_at, Request.due_at, Request.name_match, Request.address_match,
        Request.sender,
    )  # fmt: skip
    rows = (
        select(*columns)
        .outerjoin(Person, Person.id == _WHO)
        .outerjoin(PersonRecord, PersonRecord.id == Person.shown_record_id)
    )
    ids = select(Request.id).where(*_filters(text, state, kind, in_part=in_part)).order_by(*order)
    read = searched(Permission.REQUESTS, text, in_part=in_part)
    return Listing(read, ids, rows, Request.id, _row)


def count_open(work: Work) -> int:
    """Count the requests that wait for an answer."""
    return _count(work, Request.state.in_(OPEN))


def count_due_soon(work: Work) -> int:
    """Count the open requests that are late or due within ten days."""
    return _count(work, Request.state.in_(OPEN), Request.due_at <= work.now + DUE_SOON)


def count_late(work: Work) -> int:
    """Count the open requests whose answer is late."""
    return _count(work, Request.state.in_(OPEN), Request.due_at < work.now)


def next_due(work: Work) -> NextDue | None:
    """Return the open request whose answer is due first, None when none is open."""
    may_list(work)
    query = select(Request.id, Request.kind, Request.due_at).where(Request.state.in_(OPEN))
    found = work.session.execute(query.order_by(Request.due_at, Request.id).limit(1)).one_or_none()
    return NextDue(*found) if found else None


def may_list(work: Work) -> None:
    """Raise NotAllowed unless the signed-in role may see this page."""
    require(work, Permission.REQUESTS)


def _count(work: Work, *where: ColumnElement[bool]) -> int:
    may_list(work)
    return work.session.scalar(select(func.count()).select_from(Request).where(*where)) or 0


def _filters(text: str, state: str, kind: str, *, in_part: bool) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if plain := text.strip().casefold():
        name = func.lower(Request.from_name)
        named = name.contains(plain, autoescape=True) if in_part else name == plain
        numbered = Request.id == int(plain) if plain.isdecimal() else Request.id == 0
        filters.append(or_(named, func.lower(Request.from_address) == plain, numbered))
    if state == "open":
        filters.append(Request.state.in_(OPEN))
    elif state:
        filters.append(Request.state == RequestState(state))
    if kind:
        filters.append(Request.kind == kind)
    return filters


def _row(  # noqa: PLR0913, PLR0917  # one parameter a column, in the order of the select
    request_id: int,
    state: RequestState,
    kind: str,
    on_file: str | None,
    name: str,
    address: str,
    received_at: datetime,
    due_at: datetime,
    *grades: str,
) -> RequestRow:
    who = masked_name(on_file or name) or masked_email(address) or "unknown"
    return RequestRow(request_id, state.value, kind, who, received_at, due_at, *grades)
