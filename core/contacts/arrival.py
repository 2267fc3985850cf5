"""Storing contact records; the sender's data is a person record of that origin (C16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.contacts.tables import Contact, ContactKind, ContactState
from core.db.unit_of_work import WriteWork
from core.people.arrival import IncomingRecord, Outcome, Placed, RecordsDesk
from core.staff.roles import Permission, require


@dataclass(frozen=True)
class IncomingContact:
    """One problem, comment or request as the site's file gives it."""

    sender: IncomingRecord
    kind: ContactKind
    subject: str
    body: str
    received_at: datetime


def take_in_contacts(work: WriteWork, incoming: Sequence[IncomingContact]) -> list[Placed]:
    """Store a batch; a contact whose subject or body changed is open again. One outcome a row, in order.

    Raises NotAllowed for a role that takes nothing in.
    """
    require(work, Permission.INTAKE)
    senders = RecordsDesk(work, [one.sender for one in incoming])
    ids = [one.sender.external_id for one in incoming]
    found = work.session.scalars(select(Contact).where(Contact.external_id.in_(ids)))
    known = {one.external_id: one for one in found}
    return [_take_in(work, senders, known, one) for one in incoming]


def _take_in(
    work: WriteWork, senders: RecordsDesk, known: dict[str, Contact], one: IncomingContact
) -> Placed:
    placed = senders.place(one.sender)
    if placed.outcome in {Outcome.REFUSED, Outcome.KNOWN}:
        return placed
    contact = known.get(one.sender.external_id)
    if contact is None:
        contact = Contact(external_id=one.sender.external_id, version=0)
        contact.person_id, contact.record_id = placed.person_id, placed.record_id
        known[contact.external_id] = contact
        work.session.add(contact)
    _fill(contact, one)
    return placed


def _fill(contact: Contact, one: IncomingContact) -> None:
    """Fill in what came; with the same words its state stays, and its day of receipt unless told."""
    same = (contact.subject, contact.body) == (one.subject, one.body)
    if not same:
        contact.state, contact.closed_at = ContactState.OPEN, None
    if not same or one.sender.collected_at is not None:
        contact.received_at = one.received_at
    contact.kind, contact.subject, contact.body = one.kind, one.subject, one.body
    contact.digest = one.sender.digest
    contact.version += 1
