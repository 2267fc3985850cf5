"""The recovery key as people write it: Crockford's base 32, in groups that each end in a check character."""

import secrets
from hashlib import sha256

from core.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U; I and L are read as 1, O as 0."""
READ_AS = str.maketrans("ILO", "110")
GROUPS, DATA = 8, 4
"""Eight groups of four characters are 160 bits; the fifth of each is its check."""


def new_code() -> str:
    """Make a recovery key of 160 random bits, as `K7QM2-…`, eight groups of five."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(DATA)) for _ in range(GROUPS))
    return "-".join(one + _check(at, one) for at, one in enumerate(groups))


def read_code(typed: str) -> str:
    """Return a typed recovery key as it was made, whatever its case, spaces and hyphens.

    Raises BadInput that names the group with a slip; a check finds 31 slips of 32, and groups that changed
    places.
    """
    plain = "".join(one for one in typed.upper() if one.isalnum()).translate(READ_AS)
    size = DATA + 1
    if len(plain) != GROUPS * size:
        raise BadInput(
            f"A recovery key has {GROUPS} groups of {size} characters; this has {len(plain)} in all."
        )
    groups = [plain[at : at + size] for at in range(0, len(plain), size)]
    for at, one in enumerate(groups):
        if set(one) - set(ALPHABET) or one[DATA:] != _check(at, one[:DATA]):
            raise BadInput(f"Group {at + 1} of the recovery key is not as it was written; look at it again.")
    return "-".join(groups)


def _check(at: int, group: str) -> str:
    return ALPHABET[sha256(f"{at} {group}".encode()).digest()[0] % len(ALPHABET)]
