"""Sealing small secrets in the desk's own tables: AES-256-GCM under keys derived from the desk's key."""

import secrets
from hashlib import sha256
from hmac import new as hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import DeskUnusable

NONCE = 12


def derived(secret: bytes, use: str) -> bytes:
    """Derive a key for one use from a key that is random already (HMAC-SHA-256 as a PRF)."""
    return hmac(secret, f"remit {use}".encode(), sha256).digest()


def sealed(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt under a 32-byte key; `about` is bound to it and must be the same when it is opened."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def opened(key: bytes, stored: bytes, about: str) -> bytes:
    """Decrypt what `sealed` made; raises DeskUnusable for another key or an altered value."""
    try:
        return AESGCM(key).decrypt(stored[:NONCE], stored[NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise DeskUnusable("A sealed value of the log was altered; restore a backup.") from error
