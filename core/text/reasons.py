"""Reason codes in two families: breaches of law and of the terms of service (C21)."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from core.toml import read_toml

LEGAL = "legal"
TERMS = "terms"


@dataclass(frozen=True)
class Reason:
    """Why a posting may be removed. `number` is the key that picks it within its family, 1 to 9."""

    code: str
    family: str
    number: int
    title: str


@cache
def reasons() -> tuple[Reason, ...]:
    """Return all reasons, legal ones first, in the order of their numbers."""
    told = read_toml((files("resources") / "rules" / "reasons.toml").read_text("utf-8"))
    return tuple(
        Reason(code, family, number, title)
        for family in (LEGAL, TERMS)
        for number, (code, title) in enumerate(told[family].items(), 1)
    )


def reason(code: str) -> Reason | None:
    """Return the reason of this code."""
    return next((one for one in reasons() if one.code == code), None)
