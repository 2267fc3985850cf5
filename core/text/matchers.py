"""Words, phrases and patterns made into RE2: one source for the set of all, one for exact places.

The set's source may strike too often, never too seldom; the exact source settles it. RE2's own word boundary
knows ASCII alone, so exact sources look at the neighbouring characters instead.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import re2

from core.text.folding import fold
from core.text.patterns import SPACE, WORD, Pattern, read_pattern

MEMORY = 64 << 20
"""Bytes that RE2 may use for one pattern's automata."""

_APART = rf"[{SPACE}\-\x{{2010}}\x{{2012}}-\x{{2014}}]+"
"""Hyphens and dashes as NFKC leaves them (U+2011 folds to U+2010)."""

_APOSTROPHE = r"['`\x{2018}\x{2019}\x{2bc}]"
_AS_TYPED = str.maketrans("`\u2018\u2019\u02bc", "''''")
_WITHOUT_SPACES = (
    range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x2E80, 0x3100),
    range(0x31F0, 0x3200), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000),
)  # fmt: skip
"""Thai, Lao, Burmese, Khmer, Han and kana: their words stand without spaces between them."""


class Matcher:
    """One RE2 pattern of a rule, for folded text in UTF-8."""

    def __init__(self, pattern: Pattern, set_source: str = "") -> None:
        self.set_source = set_source or pattern.source
        self._pattern = pattern

    @property
    def source(self) -> str:
        """Return the exact pattern for ASCII text."""
        return self._bounded("0-9a-z_")

    def spans(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield the places of all matches in bytes, in order, none overlapping, none empty."""
        expression = self._ascii if data.isascii() else self._unicode
        at = 0
        while at <= len(data) and (match := expression.search(data, at)):
            start, end = match.span(1)
            if end > start:
                yield start, end
            at = max(end, _next_character(data, match.start()))

    def strikes(self, text: str) -> bool:
        """Tell whether the pattern stands anywhere in a folded text."""
        return next(self.spans(text.encode()), None) is not None

    @cached_property
    def _ascii(self) -> Any:
        return compiled(self.source)

    @cached_property
    def _unicode(self) -> Any:
        return compiled(self._bounded(WORD))

    def _bounded(self, word: str) -> str:
        before = f"(?:^|[^{word}])" if self._pattern.left else ""
        after = f"(?:$|[^{word}])" if self._pattern.right else ""
        return f"{before}({self._pattern.source}){after}"


def compiled(source: str) -> Any:
    """Compile for RE2; raises re2.error."""
    return re2.compile(source, options(MEMORY))


def options(memory: int) -> Any:
    """Return how all our patterns are compiled; `memory` in bytes."""
    chosen = re2.Options()
    chosen.max_mem = memory
    chosen.log_errors = False
    chosen.case_sensitive = False
    return chosen


def pattern_matcher(written: str) -> Matcher:
    """Make a matcher of a pattern as a person wrote it; raises UnsupportedError and re2.error."""
    return Matcher(read_pattern(written))


def term_matchers(terms: Iterable[str]) -> Iterator[Matcher]:
    """Make matchers of words and phrases: folded, whole words, any white space or hyphen between them."""
    edges: dict[tuple[bool, bool], list[str]] = {}
    for term in sorted({fold(" ".join(one.split())).text for one in terms}, key=lambda one: (-len(one), one)):
        edges.setdefault((_bounds(term[0]), _bounds(term[-1])), []).append(term)
    for (left, right), alike in edges.items():
        source = "|".join(map(_literal, alike))
        yield Matcher(Pattern(source, left, right), "|".join(map(_loosely_bounded, alike)))


def in_characters(data: bytes, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Turn ascending byte spans of UTF-8 into spans of code points."""
    if data.isascii():
        yield from spans
        return
    places = [0, *(place for span in spans for place in span)]
    character, counted = 0, []
    for before, place in pairwise(places):
        character += len(data[before:place].decode())
        counted.append(character)
    yield from zip(counted[::2], counted[1::2], strict=True)


def _next_character(data: bytes, at: int) -> int:
    at += 1
    while at < len(data) and data[at] & 0xC0 == 0x80:  # noqa: PLR2004  # a continuation byte of UTF-8
        at += 1
    return at


def _literal(term: str) -> str:
    plain = term.translate(_AS_TYPED).replace("-", " ").split()
    words = (re2.escape(word).replace(r"\'", _APOSTROPHE) for word in plain)
    return _APART.join(words) or re2.escape(term)


def _loosely_bounded(term: str) -> str:
    """Bound a term by RE2's ASCII boundary, which is always there where a word of any script ends."""
    before = r"\b" if term[0].isascii() and _bounds(term[0]) else ""
    after = r"\b" if term[-1].isascii() and _bounds(term[-1]) else ""
    return f"{before}{_literal(term)}{after}"


def _bounds(character: str) -> bool:
    in_word = character.isalnum() or character == "_"
    return in_word and not any(ord(character) in script for script in _WITHOUT_SPACES)
