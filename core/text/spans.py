"""Where an e-mail address or a telephone number stands in a raw text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

MOST = 200
FEWEST_DIGITS = 8
MOST_DIGITS = 15
"""Digits of an international number (ITU-T E.164)."""

EMAIL = r"[A-Za-z0-9._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)*\.\pL+"
PHONE = r"(?:\+|00)?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,5}\)?){2,6}"


@dataclass(frozen=True)
class Span:
    """A personal value in a text: `kind` is email or phone, offsets count code points."""

    kind: str
    start: int
    end: int
    text: str


def personal_spans(text: str) -> list[Span]:
    """Find addresses and numbers, in order, in time that grows with the text alone."""
    emails = list(_found("email", EMAIL, text))
    taken = [(one.start, one.end) for one in emails]
    phones = [
        one
        for one in _found("phone", PHONE, text)
        if _is_phone(text, one) and not any(start < one.end and one.start < end for start, end in taken)
    ]
    return sorted(emails + phones, key=lambda one: one.start)[:MOST]


def _found(kind: str, pattern: str, text: str) -> Iterator[Span]:
    for match in _compiled(pattern).finditer(text):
        yield Span(kind, match.start(), match.end(), match.group())


def _is_phone(text: str, one: Span) -> bool:
    digits = sum(character.isdigit() for character in one.text)
    before = text[one.start - 1 : one.start]
    after = text[one.end : one.end + 1]
    alone = not (before.isalnum() or after.isalnum() or before in {"$", "€", "£", "#"})
    marked = one.text.startswith(("+", "00", "0", "(")) or any(mark in one.text for mark in " /-.")
    return alone and marked and FEWEST_DIGITS <= digits <= MOST_DIGITS


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern)
