"""The words and tones for what a request is and how its three facts are graded."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gui.kit.columns import Badge
from gui.kit.tokens import Tone

_STATES: Mapping[str, tuple[Tone, Any]] = {
    "received": (Tone.INFO, QT_TRANSLATE_NOOP("requests", "Received")),
    "verifying": (Tone.WARN, QT_TRANSLATE_NOOP("requests", "Verifying")),
    "collecting": (Tone.INFO, QT_TRANSLATE_NOOP("requests", "Collecting")),
    "review": (Tone.WARN, QT_TRANSLATE_NOOP("requests", "In review")),
    "released": (Tone.GOOD, QT_TRANSLATE_NOOP("requests", "Released")),
    "closed": (Tone.NEUTRAL, QT_TRANSLATE_NOOP("requests", "Closed")),
    "refused": (Tone.NEUTRAL, QT_TRANSLATE_NOOP("requests", "Refused")),
    "withdrawn": (Tone.NEUTRAL, QT_TRANSLATE_NOOP("requests", "Withdrawn")),
}
_KINDS: Mapping[str, Any] = {
    "access": QT_TRANSLATE_NOOP("requests", "Copy of data"),
    "deletion": QT_TRANSLATE_NOOP("requests", "Deletion"),
    "correction": QT_TRANSLATE_NOOP("requests", "Correction"),
    "opt_out": QT_TRANSLATE_NOOP("requests", "Opt-out"),
    "objection": QT_TRANSLATE_NOOP("requests", "Objection"),
    "other": QT_TRANSLATE_NOOP("requests", "Other"),
}
_GRADES: Mapping[str, tuple[Tone, Any]] = {
    "exact": (Tone.GOOD, QT_TRANSLATE_NOOP("requests", "Matches")),
    "folded": (Tone.GOOD, QT_TRANSLATE_NOOP("requests", "Matches but for spelling")),
    "partial": (Tone.WARN, QT_TRANSLATE_NOOP("requests", "Matches in part")),
    "similar": (Tone.WARN, QT_TRANSLATE_NOOP("requests", "Only similar")),
    "none": (Tone.BAD, QT_TRANSLATE_NOOP("requests", "Not on file")),
}
URGENT: Mapping[str, Tone] = {
    "late": Tone.BAD,
    "soon": Tone.WARN,
    "in time": Tone.NEUTRAL,
    "done": Tone.NEUTRAL,
}


def tr(words: str, count: int = -1) -> str:
    """Return words in the person's language, `%n` being the count."""
    return QCoreApplication.translate("requests", words, None, count)


def state_badge(state: str) -> Badge:
    """Return a state in a word and a tone."""
    tone, word = _STATES[state]
    return Badge(tone, tr(word))


def kind_word(kind: str) -> str:
    """Return what is asked in a word or two."""
    return tr(_KINDS.get(kind, kind))


def grade_badge(grade: str) -> Badge:
    """Return how well a name or an address fits what is on file."""
    tone, word = _GRADES[grade]
    return Badge(tone, tr(word))


def days_words(days: int) -> str:
    """Return how many days are left, or by how many it is late."""
    if days < 0:
        return tr("%n day(s) late", -days).replace("(s)", "" if days == -1 else "s")
    return tr("%n day(s)", days).replace("(s)", "" if days == 1 else "s")
