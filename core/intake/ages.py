"""Ages and birth dates as files write them; what cannot be read may still tell of a child (C24)."""

import re
from datetime import date

from core.errors import BadInput
from core.intake import values
from core.people.rules import CHILD

OLDEST = 130
"""No stated age in years is above this."""
MOST_DIGITS = 20
"""Leading zeros and all; Python itself refuses to read a number of thousands of digits."""
MONTHS = 12 * CHILD

_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")
_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b|\b\d{1,2}[-/.]\d{4}\b")
_SAID = re.compile(
    r"(?P<under>(?<!not )(?:\bunder|\bbelow|\bless than|\byounger than|\bup to|\bu|<=?|≤))?"
    r"(?P<over>\bover|\babove|\bmore than|\bolder than|>(?!=))?"
    r"[ -]?(?P<number>\d+(?:[.,]\d+)?)"
    r"(?P<young> ?(?:months?|weeks?|days?)\b)?"
    r"(?P<or_under> ?(?:years? )?(?:and|or|&)? ?(?:under|below|younger)\b)?"
)
_IN_WORDS = re.compile(
    r"(?:under |aged? )?(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! hundred)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


class MayBeChildError(BadInput):
    """What a row says of an age cannot be read, and may be under 13: it is held as a child's row is."""

    clause = "C24"


def age(text: str) -> int | None:
    """Read an age in whole years, also one written as `9.0`; empty means none.

    Raises MayBeChildError or BadInput for what is none.
    """
    plain = text.strip()
    if not plain:
        return None
    whole = _WHOLE.fullmatch(plain)
    if whole is None or len(whole[1]) > MOST_DIGITS or int(whole[1]) > OLDEST:
        if says_child(plain):
            raise MayBeChildError("The stated age cannot be read, and may be under 13.")
        raise BadInput(f"The stated age is not a number of years from 0 to {OLDEST}.")
    return int(whole[1])


def birth_date(text: str, *days: date) -> date | None:
    """Read a birth date as `values.day` does; on none of these days may it be a child's.

    Raises MayBeChildError or BadInput for what is none.
    """
    try:
        return values.day(text, "birth date")
    except BadInput as error:
        since = [day.year - int(year) for year in _YEAR.findall(text) for day in days]
        if any(0 <= years < CHILD for years in since):
            raise MayBeChildError("The birth date cannot be read, and may be a child's.") from error
        raise


def says_child(text: str) -> bool:
    """Tell whether an age that cannot be read may be under 13: by its first number, or the words for it."""
    plain = " ".join(_DATE.sub(" ", text.casefold()).split())
    said = _SAID.search(plain)
    if said is None:
        return _IN_WORDS.match(plain) is not None
    number = float(said["number"].replace(",", "."))
    if said["young"]:
        return number < MONTHS
    if said["under"] or said["or_under"]:
        return number <= CHILD
    return number + bool(said["over"]) < CHILD
