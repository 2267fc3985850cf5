"""Decisions about people as plain functions of plain values."""

import re
from datetime import date
from unicodedata import category, combining, normalize

from core.errors import BadInput

CHILD = 13
"""Under this age, in years, a person may not be on file (C24)."""
VERSION_NOT_KNOWN = "not known"
"""The policy version of a record whose file named none and no date; what it allowed nobody can say (C02)."""

LONGEST_LOCAL, LONGEST_LABEL, LONGEST_ADDRESS = 64, 63, 254
"""Octets, as RFC 5321 §4.5.3.1 has them; the path's 256 count its angle brackets too."""
_ATOM = r"""[^\s@"(),:;<>\[\]\\.\x00-\x20\x7f]+"""
_LOCAL = re.compile(rf"""{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])+\"""")
_LETTERS = "LMN"
"""The Unicode categories of what a label of a domain may hold beside the hyphen: letters, marks, digits."""


def email_key(address: str) -> str:
    """Return an address as it is compared: NFKC, casefolded, trimmed; nothing else is taken away (C25)."""
    return normalize("NFKC", address).casefold().strip()


def name_key(name: str) -> str:
    """Return a name as it is searched: no case, no diacritics, single spaces."""
    plain = "".join(one for one in normalize("NFKD", name) if not combining(one))
    return " ".join(plain.casefold().split())


def checked_email(address: str) -> str:
    """Return the address as given, trimmed; raises BadInput when it cannot be an e-mail address.

    RFC 5321 §4.1.2 with a domain name, and RFC 6531 beside it: letters of any script on both sides. It holds
    as it is compared too (`email_key`), so no other spelling of the @ or a dot slips through.
    """
    plain = address.strip()
    if not (_is_address(plain) and (plain.isascii() or _is_address(email_key(plain)))):
        raise BadInput("The e-mail address is not one." if plain else "The e-mail address is empty.")
    return plain


def _is_address(plain: str) -> bool:
    local, at, host = plain.rpartition("@")
    fits = len(local.encode()) <= LONGEST_LOCAL and len(plain.encode()) <= LONGEST_ADDRESS
    return bool(at) and fits and plain.isprintable() and bool(_LOCAL.fullmatch(local)) and _is_domain(host)


def _is_domain(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > 1 and all(map(_is_label, labels)) and not labels[-1].isdecimal()


def _is_label(label: str) -> bool:
    letters = label.replace("-", "")
    if not letters or len(label) > LONGEST_LABEL or "-" in {label[0], label[-1]}:
        return False
    return letters.isalnum() or all(category(one)[0] in _LETTERS for one in letters)


def age_on(birth: date, today: date) -> int:
    """Return an age in whole years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def shows_child(birth: date | None, stated_age: int | None, collected: date, today: date) -> bool:
    """Tell whether a record shows or states an age under 13 (C24).

    A stated age counts as it was stated, however long ago that is. A birth date counts as of the day of
    collection, for what a child gave stays a child's; as of today where that day is still to come, or is
    before the birth and so no day of collection at all.
    """
    if stated_age is not None and stated_age < CHILD:
        return True
    if birth is None:
        return False
    return age_on(birth, collected if birth <= collected <= today else today) < CHILD


def masked_name(name: str) -> str:
    """Return a name with all but each part's first letter hidden; a part of one letter is hidden whole."""
    return " ".join(_masked_part(part) for part in name.split())


def _masked_part(part: str) -> str:
    return part[0] + "•" * min(len(part) - 1, 6) if len(part) > 1 else "•"
