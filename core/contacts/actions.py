"""What can be done with a contact record: answer it, close it, open it again (C16)."""

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import select

from core.audit.log import record
from core.audit.queries import last_entry_about
from core.changes import Changes, changed
from core.contacts.letter import answer_letter, checked_answer
from core.contacts.tables import Answer, Contact, ContactState
from core.db.unit_of_work import WriteWork
from core.errors import Conflict, NotFound, WrongState
from core.staff.last_hand import AGAIN, ago, name_of
from core.staff.roles import Permission, require

LEADS_TO: Mapping[str, tuple[str, ...]] = {
    "contacts:contact:answered": ("answered",),
    "contacts:contact:closed": ("closed",),
    "contacts:contact:reopened": ("open", "answered"),
}
"""Where a contact record stands after each entry of the log; elsewhere the site's file has put it since."""


def answer_contact(work: WriteWork, contact_id: int, text: str, seen: int | None = None) -> Changes:
    """Answer a contact record by a letter to the address given with it (C16, C18).

    The letter is kept and logged here; `core.mail.outbox.land_letters` puts it into the outbox once this is
    committed. `seen` is the version that was read; without it only a record that waits can be answered, so
    that the same answer sent twice is one letter. Raises BadInput for an empty text, WrongState for a closed
    record or one without an address, NotAllowed where the policy denies it, Conflict when it changed since.
    """
    contact = _contact(work, contact_id, seen)
    plain = checked_answer(text)
    if contact.state is ContactState.CLOSED:
        raise WrongState("This record is closed; open it again before you answer it.")
    if seen is None and contact.state is ContactState.ANSWERED:
        raise Conflict(f"{_answered(work, contact)} Read it, and name its version to answer again.")
    letter_id = answer_letter(work, contact, plain)
    answer = Answer(contact_id=contact.id, by=work.actor.id, at=work.now, text=plain, letter_id=letter_id)
    work.session.add(answer)
    _move(contact, ContactState.ANSWERED)
    work.session.flush()
    record(work, "contacts:contact:answered", ("contact", contact.id), answer=answer.id, letter=letter_id)
    sentence = "Answered 1 contact; the letter is in the outbox and cannot be taken back."
    return changed(sentence, "contact", [contact.id])


def close_contact(work: WriteWork, contact_id: int, seen: int | None = None) -> Changes:
    """Close a contact record, answered or not; raises WrongState when it is closed, Conflict as above."""
    contact = _contact(work, contact_id, seen)
    if contact.state is ContactState.CLOSED:
        raise WrongState("This record is closed already.")
    _move(contact, ContactState.CLOSED)
    contact.closed_at = work.now
    record(work, "contacts:contact:closed", ("contact", contact.id))
    return _undoable("Closed 1 contact.", contact, reopen_contact)


def reopen_contact(work: WriteWork, contact_id: int, seen: int | None = None) -> Changes:
    """Open a closed contact record again: answered if it was answered before, else open."""
    contact = _contact(work, contact_id, seen)
    if contact.state is not ContactState.CLOSED:
        raise WrongState("This record is not closed.")
    answers = select(Answer.id).where(Answer.contact_id == contact.id).limit(1)
    answered = work.session.scalar(answers) is not None
    _move(contact, ContactState.ANSWERED if answered else ContactState.OPEN)
    contact.closed_at = None
    record(work, "contacts:contact:reopened", ("contact", contact.id), state=contact.state.value)
    return _undoable("Opened 1 contact again.", contact, close_contact)


def _contact(work: WriteWork, contact_id: int, seen: int | None) -> Contact:
    require(work, Permission.WORK_CONTACTS)
    contact = work.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(f"There is no contact record {contact_id}.")
    if seen is not None and seen != contact.version:
        raise Conflict(_who_did_what(work, contact))
    return contact


def _answered(work: WriteWork, contact: Contact) -> str:
    query = select(Answer.by).where(Answer.contact_id == contact.id).order_by(Answer.id.desc()).limit(1)
    who = name_of(work, work.session.scalar(query) or 0)
    return f"{who} has answered contact {contact.id} already."


def _who_did_what(work: WriteWork, contact: Contact) -> str:
    last = last_entry_about(work, "contact", contact.id)
    if last is None or contact.state.value not in LEADS_TO.get(last.action, ()):
        did = "the site changed this since you read it"
    else:
        verb = last.action.rpartition(":")[2]
        did = f"{name_of(work, last.actor)} {verb} this {ago(last.at, work.now)}"
    return f"Contact {contact.id}: {did}; it is {contact.state.value} now. {AGAIN}"


def _move(contact: Contact, state: ContactState) -> None:
    contact.state = state
    contact.version += 1


def _undoable(sentence: str, contact: Contact, back: Callable[..., Changes]) -> Changes:
    undo = partial(back, contact_id=contact.id, seen=contact.version)
    return Changes(sentence, {"contact": frozenset([contact.id])}, undo)
