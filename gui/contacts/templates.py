"""Prepared openings of an answer; the person goes on writing from there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """One opening."""

    key: str
    name: str
    text: str


TEMPLATES: tuple[Template, ...] = (
    Template(
        "thanks", "Thank you",
        "Hello,\n\nthank you for writing. We have read what you sent.\n\n",
    ),
    Template(
        "more", "We need to know more",
        "Hello,\n\nthank you for writing. So that we can help, please tell us:\n\n- ",
    ),
    Template(
        "solved", "It is solved",
        "Hello,\n\nwhat you reported is solved. Please write again should it come back.\n\n",
    ),
)  # fmt: skip
