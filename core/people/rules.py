"""Decisions about people as plain functions of plain values."""

from datetime import date
from unicodedata import combining, normalize

from core.errors import BadInput

CHILD = 13
"""Under this age, in years, a person may not be on file (C24)."""


def email_key(address: str) -> str:
    """Return an address as it is compared: NFKC, casefolded, trimmed; nothing else is taken away (C25)."""
    return normalize("NFKC", address).casefold().strip()


def name_key(name: str) -> str:
    """Return a name as it is searched: no case, no diacritics, single spaces."""
    plain = "".join(one for one in normalize("NFKD", name) if not combining(one))
    return " ".join(plain.casefold().split())


def checked_email(address: str) -> str:
    """Return the address as given, trimmed; raises BadInput when it cannot be an e-mail address."""
    plain = address.strip()
    name, at, host = plain.rpartition("@")
    if not (name and at and "." in host) or any(one.isspace() for one in plain):
        raise BadInput("The e-mail address is not one.")
    return plain


def age_on(birth: date, today: date) -> int:
    """Return an age in whole years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def shows_child(birth: date | None, stated_age: int | None, collected: date, today: date) -> bool:
    """Tell whether a record shows or states an age under 13 (C24).

    A stated age grows from the day it was collected; a birth date counts as of today.
    """
    if birth is not None and age_on(birth, today) < CHILD:
        return True
    return stated_age is not None and stated_age + age_on(collected, today) < CHILD


def masked_name(name: str) -> str:
    """Return a name with all but each part's first letter hidden; a part of one letter is hidden whole."""
    return " ".join(_masked_part(part) for part in name.split())


def _masked_part(part: str) -> str:
    return part[0] + "•" * min(len(part) - 1, 6) if len(part) > 1 else "•"


def masked_email(address: str) -> str:
    """Return an address with all but its first letter and its last part hidden."""
    if "@" not in address:
        return masked(address)
    local, _, host = address.rpartition("@")
    return f"{local[:1]}•••@•••.{host.rpartition('.')[2]}"


def masked(value: str) -> str:
    """Return a value fully hidden; an empty one stays empty."""
    return "•••••" if value else ""
