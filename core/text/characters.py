"""What one character folds to, and whether it can be folded without looking at its neighbours."""

from functools import cache, lru_cache
from sys import maxunicode
from unicodedata import combining, decomposition, normalize

REPLACEMENT = "\ufffd"
"""Stands for a lone surrogate, which no UTF-8 text can hold."""

REMEMBERED = 1 << 16
"""Characters whose folding is kept ready: more than any language needs, and a bound on memory."""

SHORT = 4
"""Longer sequences are rare, so they are folded each time."""

_IGNORABLE_RANGES = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
_IGNORABLE = frozenset(chr(point) for first, last in _IGNORABLE_RANGES for point in range(first, last + 1))
_JOINING_JAMO = frozenset(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))
_LAST_COMPOSING_PLANE = 0x20000
"""Every composed character of Unicode stands below; a test looks at all of them."""


def storable(text: str) -> str:
    """Return a text that UTF-8 can hold: halves of a pair joined, lone surrogates as REPLACEMENT."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def ignorable(character: str) -> bool:
    """Tell whether a character is invisible unless supported (Default_Ignorable_Code_Point, UAX #44)."""
    return character in _IGNORABLE


def fold_sequence(raw: str) -> str:
    """Fold characters that belong together: toNFKC_Casefold (Unicode §3.13) of just these."""
    return _fold_remembered(raw) if len(raw) <= SHORT else _fold(raw)


def _fold(raw: str) -> str:
    kept = "".join(one for one in raw if one not in _IGNORABLE)
    for step in _STEPS:
        kept = step(kept)
    return "".join(REPLACEMENT if "\ud800" <= one <= "\udfff" else one for one in kept)


@lru_cache(REMEMBERED)
def _fold_remembered(raw: str) -> str:
    return _fold(raw)


@lru_cache(REMEMBERED)
def fold_character(character: str) -> str:
    """Fold one character; an ignorable one folds to nothing."""
    return _fold(character)


@lru_cache(REMEMBERED)
def is_compatible(character: str) -> bool:
    """Tell whether casefolding alone does not fold this character."""
    return fold_character(character) != character.casefold()


@lru_cache(REMEMBERED)
def begins(character: str) -> bool:
    """Tell whether nothing before this character can change how it folds (a boundary of UAX #15 §9)."""
    if character in _IGNORABLE:
        return False
    for step in _STEPS:
        character = step(character)
        if combining(character[0]) or character[0] in _composing():
            return False
    return True


@lru_cache(REMEMBERED)
def stands_alone(character: str) -> bool:
    """Tell whether this character begins anew and casefolds and folds to exactly one."""
    return begins(character) and len(fold_character(character)) == len(character.casefold()) == 1


@cache
def _composing() -> frozenset[str]:
    """Return the characters that can melt into the one before."""
    points = map(chr, range(min(_LAST_COMPOSING_PLANE, maxunicode)))
    pairs = (one for one in points if " " in decomposition(one) and normalize("NFC", one) == one)
    return _JOINING_JAMO | {normalize("NFD", one)[-1] for one in pairs if len(normalize("NFD", one)) > 1}


def _nfd(text: str) -> str:
    return normalize("NFD", text)


def _nfkc(text: str) -> str:
    return normalize("NFKC", text)


_STEPS = (_nfd, str.casefold, _nfkc, str.casefold, _nfkc)
