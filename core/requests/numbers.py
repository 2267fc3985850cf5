"""Telephone numbers as they are compared: written with or without country, and short ones (ITU-T E.164)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.text.spans import MOST_DIGITS, Span, personal_spans

SHORTEST, FEWEST_ALIKE, COUNTRY = 6, 7, 3
"""Digits of the shortest number looked for, of a number that may stand for a longer one, of a country."""

MOST_GROUPS = 6
_NO_DIGIT = re.compile(r"\D+")
_GROUP = re.compile(r"\d+")
_BETWEEN = re.compile(r"[ \u00a0./()\u2010-\u2013-]{1,3}")
_EXTENSION = re.compile(r"[\s,;]*(?:x|ext\.?|extension)\s*\d{1,6}\s*\Z", re.IGNORECASE)
_TRUNK = re.compile(r"\(0\)")
_AMOUNT = "$€£¥#"


@dataclass(frozen=True)
class Number:
    """A number's digits without leading zeros, and whether its country or its trunk prefix stands there."""

    digits: str
    abroad: bool
    trunk: bool

    def same(self, other: "Number") -> bool:
        """Tell whether both are one number; a country's digits may be missing in one of them."""
        if self.digits == other.digits:
            return bool(self.digits)
        short, long = sorted((self, other), key=lambda one: len(one.digits))
        spare = len(long.digits) - len(short.digits)
        whole = len(short.digits) >= FEWEST_ALIKE and not short.abroad and not long.trunk
        return whole and 0 < spare <= COUNTRY and long.digits.endswith(short.digits)


def number_of(text: str) -> Number:
    """Read a number as somebody wrote it."""
    plain = _TRUNK.sub("", _EXTENSION.sub("", text)).strip()
    digits = "".join(one for one in plain if one.isdecimal())
    abroad = plain.lstrip("( ").startswith("+") or digits.startswith("00")
    return Number(digits.lstrip("0"), abroad, not abroad and digits.startswith("0"))


def numbers_in_field(text: str) -> list[Number]:
    """Read a field for numbers: the whole of it, and each one if it holds several."""
    each = [number_of(one.text) for one in personal_spans(text) if one.kind == "phone"]
    return [one for one in (number_of(text), *each) if one.digits]


def digits_in_field(text: str) -> list[str]:
    """Return the digits of a field's numbers as they are compared; quick where it holds one alone."""
    digits = _NO_DIGIT.sub("", text)
    if len(digits) > MOST_DIGITS or "(0)" in text:
        return [one.digits for one in numbers_in_field(text)]
    return [digits.lstrip("0")]


def short_runs(text: str) -> Iterator[Span]:
    """Give every run of digit groups that may be a number however short, the longest first at each place."""
    groups = [match.span() for match in _GROUP.finditer(text)]
    for at, (start, _) in enumerate(groups):
        if start and (text[start - 1].isalnum() or text[start - 1] in _AMOUNT):
            continue
        for _, end in reversed(list(_joined(text, groups[at : at + MOST_GROUPS]))):
            if (
                sum(one.isdecimal() for one in text[start:end]) >= SHORTEST
                and not text[end : end + 1].isalnum()
            ):
                yield Span("phone", start, end, text[start:end])


def _joined(text: str, groups: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give groups while only what stands inside a telephone number stands between them."""
    before = None
    for start, end in groups:
        if before is not None and not _BETWEEN.fullmatch(text, before, start):
            return
        yield start, end
        before = end
