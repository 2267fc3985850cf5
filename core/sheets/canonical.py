"""Canonical JSON (RFC 8785) for what manifests hold: text, whole numbers, truth values, lists, objects."""

import json
from collections.abc import Mapping, Sequence

SAFE = 2**53 - 1
"""RFC 8785 §3.2.2.3: whole numbers beyond this are not the same everywhere."""


def canonical(value: object, literal: type[str] | None = None) -> str:
    """Return the one JSON text of this value: keys by UTF-16 code unit, no spaces, few escapes.

    `literal` is a kind of string written without quotes (a number's digits as they stood). Raises ValueError
    for fractions, numbers beyond 2^53 - 1, lone surrogates, and anything JSON has no word for.
    """
    if literal is not None and isinstance(value, literal):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool | int):
        return _plain(value)
    if isinstance(value, Mapping):
        inside = (f"{_quoted(key)}:{canonical(value[key], literal)}" for key in sorted(value, key=_utf16))
        return "{" + ",".join(inside) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join(canonical(item, literal) for item in value) + "]"
    raise ValueError(f"JSON has no canonical form for a {type(value).__name__}.")


def canonical_bytes(value: object) -> bytes:
    """Return the canonical JSON as UTF-8."""
    return canonical(value).encode()


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(value: bool | int | None) -> str:  # noqa: FBT001 - a JSON value, not a switch
    if not isinstance(value, bool) and isinstance(value, int) and abs(value) > SAFE:
        raise ValueError("A whole number beyond 2^53 - 1 has no canonical form.")
    return json.dumps(value)
