"""Ages and birth dates as files write them; what cannot be read may still tell of a child (C24)."""

import re
from datetime import date

from core.errors import BadInput
from core.intake import values
from core.intake.age_words import Sign, plain_words, sign_in_words
from core.intake.birth_days import sign_of_birth

OLDEST = 130
"""No stated age in years is above this."""
MOST_DIGITS = 20
"""Leading zeros and all; Python itself refuses to read a number of thousands of digits."""

_YEAR = re.compile(r"\d{4}")
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")


class MayBeChildError(BadInput):
    """What a row says of an age cannot be read, and may be under 13: it is held as a child's row is."""

    clause = "C24"


class AgeOpenError(BadInput):
    """What a row says of an age fits a child and a grown-up: the row is held, and nobody's file is locked."""

    clause = "C24"


def age(text: str, *days: date) -> int | None:
    """Read an age in whole years, also one written as `9.0`; empty means none.

    A year or a date in its place counts as a birth date on these days. Raises MayBeChildError, AgeOpenError
    or BadInput for what is none.
    """
    plain = plain_words(text)
    if not plain:
        return None
    whole = _WHOLE.fullmatch(plain)
    if whole is None or len(whole[1]) > MOST_DIGITS or int(whole[1]) > OLDEST:
        _hold(max(sign_in_words(plain), sign_of_birth(plain, days)), "stated age", "under 13")
        raise BadInput(f"The stated age is not a number of years from 0 to {OLDEST}.")
    return int(whole[1])


def birth_date(text: str, *days: date) -> date | None:
    """Read a birth date as `values.day` does; on none of these days may it be a child's.

    An age in its place leaves open what is meant. Raises MayBeChildError, AgeOpenError or BadInput for what
    is none.
    """
    try:
        return values.day(text, "birth date")
    except BadInput:
        _hold(sign_of_birth(text, days) or _age_in_its_place(text), "birth date", "a child's")
        raise


def _age_in_its_place(text: str) -> Sign:
    return Sign.NONE if _YEAR.search(text) else min(Sign.OPEN, sign_in_words(text))


def _hold(sign: Sign, name: str, what: str) -> None:
    if sign is Sign.CHILD:
        raise MayBeChildError(f"The {name} cannot be read, and may be {what}.")
    if sign is Sign.OPEN:
        raise AgeOpenError(f"The {name} leaves open whether this is a child under 13.")
