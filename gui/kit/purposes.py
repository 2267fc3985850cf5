"""The purposes for which staff look at a person's values, in words (C22)."""

from collections.abc import Mapping

from core.people.actions import CHILD_PURPOSES, REVEAL_PURPOSES
from gui.kit.pickers import Choice

PURPOSES: Mapping[str, tuple[str, str]] = {
    "respond": ("Answer them", "They wrote, and the answer needs it (C16)."),
    "access": ("Work their access request", "They asked what is on file (C25)."),
    "correction": ("Correct what is on file", "They said what is wrong (C26)."),
    "moderation": ("Decide about a posting", "Monitoring for legal and terms-of-service reasons (C21)."),
    "notify_winner": ("Tell a winner", "They won a contest (C19)."),
    "fraud_check": ("Look into fraud", "Something does not add up (C22)."),
}


def purpose_choices(*, child: bool = False) -> list[Choice]:
    """Return the purposes for which staff may look, with what each means; for a child what is left (C24)."""
    codes = CHILD_PURPOSES if child else REVEAL_PURPOSES
    return [Choice(code, *PURPOSES.get(code, (code.replace("_", " "), ""))) for code in codes]


def purpose_words(code: str) -> str:
    """Return a purpose in words."""
    return PURPOSES.get(code, (code.replace("_", " "), ""))[0]
