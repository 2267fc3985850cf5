"""The words for what stands on file about a person."""

from collections.abc import Mapping

from core.people.actions import CHILD_PURPOSES, REVEAL_PURPOSES
from gui.kit.pickers import Choice

ORIGINS: Mapping[str, str] = {
    "enrolment": "Enrolment",
    "problem": "Problem",
    "comment": "Comment",
    "request": "Request",
    "contest": "Contest",
    "special_offer": "Special offer",
    "survey": "Survey",
}
ON_RECORD: Mapping[str, str] = {
    "full_name": "Name",
    "email": "Address",
    "phone": "Telephone",
    "company": "Company",
    "country": "Country",
    "role": "Role",
    "birth_date": "Born",
    "stated_age": "Stated age",
    "external_id": "Site's number",
}
PURPOSES: Mapping[str, tuple[str, str]] = {
    "respond": ("Answer them", "They wrote, and the answer needs it (C16)."),
    "access": ("Work their access request", "They asked what is on file (C25)."),
    "correction": ("Correct what is on file", "They said what is wrong (C26)."),
    "moderation": ("Decide about a posting", "Monitoring for legal and terms-of-service reasons (C21)."),
    "notify_winner": ("Tell a winner", "They won a contest (C19)."),
    "fraud_check": ("Look into fraud", "Something does not add up (C22)."),
}


def origin_words(origin: str) -> str:
    """Return an origin in words."""
    return ORIGINS.get(origin, origin.replace("_", " ").capitalize())


def purpose_choices(*, child: bool) -> list[Choice]:
    """Return the purposes for which staff may look, with what each means; for a child what is left (C24)."""
    codes = CHILD_PURPOSES if child else REVEAL_PURPOSES
    return [Choice(code, *PURPOSES.get(code, (code.replace("_", " "), ""))) for code in codes]


def purpose_words(code: str) -> str:
    """Return a purpose in words."""
    return PURPOSES.get(code, (code.replace("_", " "), ""))[0]
