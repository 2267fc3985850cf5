"""Signed notes (C2SP signed-note) with Ed25519 (RFC 8032): a text, a blank line, and signature lines."""

import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from typing_extensions import override

from core.audit.exact_base64 import decoded, encoded
from core.errors import BadInput

ED25519 = b"\x01"
KEY_ID, PUBLIC = 4, 32
DASH = "\u2014 "
MOST_SIGNATURES = 100
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile(r"[^\s+]+")


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name that its signatures bear."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The key's ID: the first four bytes of SHA-256 over name, newline, type and public key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID]

    @override
    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(ED25519 + self.public)}"

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether this is the key's signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class Note:
    """A note as read; its text means nothing until a trusted key's signature is verified."""

    text: str
    signatures: tuple[Signature, ...]

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Tell whether the key signed: each line that bears its name and ID must verify, and one must be."""
        theirs = [one for one in self.signatures if (one.name, one.key_id) == (key.name, key.id)]
        return bool(theirs) and all(key.verifies(self.text, one.signature) for one in theirs)


def sign(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """Return the note of a text, which must end in a newline, signed under a name."""
    key = VerifierKey(name, private.public_key().public_bytes_raw())
    return f"{text}\n{DASH}{name} {encoded(key.id + private.sign(text.encode()))}\n"


def read_note(note: bytes) -> Note:
    """Read a signed note; raises BadInput with what is wrong with its form."""
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise BadInput("This is no signed note: it is not UTF-8.") from error
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or _CONTROL.search(whole):
        raise BadInput("This is no signed note.")
    listed = lines[:-1].split("\n")
    if len(listed) > MOST_SIGNATURES:
        raise BadInput("The note bears too many signatures.")
    return Note(text + "\n", tuple(_signature(one) for one in listed))


def read_key(written: str) -> VerifierKey:
    """Read a verifier key as `remitctl audit key` prints it; raises BadInput when it is none."""
    name, _, rest = written.strip().partition("+")
    key_id, _, value = rest.partition("+")
    key = decoded(value)
    if not _NAME.fullmatch(name) or key is None or key[:1] != ED25519 or len(key) != len(ED25519) + PUBLIC:
        raise BadInput("That is no key of a log; it reads NAME+ID+KEY, as “remitctl audit key” prints it.")
    found = VerifierKey(name, key[1:])
    if found.id.hex() != key_id:
        raise BadInput("The key's ID does not fit its name and value; copy the whole key again.")
    return found


def _signature(line: str) -> Signature:
    name, _, written = line.removeprefix(DASH).partition(" ")
    value = decoded(written)
    if not line.startswith(DASH) or not _NAME.fullmatch(name) or value is None or len(value) <= KEY_ID:
        raise BadInput("A signature line of the note is none.")
    return Signature(name, value[:KEY_ID], value[KEY_ID:])
