"""The one place where TOML is read: whatever a file holds, it is read within bounds or refused (TOML 1.0)."""

import re
import tomllib
from typing import Any

DEEPEST = 50
"""Tables and lists in one another. The standard parser takes deeper ones ever more slowly, or not at all."""
LARGEST_NUMBER = 2**63
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{{DEEPEST}}}")

_NO_KEY = re.compile(
    r"""(?P<long>\"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\\?\Z)|'{3}.*?(?:'{3,5}|\Z))"""
    r"""|"(?:\\[^\n]|[^"\\\n])*+"|'[^'\n]*'|\#[^\n]*""",
    re.DOTALL,
)
"""Texts and comments, in which dots join nothing; one that is not closed goes on to the end."""


class NotToml(ValueError):
    """A text that is no TOML, or TOML beyond the bounds; its words say what and where, on one line."""


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says; raises NotToml."""
    bare = _NO_KEY.sub(_emptied, text)
    if long := _LONG_KEY.search(bare):
        line = bare.count("\n", 0, long.start()) + 1
        raise NotToml(f"more than {DEEPEST} names are joined by dots (at line {line})")
    try:
        told = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise NotToml(f"it is nested deeper than {DEEPEST} tables or lists") from error
    except ValueError as error:  # the parser's own, and Python's for a number of thousands of digits
        raise NotToml(_said(error)) from error
    _check(told)
    return told


def _emptied(found: re.Match[str]) -> str:
    """Return a text as one part of a key, a long one as the lines that it takes, a comment as nothing."""
    if found["long"]:
        return '""' + "\n" * found[0].count("\n")
    return "" if found[0].startswith("#") else '""'


def _said(error: ValueError) -> str:
    return str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number in it is too large"


def _check(told: dict[str, Any]) -> None:
    """Refuse what would be a mistake later on: depth, and numbers beyond 64 bits."""
    waiting: list[tuple[Any, int]] = [(told, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise NotToml(f"it is nested deeper than {DEEPEST} tables or lists")
        if isinstance(value, int) and not -LARGEST_NUMBER <= value < LARGEST_NUMBER:
            raise NotToml("a number in it is too large")
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += ((one, depth + 1) for one in inside)
