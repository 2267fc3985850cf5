"""Values as a screen may show them: enough to tell one from another, not to reach anybody (C22)."""

from unicodedata import normalize

AT_SIGNS = "@\ufe6b\uff20"
"""The sign of an address in every width that NFKC takes for it."""


def masked(value: str) -> str:
    """Return a value fully hidden; an empty one stays empty."""
    return "•••••" if value else ""


def masked_email(address: str) -> str:
    """Return an address with all but its first letter and its last part hidden."""
    if "@" not in address:
        return masked(address)
    local, _, host = address.rpartition("@")
    return f"{local[:1]}•••@•••.{host.rpartition('.')[2]}"


def shown_id(name: str) -> str:
    """Return what the site calls somebody or something; where that is an address, masked.

    A number or a name of the site's own tells nothing of how to reach anybody. An address is one in any width
    of its sign (NFKC), as where people are compared.
    """
    plain = normalize("NFKC", name)
    return masked_email(plain) if "@" in plain else name
