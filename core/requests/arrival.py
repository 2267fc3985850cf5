"""An e-mail comes in and becomes a request: read, matched, graded, with its due date (C25, C27)."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from unicodedata import category

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.audit.log import Fact, record
from core.audit.person_keys import sealed_for
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput, DeskError
from core.mail.automatic import IN_WORDS, Automatic
from core.mail.identity import identity_of
from core.mail.parsing import Message, parse_message
from core.mail.requests import RequestKind, kind_of
from core.people.rules import email_key
from core.requests.matching import NOBODY, Match, match_sender
from core.requests.rules import MATCHING, due_at
from core.requests.tables import AccessRequest, RequestState
from core.staff.roles import Permission, may, require

UNPROVEN = "unproven"
"""The message's own evidence has not been checked; the officer confirms the sender."""

NOT_PROVEN = "The sender is not proven by the message; confirm it another way."
KEPT = "Nothing was taken in; the file stays where it is."
LATE_DAYS = 2
NAME_HOLDS, ADDRESS_HOLDS = 255, 320
"""Characters that are kept of a sender's name and address, and compared with what is on file."""
ASKED_THROUGH_A_LIST = frozenset(
    {RequestKind.access, RequestKind.deletion, RequestKind.correction, RequestKind.objection}
)


class NoRequest(DeskError):
    """An e-mail that no person wrote by hand: a bounce, an automatic reply, a newsletter."""


@dataclass(frozen=True)
class Receipt:
    """What became of one message. `known` says that it was here before; then nothing was stored."""

    case: int
    kind: str
    sender: str
    findings: tuple[str, ...]
    name_match: str
    address_match: str
    known: bool
    changes: Changes


def receive(work: WriteWork, raw: bytes, message: Message | None = None, *, anyway: bool = False) -> Receipt:
    """Take in one raw e-mail (RFC 5322); the same message twice, in other bytes too, is one request.

    `message` is what `readable_message` made of it before this write began, so that nobody waits for that.
    Raises BadInput for what is no e-mail, and NoRequest for one that no person wrote by hand, unless
    `anyway`; nothing is stored then, and the file stays with whoever brought it.
    """
    check_may_hand_over(work)
    digest = sha256(raw).hexdigest()
    if there := _here(work, AccessRequest.message_digest, digest):
        return there
    message = message or readable_message(raw)
    identity = work.commitment(identity_of(message, raw))
    if there := _here(work, AccessRequest.message_identity, identity) or _copied(work, message, identity):
        return there
    match = _match(work, message)
    if not anyway:
        _refuse_automatic(message, match)
    request = _read(work, _empty_request(work, raw, digest, identity), message, match)
    work.session.add(request)
    work.session.flush()
    _log(work, request)
    return _receipt(request, changed("Took in 1 message.", "request", [request.id]), known=False)


def check_may_hand_over(work: Work) -> None:
    """Raise NotAllowed for a role that neither takes mail in nor hands it over."""
    if not may(work.actor.role, Permission.MAIL_IN):
        require(work, Permission.HAND_OVER_REQUESTS)


def readable_message(raw: bytes) -> Message:
    """Return the message in these bytes; raises BadInput, which says that nothing was taken in."""
    try:
        return parse_message(raw)
    except BadInput as error:
        raise BadInput(f"{error.sentence} {KEPT}") from error


def _match(work: WriteWork, message: Message) -> Match:
    """Match the sender; where the message names none or several, nobody is matched (C25)."""
    if message.from_count != 1:
        return Match(None, NOBODY)
    name, address = message.from_name[:NAME_HOLDS], message.from_address[:ADDRESS_HOLDS]
    return match_sender(work, name, message.own, address)


def _refuse_automatic(message: Message, match: Match) -> None:
    """Let mass mail pass only from an address on file that asks for its own data, as through a group."""
    if message.automatic is None:
        return
    asks = kind_of(message) in ASKED_THROUGH_A_LIST and match.grades.address in MATCHING
    if message.automatic is not Automatic.bulk or not asks:
        raise NoRequest(f"This is {IN_WORDS[message.automatic]}, so it opens no request. {KEPT}")


def _here(work: WriteWork, column: InstrumentedAttribute[Any], value: str) -> Receipt | None:
    there = work.session.scalar(select(AccessRequest).where(column == value))
    return _receipt(there, Changes("This message is here already."), known=True) if there else None


def _copied(work: WriteWork, message: Message, identity: str) -> Receipt | None:
    """Find what this is a copy of among the sender's requests from before identities were kept."""
    sender = func.lower(AccessRequest.from_address) == message.from_address[:ADDRESS_HOLDS].lower()
    query = select(AccessRequest.message_digest, AccessRequest.message)
    for digest, raw in work.session.execute(query.where(AccessRequest.message_identity.is_(None), sender)):
        with suppress(BadInput):  # what an older program took for a message may be none to this one
            if work.commitment(identity_of(parse_message(raw), raw)) == identity:
                return _here(work, AccessRequest.message_digest, digest)
    return None


def _empty_request(work: WriteWork, raw: bytes, digest: str, identity: str) -> AccessRequest:
    return AccessRequest(
        message=raw,
        message_digest=digest,
        message_identity=identity,
        state=RequestState.RECEIVED,
        sender=UNPROVEN,
        received_at=work.now,
        due_at=due_at(work.now),
    )


def _read(work: WriteWork, request: AccessRequest, message: Message, match: Match) -> AccessRequest:
    request.kind = kind_of(message).value
    request.from_name = message.from_name[:NAME_HOLDS]
    request.from_address = message.from_address[:ADDRESS_HOLDS]
    request.reply_to, request.subject = message.reply_to[:ADDRESS_HOLDS], message.subject[:300]
    request.body = message.body
    request.findings = _findings(work, message, match)
    request.matched_person_id = match.person_id
    request.name_match, request.address_match = match.grades.name.value, match.grades.address.value
    return request


def _findings(work: WriteWork, message: Message, match: Match) -> list[str]:
    findings = [*message.problems, *match.findings, *_odd_sender(message)]
    if message.reply_to and email_key(message.reply_to) != email_key(message.from_address):
        findings.append("It asks for replies at another address; the answer goes to the one on file (C25).")
    if message.date and (days := (work.now - message.date).days) > LATE_DAYS:
        findings.append(f"It is dated {days} days before it came in; the due date counts from today.")
    return [*findings, NOT_PROVEN]


def _odd_sender(message: Message) -> list[str]:
    """Say what a sender's line pretends: an address where the name stands, or letters that cannot be seen."""
    said = []
    if "@" in message.from_name and email_key(message.from_name) != email_key(message.from_address):
        said.append("Its sender's name is written as another address; only the address in <…> counts.")
    if any(category(one) == "Cf" for one in message.from_name + message.from_address):
        said.append("Its sender's line holds letters that cannot be seen.")
    return said


def _log(work: WriteWork, request: AccessRequest) -> None:
    facts = {"kind": request.kind, "name": request.name_match, "address": request.address_match}
    facts |= {"sender": request.sender, "due": request.due_at.isoformat()}
    message = _message_fact(work, request)
    record(work, "requests:request:received", ("request", request.id), message=message, **facts)


def _message_fact(work: WriteWork, request: AccessRequest) -> Fact:
    """Return which message it was: sealed for the person whom it matches, else the desk's commitment."""
    whose, digest = request.matched_person_id, request.message_digest
    return sealed_for(work, whose, digest) if whose else work.commitment(digest)


def _receipt(request: AccessRequest, changes: Changes, *, known: bool) -> Receipt:
    return Receipt(
        request.id, request.kind, request.sender, tuple(request.findings), request.name_match,
        request.address_match, known, changes,
    )  # fmt: skip
