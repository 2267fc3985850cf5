"""Base64 (RFC 4648 §4) with one writing for each value, so that no byte of a signed text can be changed."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64


def encoded(value: bytes) -> str:
    """Write bytes."""
    return b64encode(value).decode()


def decoded(text: str) -> bytes | None:
    """Read bytes; None for what `encoded` would not have written so."""
    try:
        value = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return value if encoded(value) == text else None
