"""Where an e-mail address or a telephone number stands in a raw text."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

import re2

MOST = 200
FEWEST_DIGITS = 8
MOST_DIGITS = 15
"""Digits of an international number (ITU-T E.164)."""

EMAIL = r"[A-Za-z0-9._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)*\.\pL+"
NUMBERS = r"\+?\(?\+?[0-9]+(?:[ \x{a0}./()\x{2010}-\x{2013}-]{1,2}[0-9]+)*"
"""A whole run of digits and what stands between the groups of a telephone number."""

_YEAR = r"(?:19|20)\d\d"
NO_PHONE = (
    rf"{_YEAR}([-/. ])\d{{1,2}}[-/. ]\d{{1,2}}(?: \d{{1,2}})?",  # 2012-11-23, and the hour that follows
    rf"(?:\d{{1,2}} )?\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]{_YEAR}(?: \d{{1,2}})?",  # 23.11.2012
    rf"{_YEAR}(?: ?[-/\x{{2013}}] ?| ){_YEAR}",  # 2012-2014
    r"\d{1,3}(?:\.\d{1,3}){3}",  # 192.0.2.1
    r"\d{1,3}(?:[ .]\d{3})+[.]\d{2}",  # 1 200 000.00
)
_BEFORE_AN_AMOUNT = frozenset("$€£¥#")


@dataclass(frozen=True)
class Span:
    """A personal value in a text: `kind` is email or phone, offsets count code points."""

    kind: str
    start: int
    end: int
    text: str


def personal_spans(text: str) -> list[Span]:
    """Find the first `MOST` addresses and numbers, in order, in time that grows with the text alone."""
    emails = list(_found("email", EMAIL, text))
    phones = (one for one in _found("phone", NUMBERS, text) if _is_phone(text, one))
    apart = _outside(emails, phones)
    return list(islice(merge(emails, apart, key=lambda one: one.start), MOST))


def _found(kind: str, pattern: str, text: str) -> Iterator[Span]:
    for match in _compiled(pattern).finditer(text):
        yield Span(kind, match.start(), match.end(), match.group())


def _outside(taken: list[Span], spans: Iterator[Span]) -> Iterator[Span]:
    ends = [one.end for one in taken]
    for span in spans:
        place = bisect_left(ends, span.start + 1)
        if place == len(taken) or taken[place].start >= span.end:
            yield span


def _is_phone(text: str, one: Span) -> bool:
    digits = sum(character.isdigit() for character in one.text)
    marked = one.text.startswith(("+", "0", "(")) or not one.text.isdigit()
    return (
        FEWEST_DIGITS <= digits <= MOST_DIGITS
        and marked
        and _stands_alone(text, one)
        and not any(_compiled(pattern).fullmatch(one.text) for pattern in NO_PHONE)
    )


def _stands_alone(text: str, one: Span) -> bool:
    before, after = text[max(0, one.start - 2) : one.start], text[one.end : one.end + 1]
    of_a_time = before[-1:] == ":" and before[:1].isdigit()
    of_an_amount = before.strip()[-1:] in _BEFORE_AN_AMOUNT and not one.text.startswith("+")
    return not (before[-1:].isalnum() or after.isalnum() or of_a_time or of_an_amount)


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern)
