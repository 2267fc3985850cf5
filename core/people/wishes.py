"""How the site hears of an opt-out, and of a person's wish to be reached again (C19, C20)."""

from collections.abc import Mapping

NOT_NOTED = "not noted"
HEARD = ("e-mail", "contact record", "contest entry", "telephone", "letter", "unsubscribe link", NOT_NOTED)
"""How the site hears of an opt-out."""
HEARD_AGAIN = ("e-mail", "contact record", "contest entry", "telephone", "letter")
"""How it hears that promotion may reach a person again: in their own words, never by a link or unnoted."""
WISHES: Mapping[str, str] = {
    "asked_again": "They asked to hear from the site again",
    "signed_up_again": "They signed up for promotion again",
    "had_not_meant_it": "They said that they had not meant to opt out",
}
"""What a person can have said to be reached again: each is their own express wish (C19, C20)."""
SLIP = "slip"
"""Why an opt-out is gone that staff had set on the wrong person and undid at once."""


def reason_words(code: str) -> str:
    """Return in words why an opt-out is gone; empty where no reason was kept."""
    return "it was a slip" if code == SLIP else WISHES.get(code, "").replace("They", "they", 1)
