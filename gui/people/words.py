"""The words for what stands on file about a person."""

from collections.abc import Mapping

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


def origin_words(origin: str) -> str:
    """Return an origin in words."""
    return ORIGINS.get(origin, origin.replace("_", " ").capitalize())
