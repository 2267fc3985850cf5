"""Folding a text to the form that rules compare, with the way back to the exact raw characters.

NFKC and casefold, characters that are ignorable by default dropped (Unicode §5.21), applied to one combining
sequence at a time so that every folded character knows the raw characters it came from.
"""

import re
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, combining, normalize

FOLD_VERSION = 1
"""Kept with every screening; a change of folding is a new version."""

IGNORABLE = frozenset(
    {
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *(*range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
    }
)
PLANE_14 = range(0xE0000, 0xE1000)
OTHER = re.compile(r"[^\x00-\x7f]+")
SHORT = 8
"""Longer combining sequences are folded but not remembered."""

HANGUL = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))


@dataclass(frozen=True)
class Folded:
    """A folded text and its segments: where each begins, folded and raw, and if it is letter for letter."""

    text: str
    folded_at: tuple[int, ...] = (0,)
    raw_at: tuple[int, ...] = (0, sys.maxsize)
    straight: tuple[bool, ...] = (True,)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where folded characters [start, end) stand in the raw text, whole characters only."""
        first = bisect_right(self.folded_at, start) - 1
        last = bisect_right(self.folded_at, end - 1) - 1
        begin = self.raw_at[first] + (start - self.folded_at[first] if self.straight[first] else 0)
        if self.straight[last]:
            return begin, self.raw_at[last] + end - self.folded_at[last]
        return begin, self.raw_at[last + 1]


def fold(text: str) -> Folded:
    """Fold a text; plain ASCII takes the short path, where folded and raw offsets are the same."""
    if text.isascii():
        return Folded(text.lower())
    pieces: list[str] = []
    folded_at, raw_at, straight = array("q"), array("q"), []
    length = 0
    for start, end in _segments(text):
        piece = fold_run(text[start:end])
        pieces.append(piece)
        folded_at.append(length)
        raw_at.append(start)
        straight.append(text[start:end].isascii())
        length += len(piece)
    raw_at.append(len(text))
    return Folded("".join(pieces), tuple(folded_at), tuple(raw_at), tuple(straight))


@lru_cache(maxsize=8192)
def _fold_short(run: str) -> str:
    kept = "".join(one for one in run if not ignorable(one))
    folded = normalize("NFKC", normalize("NFKC", kept).casefold())
    return "".join(one for one in folded if not ignorable(one))


def fold_run(run: str) -> str:
    """Fold plain ASCII of any length, or one combining sequence."""
    if run.isascii():
        return run.lower()
    return _fold_short(run) if len(run) <= SHORT else _fold_short.__wrapped__(run)


def ignorable(character: str) -> bool:
    """Tell whether a character is invisible by default and carries no text."""
    point = ord(character)
    return point in IGNORABLE or point in PLANE_14


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches of plain ASCII, and between them each base character with what combines with it."""
    start = 0
    for found in OTHER.finditer(text):
        first = found.start()
        if first > start and _continues(text[first]):
            first -= 1  # the last plain letter carries the mark that follows it
        if first > start:
            yield start, first
        yield from _runs(text, first, found.end())
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for place in range(start + 1, end + 1):
        if place == end or not _continues(text[place]):
            yield start, place
            start = place


@lru_cache(maxsize=8192)
def _continues(character: str) -> bool:
    point = ord(character)
    if point < 0x300:  # noqa: PLR2004  # nothing below U+0300 combines
        return False
    return bool(combining(character)) or category(character)[0] == "M" or any(point in one for one in HANGUL)
