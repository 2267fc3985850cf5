"""Short names that staff type: on one line, and nothing in them that does not show.

A name is read on other people's screens, in letters and on covers. Control characters (C0 and C1), line
breaks and marks that turn text around (UAX #9 §2) make it read as something else there. Joiners stay allowed
within a name, where Persian, Indic scripts and emoji need them, but not at its ends.
"""

from unicodedata import category

from core.errors import BadInput

SPACES = " \u00a0\u3000"
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")


def short_name(typed: str, what: str, longest: int) -> str:
    """Return a name without the spaces around it, empty where nothing was typed.

    `what` names the field in the sentence, as in "The share's title"; `longest` counts characters. Raises
    BadInput for a name that is longer or holds what does not show.
    """
    name = typed.strip(SPACES)
    if fault := unseen(name):
        raise BadInput(f"{what} holds {fault}; type it without.")
    if len(name) > longest:
        raise BadInput(f"{what} has {longest} characters at most; this one has {len(name):,}.")
    return name


def unseen(name: str) -> str:
    """Say what in a name does not show or breaks its line, by its code point; empty where all of it shows."""
    ends = {name[:1], name[-1:]}
    for one in name:
        if one in BREAKS:
            return "a line break"
        if one in TURNS:
            return f"a mark that turns text around ({_code(one)})"
        if category(one) in {"Cc", "Cs"} or (one in ends and category(one) == "Cf"):
            return f"a character that cannot be seen ({_code(one)})"
    return ""


def _code(one: str) -> str:
    return f"U+{ord(one):04X}"
