"""The words and tones for what a request is and how its three facts are graded."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.audit.wording import action_words
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
_STEPS: Mapping[str, Any] = {
    "requests:request:received": QT_TRANSLATE_NOOP("requests", "Taken in"),
    "requests:request:opened": QT_TRANSLATE_NOOP("requests", "Case opened"),
    "requests:request:taken-up": QT_TRANSLATE_NOOP("requests", "Passed to an officer"),
    "requests:sender:confirmed": QT_TRANSLATE_NOOP("requests", "Sender confirmed"),
    "requests:request:collected": QT_TRANSLATE_NOOP("requests", "Collected"),
    "requests:leak:masked": QT_TRANSLATE_NOOP("requests", "Other people's data masked"),
    "requests:leak:released": QT_TRANSLATE_NOOP("requests", "Other people's data given, with a reason"),
    "requests:answer:opened": QT_TRANSLATE_NOOP("requests", "Answer looked through"),
    "requests:answer:reviewed": QT_TRANSLATE_NOOP("requests", "Answer reviewed"),
    "requests:answer:released": QT_TRANSLATE_NOOP("requests", "Answer released"),
    "requests:opt-out:applied": QT_TRANSLATE_NOOP("requests", "Opted out of promotion"),
    "requests:request:refused": QT_TRANSLATE_NOOP("requests", "Refused"),
    "requests:request:withdrawn": QT_TRANSLATE_NOOP("requests", "Withdrawn by the person"),
    "requests:request:closed": QT_TRANSLATE_NOOP("requests", "Closed"),
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


def step_words(action: str) -> str:
    """Return a step of a request's history in a word or two; one without a word as the log says it."""
    return tr(_STEPS[action]) if action in _STEPS else action_words(action)


def grade_badge(grade: str) -> Badge:
    """Return how well a name or an address fits what is on file."""
    tone, word = _GRADES[grade]
    return Badge(tone, tr(word))


def days_words(days: int) -> str:
    """Return how many days are left, or by how many it is late."""
    if days < 0:
        return tr("%n day(s) late", -days).replace("(s)", "" if days == -1 else "s")
    return tr("%n day(s)", days).replace("(s)", "" if days == 1 else "s")
