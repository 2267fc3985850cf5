"""A raw e-mail becomes a message; whatever is broken in it is said, never raised."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as Parsed
from email.parser import BytesHeaderParser, BytesParser

from core.errors import BadInput
from core.mail.automatic import Automatic, automatic_kind
from core.mail.bodies import BROKEN, Attachment, attachments_of, body_of, leaves
from core.mail.headers import BOUNDED, addresses, decoded_words, message_id, moment, raw_fields, readable
from core.mail.quoting import own_text

LARGEST = 50 * 1024 * 1024
_BLANKS = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
KNOWN = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "content-type",
}


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail as it was received; `raw` bytes stay with the caller.

    `from_count` counts the mailboxes in all From fields: other than one, no sender can be believed.
    `own` is the text without any quoted mail. `date` is aware or None. `problems` are sentences. `automatic`
    says what it is when no person wrote it by hand.
    """

    from_name: str
    from_address: str
    from_count: int
    reply_to: str
    to: tuple[str, ...]
    subject: str
    date: datetime | None
    message_id: str
    body: str
    own: str
    attachments: tuple[Attachment, ...]
    problems: tuple[str, ...]
    automatic: Automatic | None = None


def parse_message(raw: bytes) -> Message:
    """Return the message in these bytes (RFC 5322); raises BadInput when they are no e-mail at all."""
    if not raw.strip():
        raise BadInput("The e-mail is empty.")
    if len(raw) > LARGEST:
        raise BadInput("The e-mail is larger than 50 MB; ask for it without its attachments.")
    problems: list[str] = []
    parsed = _parsed(_mended(raw.lstrip(b"\r\n")), problems)
    if not any(name.lower() in KNOWN for name in parsed.keys()):  # noqa: SIM118 - a message is no mapping
        raise BadInput("This is not an e-mail; choose one saved with its headers (.eml).")
    return _message(parsed, problems)


def sender_count(raw: bytes) -> int:
    """Count the mailboxes in all From fields, as `parse_message` does, reading nothing but the header."""
    parsed = BytesHeaderParser(policy=BOUNDED).parsebytes(_mended(raw.lstrip(b"\r\n")))
    return _count(parsed)


def _count(parsed: Parsed) -> int:
    fields = raw_fields(parsed, "from")
    return max(len(addresses(fields)), len(fields))


def _mended(raw: bytes) -> bytes:
    """Take the blanks before a header's colon away (RFC 5322 §4.5 allows them, the parser does not)."""
    head, gap, rest = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    return _BLANKS.sub(rb"\1:", head) + gap + rest


def _parsed(raw: bytes, problems: list[str]) -> Parsed:
    try:
        return BytesParser(policy=BOUNDED).parsebytes(raw)
    except BROKEN:
        problems.append("The parts of this e-mail are broken; only its headers could be read.")
        return BytesHeaderParser(policy=BOUNDED).parsebytes(raw)


def _message(parsed: Parsed, problems: list[str]) -> Message:
    senders = addresses(raw_fields(parsed, "from"))
    name, address = senders[0] if senders else ("", "")
    replies = addresses(raw_fields(parsed, "reply-to"))
    body, own, attached = _read_body(parsed, problems)
    date = moment(raw_fields(parsed, "date"))
    count = _count(parsed)
    problems += [*_sender_problems(count, address), *_field_problems(parsed)]
    problems += [] if date else ["The e-mail has no date that can be read."]
    return Message(
        name, address, count, replies[0][1] if replies else "",
        tuple(to for _, to in addresses(raw_fields(parsed, "to")) if to),
        " ".join(decoded_words(subject) for subject in raw_fields(parsed, "subject")[:1]),
        date, message_id(raw_fields(parsed, "message-id")), body, own, attached, tuple(problems),
        automatic_kind(parsed),
    )  # fmt: skip


def _read_body(parsed: Parsed, problems: list[str]) -> tuple[str, str, tuple[Attachment, ...]]:
    try:
        parts = leaves(parsed)
        body = body_of(parts)
        return body, own_text(body), attachments_of(parts)
    except BROKEN:
        problems.append("The text of this e-mail could not be read.")
        return "", "", ()


def _sender_problems(count: int, address: str) -> list[str]:
    if count == 0:
        return ["The e-mail names no sender."]
    if count > 1:
        return [f"The e-mail names {count} senders, so none of them can be believed."]
    local, at, domain = address.rpartition("@")
    return [] if local and at and domain else ["The sender's address cannot be read."]


def _field_problems(parsed: Parsed) -> list[str]:
    titles = ("From", "Reply-To", "To")
    fields = {title: raw_fields(parsed, title.lower()) for title in titles}
    return [_unread(title, found) for title, found in fields.items() if len(readable(found)) < len(found)]


def _unread(title: str, fields: list[str]) -> str:
    if len(fields) == 1:
        return f"Its field {title} is too long or too deeply nested, so it was not read."
    return f"Its {len(fields):,} fields {title} are too many or too long, so not all of them were read."
