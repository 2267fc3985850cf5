"""The words of a text as PostgreSQL's index keeps them: just those that SQLite's unicode61 finds.

PostgreSQL's own parser takes addresses and hyphened words apart in ways of its own; so that one search finds
the same on both engines, the words and their places are reckoned here and handed over as a finished tsvector.
"""

import re
from unicodedata import category, normalize

WORD = re.compile(r"[^\W_]+")
LAST_PLACE = 16_383
"""PostgreSQL knows no later one; what follows can be found, but no longer as a phrase."""

PLACES = 255
"""Of one word; later ones are not kept."""

LONGEST_WORD = 500
ROOM = 250_000
"""Letters in one index row; PostgreSQL takes a megabyte, in which a letter can have four bytes."""


def words(text: str) -> list[str]:
    """Return the words in order: letters and digits, casefolded, without accents."""
    if text.isascii():
        return WORD.findall(text.casefold())
    plain = normalize("NFD", text.casefold())
    return WORD.findall("".join(one for one in plain if category(one) != "Mn"))


def vector(*texts: str) -> str:
    """Write texts as a tsvector; no phrase reaches from one into the next."""
    places: dict[str, list[int]] = {}
    at = room = 0
    for text in texts:
        for word in words(text):
            at += 1
            if (kept := word[:LONGEST_WORD]) not in places:
                room += len(kept)
            if room > ROOM:
                break
            places.setdefault(kept, []).append(min(at, LAST_PLACE))
        at += 1
    return " ".join(f"'{word}':{_listed(found)}" for word, found in places.items())


def _listed(places: list[int]) -> str:
    return ",".join(map(str, dict.fromkeys(places[:PLACES])))


def phrase(text: str, *, begun: bool = False) -> str:
    """Write a phrase as a tsquery; `begun` lets its last word go on. "" where it holds no word."""
    found = [f"'{one[:LONGEST_WORD]}'" for one in words(text)]
    return " <-> ".join(found) + (":*" if found and begun else "")
