"""What a key slot holds: a key pair that a passphrase opens, and the desk's key sealed to its public half.

So the desk can have a new key without anybody's passphrase: it is sealed to each public half (HPKE, RFC
9180). That a public half is the one its person made is vouched for under the desk's key; a stranger's is
refused. Slots of before hold the desk's key itself, and are made anew at their person's next sign-in.
"""

import secrets
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.audit.sealing import NONCE, derived

BEGINS = b"remit slot 2\0"
KEY, TAG, NAMED, VOUCHED = 32, 16, 8, 32
PRIVATE = NONCE + KEY + TAG
SEALED = KEY + KEY + TAG
"""An ephemeral public key, then the desk's key and its tag (RFC 9180 §4.1, §5.1)."""
ENTRY = NAMED + VOUCHED + SEALED
OF_BEFORE = NONCE + KEY + TAG
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class _Content(NamedTuple):
    public: bytes
    private: bytes
    entries: list[bytes]


def new_content(slot: str, wrapping: bytes, key: bytes) -> bytes:
    """Return a slot's content that gives the desk's key to whoever has the wrapping key."""
    pair = X25519PrivateKey.generate()
    public = pair.public_key().public_bytes_raw()
    nonce = secrets.token_bytes(NONCE)
    private = nonce + AESGCM(wrapping).encrypt(nonce, pair.private_bytes_raw(), slot.encode() + public)
    return _joined(_Content(public, private, [_entry(slot, public, key)]))


def keys_of(slot: str, wrapping: bytes, content: bytes) -> list[bytes]:
    """Return the desk's keys in a slot, the newest last; two only while the key is being changed.

    Raises InvalidTag or ValueError for another wrapping key or an altered content.
    """
    if not content.startswith(BEGINS):
        return [AESGCM(wrapping).decrypt(content[:NONCE], content[NONCE:], slot.encode())]
    parts = _parts(content)
    nonce, rest = parts.private[:NONCE], parts.private[NONCE:]
    pair = X25519PrivateKey.from_private_bytes(
        AESGCM(wrapping).decrypt(nonce, rest, slot.encode() + parts.public)
    )
    about = _about(slot, parts.public)
    return [_SUITE.decrypt(one[NAMED + VOUCHED :], pair, about) for one in parts.entries]


def is_of_before(content: bytes) -> bool:
    """Tell whether this content has no key pair, so that a new key cannot be sealed to it."""
    return not content.startswith(BEGINS)


def is_whole(content: bytes) -> bool:
    """Tell whether a content has the shape of a slot; only its passphrase tells more."""
    try:
        return len(content) == OF_BEFORE if is_of_before(content) else bool(_parts(content).entries)
    except ValueError:
        return False


def with_new_key(slot: str, content: bytes, key: bytes, new: bytes) -> bytes:
    """Return the content with the desk's new key beside the one it has.

    Raises ValueError for a slot of before, and for a public half that nobody with the desk's key vouched for.
    """
    parts = _parts(content)
    known = (one for one in parts.entries if one[:NAMED] == _named(key))
    vouched = next((one[NAMED : NAMED + VOUCHED] for one in known), b"")
    if not compare_digest(vouched, _vouched(slot, parts.public, key)):
        raise ValueError("a public half of unknown making")
    return _joined(parts._replace(entries=[*parts.entries, _entry(slot, parts.public, new)]))


def with_one_key(content: bytes, key: bytes) -> bytes:
    """Return the content with this key alone, where it holds it beside another."""
    if is_of_before(content):
        return content
    parts = _parts(content)
    left = [one for one in parts.entries if one[:NAMED] == _named(key)]
    return _joined(parts._replace(entries=left[-1:] or parts.entries))


def _entry(slot: str, public: bytes, key: bytes) -> bytes:
    sealed = _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), _about(slot, public))
    return _named(key) + _vouched(slot, public, key) + sealed


def _about(slot: str, public: bytes) -> bytes:
    return b"remit desk key\0" + slot.encode() + public


def _named(key: bytes) -> bytes:
    return sha256(b"remit key name\0" + key).digest()[:NAMED]


def _vouched(slot: str, public: bytes, key: bytes) -> bytes:
    return hmac(derived(key, "slots"), slot.encode() + public, sha256).digest()


def _joined(parts: _Content) -> bytes:
    return BEGINS + parts.public + parts.private + b"".join(parts.entries)


def _parts(content: bytes) -> _Content:
    rest = content.removeprefix(BEGINS)
    at = KEY + PRIVATE
    if rest == content or len(rest) <= at or (len(rest) - at) % ENTRY:
        raise ValueError("no slot of this kind")
    entries = [rest[start : start + ENTRY] for start in range(at, len(rest), ENTRY)]
    return _Content(rest[:KEY], rest[KEY:at], entries)


__all__ = ["InvalidTag", "is_of_before", "keys_of", "new_content", "with_new_key", "with_one_key"]
