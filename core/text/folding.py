"""Folding a text to the form that rules compare, with the way back to the exact raw characters.

The fold is Unicode's toNFKC_Casefold (§3.13): compatibility forms, case and invisible characters no longer
count. Text that folds one character to one, as nearly all does, takes a short path and needs no map.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from string import ascii_uppercase
from typing import NamedTuple

from core.text.characters import (
    begins,
    fold_character,
    fold_sequence,
    ignorable,
    is_compatible,
    stands_alone,
)

__all__ = ["FOLD_VERSION", "Folded", "Run", "fold", "ignorable"]

FOLD_VERSION = 1
"""Kept with every screening; any change of what `fold` returns is a new version."""

LAST_ASCII = "\x7f"
FEW = 8
"""Up to so many kinds of characters are looked for one kind at a time, which is faster."""

LONGEST_SEQUENCE = 31
"""A character and 30 marks, as Stream-Safe Text has it (UAX #15 §13): longer heaps are folded in parts."""


class Run(NamedTuple):
    """A stretch of folded text and where it stands raw; `even` when each character folds to one."""

    at: int
    start: int
    end: int
    even: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its way back; without `runs`, folded and raw offsets are the same."""

    text: str
    runs: tuple[Run, ...] = ()
    _places: tuple[int, ...] = field(default=(), repr=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded characters [start, end) stand raw, in code points.

        Whole raw characters that took part: half of a folded ligature gives the ligature, and invisible
        characters are inside the span but never at its ends. Raises ValueError outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"No folded characters {start} to {end} in a text of {len(self.text)}.")
        if not self.runs:
            return start, end
        first = self._raw(start)[0] if start < len(self.text) else self.runs[-1].end
        return (first, self._raw(end - 1)[1]) if end > start else (first, first)

    def pieces(self, raw_length: int) -> Iterator[tuple[int, int, str, bool]]:
        """Yield the text piece by piece: raw start and end, the folded piece, and if it is letter for letter.

        `raw_length` is that of the raw text; what lies between two pieces was invisible.
        """
        if not self.text:
            return
        runs = self.runs or (Run(0, 0, raw_length, even=True),)
        for run, end in zip(runs, [*self._places[1:], len(self.text)], strict=True):
            yield run.start, run.end, self.text[run.at : end], run.even

    def _raw(self, place: int) -> tuple[int, int]:
        run = self.runs[bisect_right(self._places, place) - 1]
        if not run.even:
            return run.start, run.end
        start = run.start + place - run.at
        return start, start + 1


def fold(text: str) -> Folded:
    """Fold a text; time and memory grow with its length alone."""
    if text.isascii():
        return Folded(text.lower())
    others = [one for one in set(text) if one > LAST_ASCII]
    odd = {one for one in others if not stands_alone(one)}
    if not odd:
        return Folded(_even_fold(others)(text))
    return _fold_mapped(text, odd, _even_fold(set(others) - odd))


def _fold_mapped(text: str, odd: set[str], fold_even: Callable[[str], str]) -> Folded:
    pieces: list[str] = []
    runs: list[Run] = []
    at = 0
    for start, end, even in _stretches(text, odd):
        raw = text[start:end]
        piece = fold_even(raw) if even else fold_sequence(raw)
        runs.append(Run(at, start, end, even))
        pieces.append(piece)
        at += len(piece)
    return Folded("".join(pieces), tuple(runs), tuple([run.at for run in runs]))


def _even_fold(characters: Collection[str]) -> Callable[[str], str]:
    """Return what folds a text of ASCII and of these characters, which stand alone."""
    compatible = [one for one in characters if is_compatible(one)]
    if len(compatible) > FEW:
        table = {ord(one): fold_character(one) for one in (*characters, *ascii_uppercase)}
        return lambda text: text.translate(table)
    return partial(_casefold_and_swap, [(one.casefold(), fold_character(one)) for one in compatible])


def _casefold_and_swap(swaps: list[tuple[str, str]], text: str) -> str:
    """Casefolding does it, but for the few characters that have another form."""
    if text.isascii():
        return text.lower()
    text = text.casefold()
    for form, folded in swaps:
        text = text.replace(form, folded)
    return text


def _stretches(text: str, odd: set[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield even stretches, and between them the sequences that must be folded as one."""
    at = 0
    for place in _places(text, odd):
        if place < at:
            continue
        start = place if place == at or begins(text[place]) else place - 1
        if start > at:
            yield at, start, True
        at = _sequence_end(text, start, odd)
        first, last = _without_ignorable_ends(text, start, at)
        if first < last:
            yield first, last, False
    if at < len(text):
        yield at, len(text), True


def _places(text: str, odd: set[str]) -> list[int]:
    if len(odd) > FEW:
        return [place for place, one in enumerate(text) if one in odd]
    return sorted(found.start() for one in odd for found in re.finditer(re.escape(one), text))


def _sequence_end(text: str, start: int, odd: set[str]) -> int:
    kept = 0 if ignorable(text[start]) else 1
    end = start + 1
    while end < len(text) and text[end] in odd and kept < LONGEST_SEQUENCE and not begins(text[end]):
        kept += not ignorable(text[end])
        end += 1
    return end


def _without_ignorable_ends(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and ignorable(text[first]):
        first += 1
    while first < last and ignorable(text[last - 1]):
        last -= 1
    return first, last
