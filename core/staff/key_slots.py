"""Key slots: the desk's one raw key, wrapped once per staff member.

Name and passphrase go through argon2id together (RFC 9106 §4, the low-memory choice) with the desk's own
salt. Half of the outcome names the slot and half wraps the key (AES-256-GCM), so a slot carries no
name, opening costs one derivation however many staff there are, and a stolen folder tells nothing without
both the name and its passphrase.
"""

import secrets
from dataclasses import dataclass, field
from unicodedata import normalize

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY as COST
from cryptography.exceptions import InvalidTag

from core.db.store import Slots
from core.errors import BadInput, DeskUnusable, SignInRefused
from core.staff.slot_content import is_of_before, keys_of, new_content

KEY = 32
SHORTEST = 8
REFUSED = "That name and passphrase do not open this desk."


@dataclass(frozen=True)
class OpenedSlot:
    """A slot that a passphrase opened."""

    name: str
    keys: tuple[bytes, ...] = field(repr=False)
    wrapping: bytes = field(repr=False)
    of_before: bool

    def made_anew(self, key: bytes) -> bytes:
        """Return a content with a key pair of its own, for a slot of before (ADR 0027)."""
        return new_content(self.name, self.wrapping, key)


def new_key() -> bytes:
    """Make a desk's raw key (32 bytes)."""
    return secrets.token_bytes(KEY)


def new_salt() -> bytes:
    """Make a desk's salt (16 bytes)."""
    return secrets.token_bytes(COST.salt_len)


def sealed_slot(salt: bytes, name: str, passphrase: str, key: bytes) -> tuple[str, bytes]:
    """Wrap the key for one staff member; returns the slot's name (hex) and its content.

    Raises BadInput for a passphrase shorter than eight characters.
    """
    if len(passphrase) < SHORTEST:
        raise BadInput(f"A passphrase needs {SHORTEST} characters or more.")
    slot, wrapping = _derive(salt, name, passphrase)
    return slot, new_content(slot, wrapping, key)


def open_slot(slots: Slots, salt: bytes, name: str, passphrase: str, otherwise: str = REFUSED) -> OpenedSlot:
    """Return what a slot gives: the desk's raw key, or two of them while it is being changed.

    Raises SignInRefused, in the words of `otherwise`, for a wrong name, a wrong passphrase or a damaged slot
    alike.
    """
    slot, wrapping = _derive(salt, name, passphrase)
    stored = slots.read(slot) or b""
    try:
        return OpenedSlot(slot, tuple(keys_of(slot, wrapping, stored)), wrapping, is_of_before(stored))
    except (InvalidTag, ValueError) as error:
        raise SignInRefused(otherwise) from error


def _derive(salt: bytes, name: str, passphrase: str) -> tuple[str, bytes]:
    secret = f"{folded_name(name)}\0{normalize('NFKC', passphrase)}".encode("utf-8", "surrogatepass")
    try:
        derived = hash_secret_raw(
            secret, salt, COST.time_cost, COST.memory_cost, COST.parallelism, hash_len=2 * KEY, type=Type.ID
        )
    except HashingError as error:
        raise DeskUnusable("The desk's salt is damaged; restore desk.toml from a backup.") from error
    return derived[:KEY].hex(), derived[KEY:]


def folded_name(name: str) -> str:
    """Return the name as it is compared: NFKC, casefolded, trimmed."""
    return normalize("NFKC", name).casefold().strip()
