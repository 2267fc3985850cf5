"""An e-mail comes in and becomes a request: read, matched, graded, with its due date (C25, C27)."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.errors import BadInput
from core.mail.parsing import LARGEST, Message, parse_message
from core.mail.requests import RequestKind, kind_of
from core.people.rules import email_key
from core.requests.matching import NOBODY, Match, match_sender
from core.requests.rules import due_at
from core.requests.tables import AccessRequest, RequestState
from core.staff.roles import Permission, may, require

UNPROVEN = "unproven"
"""The message's own evidence has not been checked; the officer confirms the sender."""

NOT_PROVEN = "The sender is not proven by the message; confirm it another way."
LATE_DAYS = 2


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


def receive(work: WriteWork, raw: bytes) -> Receipt:
    """Take in one raw e-mail (RFC 5322); the same message twice is one request.

    A message that cannot be read is kept whole, as a request of kind `other` whose finding says why. Raises
    BadInput for what cannot be kept: nothing at all, or more than 50 MB.
    """
    _may_hand_over(work)
    _refuse_unkeepable(raw)
    digest = sha256(raw).hexdigest()
    there = work.session.scalar(select(AccessRequest).where(AccessRequest.message_digest == digest))
    if there is not None:
        return _receipt(there, Changes("This message is here already."), known=True)
    request = _request(work, raw, digest)
    work.session.add(request)
    work.session.flush()
    _log(work, request)
    return _receipt(request, changed("Took in 1 message.", "request", [request.id]), known=False)


def _may_hand_over(work: WriteWork) -> None:
    if not may(work.actor.role, Permission.MAIL_IN):
        require(work, Permission.HAND_OVER_REQUESTS)


def _refuse_unkeepable(raw: bytes) -> None:
    if not raw.strip():
        raise BadInput("The e-mail is empty; nothing was taken in.")
    if len(raw) > LARGEST:
        raise BadInput("The e-mail is larger than 50 MB; ask for it without its attachments.")


def _request(work: WriteWork, raw: bytes, digest: str) -> AccessRequest:
    request = AccessRequest(
        message=raw,
        message_digest=digest,
        state=RequestState.RECEIVED,
        sender=UNPROVEN,
        received_at=work.now,
        due_at=due_at(work.now),
    )
    try:
        message = parse_message(raw)
    except BadInput as error:
        return _unreadable(request, error.sentence)
    return _read(work, request, message)


def _unreadable(request: AccessRequest, why: str) -> AccessRequest:
    request.kind = RequestKind.other.value
    request.from_name = request.from_address = request.reply_to = request.subject = request.body = ""
    request.findings = [f"{why} It is kept as it came.", NOT_PROVEN]
    request.name_match, request.address_match = NOBODY.name.value, NOBODY.address.value
    return request


def _read(work: WriteWork, request: AccessRequest, message: Message) -> AccessRequest:
    match = match_sender(work, message.from_name, message.own, message.from_address)
    request.kind = kind_of(message).value
    request.from_name, request.from_address = message.from_name[:255], message.from_address[:320]
    request.reply_to, request.subject = message.reply_to[:320], message.subject[:300]
    request.body = message.body
    request.findings = _findings(work, message, match)
    request.matched_person_id = match.person_id
    request.name_match, request.address_match = match.grades.name.value, match.grades.address.value
    return request


def _findings(work: WriteWork, message: Message, match: Match) -> list[str]:
    findings = [*message.problems, *match.findings]
    if message.reply_to and email_key(message.reply_to) != email_key(message.from_address):
        findings.append("It asks for replies at another address; the answer goes to the one on file (C25).")
    if message.date and (days := (work.now - message.date).days) > LATE_DAYS:
        findings.append(f"It is dated {days} days before it came in; the due date counts from today.")
    return [*findings, NOT_PROVEN]


def _log(work: WriteWork, request: AccessRequest) -> None:
    facts = {"kind": request.kind, "name": request.name_match, "address": request.address_match}
    facts |= {"sender": request.sender, "message": work.commitment(request.message_digest)}
    due = request.due_at.isoformat()
    record(work, "requests:request:received", ("request", request.id), due=due, **facts)


def _receipt(request: AccessRequest, changes: Changes, *, known: bool) -> Receipt:
    return Receipt(
        request.id, request.kind, request.sender, tuple(request.findings), request.name_match,
        request.address_match, known, changes,
    )  # fmt: skip
