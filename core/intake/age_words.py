"""What words about an age tell of a child: one for certain, perhaps one, or nothing (C24)."""

import re
from collections.abc import Mapping
from enum import IntEnum
from math import inf
from unicodedata import category, normalize, numeric

from core.people.rules import CHILD

ADULT = 18
"""A band of ages with people of this age in it says of nobody that they are a child."""
MINUS = "\N{MINUS SIGN}"
LONGEST = 100
"""Characters of a text that are read."""


class Sign(IntEnum):
    """What a text that cannot be read as an age tells: the higher, the more of a child."""

    NONE = 0
    OPEN = 1
    CHILD = 2


_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_IN_WORDS = re.compile(
    r"\b(?:(?P<hundred>(?:(?:one|a) )?hundred)"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(_UNITS[1:10])}))?"
    rf"|(?P<unit>{'|'.join(_UNITS)}))\b"
)
_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b|\b\d{1,2}[-/.]\d{4}\b")
_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_SAID = re.compile(
    r"(?P<no>\b(?:not|no) )?"
    r"(?:(?P<under>\b(?:under|below|less than|younger than|up to|at most|not yet|nearly|almost|before|u)"
    r"|<=?|[≤⩽])"
    r"|(?P<over>\b(?:over|above|more than|older than)|>(?!=))"
    r"|(?P<least>\b(?:at least|from|minimum)|>=|[≥⩾]))?"
    r"(?: (?:the )?age(?: of)?)?[ -]?"
    rf"(?P<number>{_NUMBER})(?:(?: ?- ?| to | and )(?P<end>{_NUMBER}))?"
    r"(?:[ -]?(?P<unit>months?|mths?|mos?|weeks?|wks?|days?|[mwd])\b)?"
    r"(?:[ -]?(?:years?|yrs?|y)\b)?(?: old)?"
    r"(?P<or_under> ?(?:and|or|&)? ?(?:under|below|younger|less)\b| yet\b)?"
    r"(?P<or_over> ?(?:\+|plus\b)| ?(?:and|or|&)? ?(?:over|above|older|up|upwards|more)\b)?"
)
_PER_YEAR: Mapping[str, int] = {"m": 12, "w": 52, "d": 365}
_A_CHILD = (
    r"(?:child(?:ren)?|kids?|infants?|bab(?:y|ies)|toddlers?|newborns?|pre-?teens?|tweens?|pre-?schoolers?)"
)
_IS_CHILD = re.compile(rf"(?:i am |i'm )?(?:an? )?(?:small |young |little )?{_A_CHILD}[.!]?")
_NAMES_YOUNG = re.compile(
    rf"\b(?:{_A_CHILD}|minors?|under-? ?aged?|juveniles?|youths?|juniors?|adolescents?)\b"
)


def sign_in_words(text: str) -> Sign:
    """Tell what a text says of an age, by its first number or the words for a child.

    A band of ages that lies under 13, or begins there and ends before the grown-ups, is a child's. One that
    goes on to the grown-ups ("12+"), or names no age under 13 ("under 18"), leaves it open.
    """
    plain = _numbers_for_words(_DATE.sub(" ", plain_words(text)))
    said = _SAID.search(plain)
    if said is not None:
        return sign_of_band(*_band(said))
    if _IS_CHILD.fullmatch(plain.strip()):
        return Sign.CHILD
    return Sign.OPEN if _NAMES_YOUNG.search(plain) else Sign.NONE


def sign_of_band(low: float | None, high: float) -> Sign:
    """Tell what a band of ages says, both ends in years and in it; a low end of None is not named."""
    if high < CHILD:
        return Sign.CHILD
    if low is None:
        return Sign.OPEN
    if low >= CHILD:
        return Sign.NONE
    return Sign.OPEN if high >= ADULT else Sign.CHILD


def plain_words(text: str) -> str:
    """Return a text as it is read: NFKC, casefolded, one kind of dash, nothing unseen, halves as decimals."""
    halves = "".join(_as_decimal(one) for one in text)
    seen = "".join(one for one in normalize("NFKC", halves).casefold() if category(one) != "Cf")
    dashed = "".join("-" if category(one) == "Pd" or one == MINUS else one for one in seen)
    return " ".join(dashed.split())[:LONGEST]


def _as_decimal(one: str) -> str:
    """Return ½ as `.50`: NFKC would join it to the number before it, and make a hundred of 12½."""
    value = numeric(one, 0.0)
    return f"{value:.2f}".lstrip("0") if 0 < value < 1 else one


def _numbers_for_words(plain: str) -> str:
    return _IN_WORDS.sub(_number, plain)


def _number(found: re.Match[str]) -> str:
    if found["hundred"]:
        return "100"
    return str(_VALUES[found["unit"] or found["tens"]] + _VALUES.get(found["ones"] or "", 0))


def _band(said: re.Match[str]) -> tuple[float | None, float]:
    """Return the ages that are meant, in years; the low end None where none is named."""
    low, high = _numbers(said)
    no, under, over = bool(said["no"]), said["under"] or said["or_under"], said["over"]
    if said["or_under"] or (over if no else under):
        return None, high - 1  # "13 and under" too: who says so means to tell of children
    if over:
        return low + 1, inf
    if said["least"] or said["or_over"] or under:
        return low, inf
    return low, high


def _numbers(said: re.Match[str]) -> tuple[float, float]:
    """Return the lower and the higher number in years; a lone letter may be a unit, or may not be one."""
    told = sorted(float(one.replace(",", ".")) for one in (said["number"], said["end"]) if one)
    low, high = told[0], told[-1]
    unit = said["unit"] or ""
    if not unit:
        return low, high
    scale = _PER_YEAR[unit[0]]
    return low / scale, high if len(unit) == 1 else high / scale
