"""Reads about contact records; the sender stays masked in lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from core.contacts.tables import Answer, Contact, ContactKind, ContactState
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotAllowed, NotFound
from core.people.rules import masked_name
from core.people.tables import Person, PersonRecord
from core.staff.roles import Permission, may, needs, require
from core.staff.sittings import done_this_sitting
from core.text.characters import storable
from core.text.masking import masked_email

LIMIT = "What was given here may be used only to respond to it (C16)."
OPENED = "contacts:contact:opened"
"""What the log says when somebody reads what was written."""
UNOPENED = "The text is shown once you open the contact."
NOT_YOURS = "The text is shown to those who answer it."
A_CHILD_S = "The sender is under 13: the text is shown for their own access alone (C24)."


@dataclass(frozen=True)
class ContactRow:
    """One line of the list of contacts."""

    id: int
    external_id: str
    kind: str
    state: str
    subject: str
    sender: str
    received_at: datetime


@dataclass(frozen=True)
class GivenAnswer:
    """What was answered, by whom, when."""

    at: datetime
    by: int
    text: str


@dataclass(frozen=True)
class ContactDetail:
    """One contact as a thread: what was written and what was answered.

    `opened` says that it is read in this sitting; else sentences stand where the texts would. `to_open` says
    that the reader may open it.
    """

    id: int
    external_id: str
    kind: str
    state: str
    subject: str
    body: str
    sender: str
    address: str
    person_id: int
    opted_out: bool
    under_13: bool
    policy_version: str
    received_at: datetime
    version: int
    answers: tuple[GivenAnswer, ...]
    opened: bool
    to_open: bool
    limit: str = LIMIT


SORTS: dict[str, tuple[Any, ...]] = {
    "received": (Contact.received_at, Contact.id),
    "kind": (Contact.kind, Contact.id),
    "state": (Contact.state, Contact.id),
    "subject": (Contact.subject, Contact.id),
    "id": (Contact.id,),
}


def contacts(  # noqa: PLR0913  # each narrows or orders the list
    text: str = "",
    state: str = "",
    kind: str = "",
    sort: str = "received",
    *,
    descending: bool = False,
    in_bodies: bool = True,
) -> Listing[ContactRow]:
    """List contact records, oldest first unless told otherwise.

    `text` is looked for in subjects and, `in_bodies`, in what was written; that finds only for those who may
    read it, for what is found tells what stands there (C22).
    """
    order = [part.desc() if descending else part.asc() for part in SORTS[sort]]
    columns = (
        Contact.id,
        Contact.external_id,
        Contact.kind,
        Contact.state,
        Contact.subject,
        PersonRecord.full_name,
        Contact.received_at,
    )
    rows = select(*columns).join(PersonRecord, PersonRecord.id == Contact.record_id)
    ids = select(Contact.id).where(*_filters(text, state, kind, in_bodies=in_bodies)).order_by(*order)
    read = _reads_bodies if text.strip() and in_bodies else needs(Permission.CONTACTS)
    return Listing(read, ids, rows, Contact.id, _row)


def reads_bodies(role: str) -> bool:
    """Tell whether this role reads what was written, and so may search it."""
    return may(role, Permission.CONTACTS) and may(role, Permission.SEE_VALUES)


def _reads_bodies(work: Work) -> None:
    require(work, Permission.CONTACTS)
    if not reads_bodies(work.actor.role):
        raise NotAllowed("What was written is searched by those who answer it; search the subjects instead.")


def contact_detail(work: Work, contact_id: int) -> ContactDetail:
    """Read one contact; what was written only where `opening.open_contact` opened it this sitting (C22).

    Who sent it stays masked; a reveal of the person, which is logged, shows the values.
    """
    require(work, Permission.CONTACTS)
    found = work.session.execute(
        select(Contact, PersonRecord, Person)
        .join(PersonRecord, PersonRecord.id == Contact.record_id)
        .join(Person, Person.id == Contact.person_id)
        .where(Contact.id == contact_id)
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no contact record {contact_id}.")
    contact, given, person = found
    closed = _closed(work, contact_id, person)
    return ContactDetail(
        id=contact.id,
        external_id=contact.external_id,
        kind=contact.kind.value,
        state=contact.state.value,
        subject=contact.subject,
        body=closed or contact.body,
        sender=masked_name(given.full_name),
        address=masked_email(given.email),
        person_id=contact.person_id,
        opted_out=person.opted_out_at is not None,
        under_13=person.under_13,
        policy_version=given.policy_version,
        received_at=contact.received_at,
        version=contact.version,
        answers=_answers(work, contact_id, plain=not closed),
        opened=not closed,
        to_open=closed == UNOPENED,
    )


def _closed(work: Work, contact_id: int, person: Person) -> str:
    """Return why the reader is not shown what was written; empty where it is open to them."""
    if not reads_bodies(work.actor.role):
        return NOT_YOURS
    if person.under_13:
        return A_CHILD_S
    return "" if done_this_sitting(work, OPENED, ("contact", contact_id)) else UNOPENED


def open_contacts(work: Work) -> int:
    """Count the contact records that wait for an answer."""
    require(work, Permission.CONTACTS)
    waiting = select(func.count()).select_from(Contact).where(Contact.state == ContactState.OPEN)
    return work.session.scalar(waiting) or 0


def counts_by_state(work: Work) -> dict[str, int]:
    """Count contact records by state; states without any count 0."""
    require(work, Permission.CONTACTS)
    rows = work.session.execute(select(Contact.state, func.count()).group_by(Contact.state))
    return {state.value: 0 for state in ContactState} | {row[0].value: row[1] for row in rows}


def _answers(work: Work, contact_id: int, *, plain: bool) -> tuple[GivenAnswer, ...]:
    found = work.session.scalars(select(Answer).where(Answer.contact_id == contact_id).order_by(Answer.id))
    return tuple(GivenAnswer(one.at, one.by, one.text if plain else "Answered.") for one in found)


def _filters(text: str, state: str, kind: str, *, in_bodies: bool) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if text.strip():
        words = storable(text).strip()
        read = (Contact.subject, Contact.body) if in_bodies else (Contact.subject,)
        said = [one.icontains(words, autoescape=True) for one in read]
        filters.append(or_(*said, Contact.external_id == words))
    if state:
        filters.append(Contact.state == ContactState(state))
    if kind:
        filters.append(Contact.kind == ContactKind(kind))
    return filters


def _row(  # noqa: PLR0913, PLR0917  # one parameter a column, in the order of the select
    contact_id: int,
    external_id: str,
    kind: ContactKind,
    state: ContactState,
    subject: str,
    name: str,
    received_at: datetime,
) -> ContactRow:
    return ContactRow(
        contact_id, external_id, kind.value, state.value, subject, masked_name(name), received_at
    )
