"""The letter that answers a contact record: to the address given with it, and only there (C16, C18)."""

import re

from core.contacts.tables import Contact
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, NotAllowed, WrongState
from core.mail.letters import LONGEST_SUBJECT, Envelope, plain_letter
from core.mail.outbox import Outgoing, keep_letter
from core.people.tables import Person, PersonRecord
from core.policy.engine import Outcome, Use, judge_under
from core.policy.store import current_policy, policies_of
from core.text.characters import storable

LONGEST_ANSWER = 20_000
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")


def answer_letter(work: WriteWork, contact: Contact, text: str) -> int:
    """Keep the answer as a letter to the contact's own person record; returns the letter's id.

    Raises WrongState when no address was given with it, NotAllowed when the policy denies the use (C24).
    """
    given = work.session.get_one(PersonRecord, contact.record_id)
    if not given.email:
        raise WrongState("No address was given with this record, so it cannot be answered. Close it instead.")
    _refuse_unpermitted(work, given)
    site = current_policy(work).site
    number = f"contact-{contact.id}-{contact.version}.{work.commitment(text)[:16]}@{site}"
    envelope = Envelope(f"support@{site}", given.email, _subject(contact), work.now, number)
    raw = plain_letter(text, envelope)
    kept = Outgoing(contact.person_id, "contact", contact.id, given.email, envelope.subject, raw)
    return keep_letter(work, kept)


def checked_answer(text: str) -> str:
    """Return an answer without blanks around it; raises BadInput when it is empty or too long."""
    plain = storable(text).strip()
    if not plain:
        raise BadInput("Write the answer first.")
    if len(plain) > LONGEST_ANSWER:
        raise BadInput(f"An answer has at most {LONGEST_ANSWER:,} characters; this one has {len(plain):,}.")
    return plain


def _subject(contact: Contact) -> str:
    words = " ".join(_BREAKS.sub(" ", contact.subject).split()) or f"your {contact.kind.value}"
    return f"Re: {words}"[:LONGEST_SUBJECT]


def _refuse_unpermitted(work: WriteWork, given: PersonRecord) -> None:
    person = work.session.get_one(Person, given.person_id)
    use = Use(
        purpose="respond",
        category="user.contact.email",
        recipient="data_subject",
        origin=given.origin.value,
        opted_out=person.opted_out_at is not None,
        under_13=person.under_13,
        joins_clickstream=False,  # no letter says anything about visits (C06)
        exported=True,
        own_record=True,
        case_named=True,
        same_case=True,
    )
    then = policies_of(work).get(given.policy_version)
    verdict = judge_under([then, current_policy(work)], use)
    if verdict.outcome is not Outcome.ALLOW:
        raise NotAllowed(f"This may not be answered. {verdict.sentence}")
