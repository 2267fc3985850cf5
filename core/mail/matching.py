"""Whether a sender's name and address are those on file (C25); each graded apart, the officer decides."""

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.84
"""From here on two texts count as similar (difflib's ratio): one wrong letter in a short name passes."""
LOOKED_AT = 20_000  # characters of a body in which a name is looked for

_LIKE_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


class Grade(StrEnum):
    """How well a value fits what is on file, best first.

    `exact`: the same characters. `folded`: the same after the folding that the function names. `partial`
    (names): initials or some of the words. `similar`: alike, never enough by itself. `none`: not found.
    """

    exact = "exact"
    folded = "folded"
    partial = "partial"
    similar = "similar"
    none = "none"


ORDER = tuple(Grade)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The best grade and where it was found: `from`, `text`, or empty."""

    grade: Grade
    where: str = ""


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """The best grade and the address on file it was reached with, as it stands on file; empty if none."""

    grade: Grade
    on_file: str = ""


def match_name(given: str | None, text: str, on_file: str) -> NameMatch:
    """Grade the full name on file against the From field's name and against the message's own words.

    Folding is: case, diacritics, compatibility forms, punctuation, and the order of the words. C25 asks for
    the full name; a name given only in the text counts as much as one in the From field.
    """
    if not folded_words(on_file):
        return NameMatch(Grade.none)
    by_from = _grade_name(given or "", on_file)
    by_text = _grade_in_text(text[:LOOKED_AT], on_file)
    found = NameMatch(by_from, "from") if _at_least(by_from, by_text) else NameMatch(by_text, "text")
    return NameMatch(Grade.none) if found.grade is Grade.none else found


def match_address(address: str, on_file: Iterable[str]) -> AddressMatch:
    """Grade an address against those on file.

    Folding is: surrounding blanks, case on both sides of the @, the Unicode and punycode forms of a domain.
    A plus tag or a dot is never dropped: `ana+x@` is another address than `ana@`, at best similar.
    """
    graded = [(_grade_address(address, known), known) for known in on_file]
    grade, known = min(graded, key=lambda pair: ORDER.index(pair[0]), default=(Grade.none, ""))
    return AddressMatch(grade, known if grade is not Grade.none else "")


def folded_words(text: str) -> list[str]:
    """Return a text's words without case, diacritics and punctuation."""
    wide = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in wide if not unicodedata.combining(letter)).translate(_LIKE_LETTERS)
    return "".join(letter if letter.isalnum() else " " for letter in plain if letter not in "'’").split()  # noqa: RUF001 - both apostrophes


def folded_address(address: str) -> str:
    """Return an address without case and with its domain in punycode."""
    local, at, domain = unicodedata.normalize("NFC", address.strip()).casefold().rpartition("@")
    with suppress(UnicodeError):  # not a domain name: compared as it stands
        domain = domain.encode("idna").decode()
    return f"{local}{at}{domain}"


def _at_least(one: Grade, other: Grade) -> bool:
    return ORDER.index(one) <= ORDER.index(other)


def _grade_name(given: str, on_file: str) -> Grade:
    if given.strip() and given.strip() == on_file.strip():
        return Grade.exact
    words, known = folded_words(given), folded_words(on_file)
    if not words:
        return Grade.none
    if sorted(words) == sorted(known):
        return Grade.folded
    if _initials(words, known) or _initials(known, words):
        return Grade.partial
    alike = SequenceMatcher(None, " ".join(sorted(words)), " ".join(sorted(known))).ratio()
    return Grade.similar if alike >= ALIKE else Grade.none


def _initials(short: list[str], full: list[str]) -> bool:
    """Tell whether each word is a word, or the initial of one, of the other name, and one is a whole word."""
    left = list(full)
    whole = 0
    for word in sorted(short, key=len, reverse=True):
        fits = [other for other in left if other == word or (len(word) == 1 and other[0] == word)]
        if not fits:
            return False
        left.remove(fits[0])
        whole += len(word) > 1
    return whole > 0


def _grade_in_text(text: str, on_file: str) -> Grade:
    if f" {on_file.strip()} " in f" {' '.join(text.split())} ":
        return Grade.exact
    words, known = folded_words(text), folded_words(on_file)
    wanted = sorted(known)
    size = len(known)
    if any(sorted(words[at : at + size]) == wanted for at in range(len(words) - size + 1)):
        return Grade.folded if size > 1 else Grade.partial
    return Grade.none


def _grade_address(address: str, known: str) -> Grade:
    if not address.strip() or not known.strip():
        return Grade.none
    if address == known:
        return Grade.exact
    one, other = folded_address(address), folded_address(known)
    if one == other:
        return Grade.folded
    return Grade.similar if SequenceMatcher(None, one, other).ratio() >= ALIKE else Grade.none
