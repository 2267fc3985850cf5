"""One thing that is wrong, and what to do about it; never anybody's name or data in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`check` is its short code, `what` a sentence, `fix` the way out; `serious` unless it only may harm."""

    check: str
    what: str
    fix: str
    serious: bool = True
