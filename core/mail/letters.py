"""Letters out: a template and its facts become one e-mail to one address (C25, C26).

The message is a draft (`X-Unsent: 1`) that a mail program opens ready to send, to one recipient; the same
arguments give the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import BadInput

LONGEST_SUBJECT = 200
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x20\x7f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x20\x7f]{1,255}")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class Letter(StrEnum):
    """The letters that ship; each is `resources/letters/<name>.txt.j2`, its placeholders named at its top."""

    access_answer = "access_answer"
    nothing_on_file = "nothing_on_file"
    not_matched = "not_matched"
    correction_done = "correction_done"
    deletion_procedure = "deletion_procedure"
    deletion_done = "deletion_done"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom: bare addresses, an aware moment, and an id without angle brackets."""

    sender: str
    to: str
    subject: str
    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with the letter."""

    name: str
    content: bytes
    type: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def letter_text(letter: Letter, facts: Mapping[str, object]) -> str:
    """Return a letter's words; each text among the facts stands on one line.

    Raises BadInput, naming the placeholder, when a fact is missing.
    """
    source = files("resources").joinpath("letters", f"{letter}.txt.j2").read_text(encoding="utf-8")
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_one_line, autoescape=False
    )  # fmt: skip
    try:
        return environment.from_string(source).render(facts).strip() + "\n"
    except UndefinedError as error:
        raise BadInput(f"The letter lacks a fact: {error.message}.") from error
    except TemplateError as error:
        raise BadInput(f"The letter's template is broken: {error.message}.") from error


def compose(
    letter: Letter, facts: Mapping[str, object], envelope: Envelope, enclosures: Sequence[Enclosure] = ()
) -> bytes:
    """Return the letter as an .eml (RFC 5322, CRLF).

    Raises BadInput for a missing fact, an address that is not one bare address, or a line break in a header.
    """
    message = _addressed(envelope)
    message.set_content(letter_text(letter, facts), cte="quoted-printable")
    for enclosure in enclosures:
        main, _, sub = enclosure.type.partition("/")
        message.add_attachment(enclosure.content, main, sub, filename=_file_name(enclosure.name))
    if enclosures:
        message.set_boundary("=_" + sha256(envelope.message_id.encode()).hexdigest()[:32])
    return message.as_bytes()


def plain_letter(text: str, envelope: Envelope) -> bytes:
    """Return someone's own words, line by line as written, as an .eml; raises BadInput as `compose` does."""
    message = _addressed(envelope)
    lines = _SURROGATES.sub("\ufffd", text).splitlines()
    message.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    return message.as_bytes()


def _addressed(envelope: Envelope) -> EmailMessage:
    _refuse_bad(envelope)
    ascii_only = (envelope.sender + envelope.to).isascii()
    message = EmailMessage(policy=SMTP if ascii_only else SMTPUTF8)
    message["From"] = envelope.sender
    message["To"] = envelope.to
    message["Subject"] = envelope.subject
    message["Date"] = envelope.at
    message["Message-ID"] = f"<{envelope.message_id}>"
    message["X-Unsent"] = "1"
    return message


def _refuse_bad(envelope: Envelope) -> None:
    for address in (envelope.sender, envelope.to):
        if not _ADDRESS.fullmatch(address):
            raise BadInput("A letter goes to one plain address, as in ana@example.com.")
    if not _ADDRESS.fullmatch(envelope.message_id):
        raise BadInput("A letter's id has the form of an address.")
    if _CONTROLS.search(envelope.subject) or not 0 < len(envelope.subject) <= LONGEST_SUBJECT:
        raise BadInput("The subject must be one line of at most 200 characters.")
    if envelope.at.tzinfo is None:
        raise BadInput("The letter's date needs its time zone.")


def _file_name(name: str) -> str:
    return _CONTROLS.sub("_", name.replace("/", "_").replace("\\", "_")) or "attachment"


def _one_line(value: object) -> object:
    return " ".join(_CONTROLS.sub(" ", value).split()) if isinstance(value, str) else value
