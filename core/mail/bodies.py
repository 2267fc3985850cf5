"""What a message says, as plain text, and what hangs on it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message as Parsed
from hashlib import sha256
from typing import TypeVar

from core.mail.headers import decoded_bytes, decoded_words
from core.mail.html_text import text_of_html

Answer = TypeVar("Answer")
MOST_PARTS = 500
BROKEN = (LookupError, ValueError, AttributeError, TypeError, AssertionError, RecursionError)
"""What the stdlib raises on real malformed parts (LookupError covers IndexError and KeyError)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along: its name as sent, its stated type, its size in bytes.

    `sha256` tells one from another, in hexadecimal; in a text it passes over how the lines end.
    """

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a message."""

    type: str
    name: str
    content: bytes
    charset: str | None
    alternative: bool

    @property
    def is_text(self) -> bool:
        """True for what a person reads in the message itself."""
        return self.type in {"text/plain", "text/html"} and not self.name

    def text(self) -> str:
        """Return the part as plain text with `\\n` line ends."""  # noqa: D301 - the escape is meant
        text = decoded_bytes(self.content, self.charset).replace("\r\n", "\n").replace("\r", "\n")
        return text_of_html(text) if self.type == "text/html" else text


def leaves(parsed: Parsed) -> list[Part]:
    """Return the parts that hold content, at most MOST_PARTS of them, in order."""
    return [part for part, _ in zip(_leaves(parsed, alternative=False), range(MOST_PARTS), strict=False)]


def _leaves(parsed: Parsed, *, alternative: bool) -> Iterator[Part]:
    kind = _asked(parsed.get_content_type, "text/plain")
    payload = parsed.get_payload()
    if isinstance(payload, list) and kind != "message/rfc822":
        inside = alternative or kind == "multipart/alternative"
        for child in payload:
            if isinstance(child, Parsed):
                yield from _leaves(child, alternative=inside)
    else:
        yield _leaf(parsed, kind, alternative=alternative)


def _leaf(parsed: Parsed, kind: str, *, alternative: bool) -> Part:
    name = decoded_words(_asked(lambda: parsed.get_filename() or "", ""))
    if _asked(lambda: parsed.get_content_disposition() or "", "") == "attachment" and not name:
        name = "attachment"
    if kind.startswith("multipart/"):
        kind = "text/plain"  # a container that holds nothing but text
    return Part(kind, name, _content(parsed), _asked(parsed.get_content_charset, None), alternative)


def _asked(question: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return question()
    except BROKEN:
        return otherwise


def _content(parsed: Parsed) -> bytes:
    try:
        content = parsed.get_payload(decode=True)
        if content is None:
            content = b"".join(
                child.as_bytes() for child in parsed.get_payload() if isinstance(child, Parsed)
            )
    except BROKEN:
        content = str(parsed.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""


def body_of(parts: list[Part]) -> str:
    """Return what the message says: plain text where there is some, else its HTML as text."""
    inline = [part for part in parts if part.is_text]
    plain_twin = any(
        part.alternative and part.type == "text/plain" and part.content.strip() for part in inline
    )
    chosen = [part for part in inline if not (part.alternative and plain_twin and part.type == "text/html")]
    texts = [part.text() for part in chosen]
    return "\n".join(text.strip("\n") for text in texts if text.strip())


def attachments_of(parts: list[Part]) -> tuple[Attachment, ...]:
    """Return everything that is not the message's own text."""
    return tuple(
        Attachment(re.sub(r"[\x00-\x1f/\\]", "_", part.name), part.type, len(part.content), _digest(part))
        for part in parts
        if not part.is_text
    )


def _digest(part: Part) -> str:
    text = part.type.startswith("text/")
    content = b"\n".join(part.content.strip().splitlines()) if text else part.content
    return sha256(content).hexdigest()
