"""A text as the rules read it, for a person's eyes: folded, with what was invisible shown (C21)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, name

from core.text.folding import fold, ignorable

PLAIN_CONTROLS = frozenset("\n\r\t")


@dataclass(frozen=True)
class Hidden:
    """A character that the raw text does not show: where its sign stands in the reading, and its name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Reading:
    """The folded text. `places` says for each raw character, and for the end, where its reading begins."""

    text: str
    places: Sequence[int]
    hidden: tuple[Hidden, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the raw characters [start, end) are read."""
        return self.places[start], self.places[end]


def as_rules_read(text: str) -> Reading:
    """Fold a text and put a sign such as ⟨U+200B⟩ wherever a character was invisible."""
    if text.isascii() and all(one.isprintable() or one in PLAIN_CONTROLS for one in text):
        return Reading(text.lower(), range(len(text) + 1))
    pieces: list[str] = []
    places: list[int] = []
    hidden: list[Hidden] = []
    length = 0
    for run, folded in _runs(text):
        places += [length] * len(run)
        pieces.append(folded)
        length += len(folded)
        for character in filter(_is_hidden, run):
            sign = f"⟨U+{ord(character):04X}⟩"
            hidden.append(Hidden(length, length + len(sign), name(character, "a control character")))
            pieces.append(sign)
            length += len(sign)
    return Reading("".join(pieces), [*places, length], tuple(hidden))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each raw run with its folded form, letter for letter where it folds so."""
    at = 0
    for start, end, folded, even in fold(text).pieces(len(text)):
        yield text[at:start], ""  # what lies between the pieces is invisible
        run = text[start:end]
        if even:
            yield from ((one, "" if _is_hidden(one) else form) for one, form in zip(run, folded, strict=True))
        else:
            yield run, "".join(one for one in folded if not _is_hidden(one))
        at = end
    yield text[at:], ""


def _is_hidden(character: str) -> bool:
    return ignorable(character) or (category(character) == "Cc" and character not in PLAIN_CONTROLS)
