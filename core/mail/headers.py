"""Header fields read leniently (RFC 5322, RFC 2047): real mail breaks the rules and must still be read.

The stdlib's own header objects raise LookupError, IndexError or AttributeError on real malformed mail; here
the raw field is taken, and each step falls back to what can still be read.
"""

import binascii
import re
from base64 import b64decode
from datetime import UTC, datetime
from email.message import Message as Parsed
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from quopri import decodestring

from typing_extensions import override

LONGEST_FIELD = 16_384
"""Characters that are read of a field of addresses, and of all fields of one name together: hundreds of
addresses; the stdlib takes long ones very slowly."""
MOST_FIELDS = 20
"""Fields of one name that are read; RFC 5322 §3.6 allows one From, one To and one Reply-To."""
DEEPEST = 50
"""Comments in comments (RFC 5322 §3.2.2) that are read; the stdlib goes into each by calling itself."""

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_FOLD = re.compile(r"\r?\n[ \t]?|\r")
_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MESSAGE_ID = re.compile(r"<([^<>]*)>")


class Bounded(Compat32):
    """Reads header fields as compat32 does, and of one that is too long no more than shows that it is."""

    @override
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_FIELD + 1]


BOUNDED = Bounded()


def decoded_bytes(raw: bytes, charset: str | None = None) -> str:
    """Return text by its charset, else UTF-8, else Windows-1252; a byte that none can read is U+FFFD.

    So is half of a surrogate pair, which some charsets (UTF-7) can spell and no store can keep.
    """
    for name in (charset, "utf-8"):
        try:
            text = raw.decode(name) if name else raw.decode()
        except (LookupError, UnicodeError, ValueError):
            continue
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return raw.decode("cp1252", "replace")


def raw_fields(parsed: Parsed, name: str) -> list[str]:
    """Return a field's raw values, unfolded, 8-bit bytes read as text."""
    return [_text(value) for key, value in parsed.raw_items() if key.lower() == name]


def _text(value: object) -> str:
    raw = str(value).encode("utf-8", "surrogateescape")
    return _FOLD.sub(lambda fold: " " if fold[0][-1] in " \t\n" else "", decoded_bytes(raw)).strip()


def decoded_words(field: str) -> str:
    """Return a field with its encoded words (RFC 2047) read; a broken word is left as it stands."""
    joined = _BETWEEN_WORDS.sub(r"\1", field)
    return _CONTROLS.sub("", _BREAKS.sub(" ", _WORD.sub(_word, joined))).strip()


def _word(found: re.Match[str]) -> str:
    charset, form, content = found[1], found[2].lower(), found[3]
    try:
        if form == "b":
            padded = re.sub(r"[^A-Za-z0-9+/]", "", content)
            raw = b64decode(padded + "=" * (-len(padded) % 4))
        else:
            raw = decodestring(_encoded(content, charset), header=True)
    except (binascii.Error, ValueError):
        return found[0]
    return decoded_bytes(raw, charset)


def _encoded(content: str, charset: str) -> bytes:
    """Undo the reading of raw 8-bit bytes that stand, against the rules, inside an encoded word."""
    try:
        return content.encode(charset)
    except (LookupError, UnicodeError, ValueError):
        return content.encode()


def addresses(fields: list[str]) -> list[tuple[str, str]]:
    """Return (name, address) for each mailbox of these fields; an address that cannot be read is left out."""
    found = []
    for field in readable(fields):
        try:
            pairs = getaddresses([field])
        except (IndexError, ValueError, AttributeError, TypeError, RecursionError):
            pairs = []
        found += [(decoded_words(name), _bare(address)) for name, address in pairs if address or name]
    return found


def readable(fields: list[str]) -> list[str]:
    """Return the fields of addresses that are read: short and flat enough, few enough, all together too."""
    found: list[str] = []
    left = LONGEST_FIELD
    for field in fields[:MOST_FIELDS]:
        if len(field) <= left and _is_flat(field):
            found.append(field)
            left -= len(field)
    return found


def _is_flat(field: str) -> bool:
    depth = deepest = 0
    for one in field:
        depth = max(0, depth + (one == "(") - (one == ")"))
        deepest = max(deepest, depth)
    return deepest <= DEEPEST


def _bare(address: str) -> str:
    """Return an address without brackets; one hidden whole in an encoded word is none (RFC 2047 §5)."""
    plain = decoded_words(address) if "@" in address else address
    return plain.strip().strip("<>")


def moment(fields: list[str]) -> datetime | None:
    """Return the date in UTC's or its own zone, always aware; None if it cannot be read."""
    for field in fields:
        try:
            found = parsedate_to_datetime(field)
        except (TypeError, ValueError, IndexError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def message_id(fields: list[str]) -> str:
    """Return the id without its angle brackets, or empty text."""
    for field in fields:
        found = _MESSAGE_ID.search(field)
        return found[1].strip() if found else field
    return ""
