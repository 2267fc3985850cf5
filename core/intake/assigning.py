"""What a person may assign to a row that came without it (C13)."""

from collections.abc import Mapping, Sequence

from core.contacts.tables import ContactKind
from core.contests.tables import ContestKind
from core.intake.shapes import Kind
from core.people.tables import Origin

ASSIGNED: Mapping[Kind, str] = {Kind.PEOPLE: "origin", Kind.CONTACTS: "kind", Kind.CONTESTS: "kind"}
_WORDS: Mapping[str, str] = {
    Origin.ENROLMENT: "Became a provider or buyer",
    Origin.PROBLEM: "Reported a problem",
    Origin.COMMENT: "Made a comment",
    Origin.REQUEST: "Asked for information",
    Origin.CONTEST: "Entered a contest",
    Origin.SPECIAL_OFFER: "Took a special offer",
    Origin.SURVEY: "Answered a survey",
}
_VALUES: Mapping[Kind, Sequence[str]] = {
    Kind.PEOPLE: tuple(Origin),
    Kind.CONTACTS: tuple(ContactKind),
    Kind.CONTESTS: tuple(ContestKind),
}


def choices_of(kind: Kind) -> list[tuple[str, str]]:
    """Return what may be assigned to rows of a kind, with its words; the first leaves them as they are."""
    values = [(str(one), f"Origin: {_WORDS[str(one)].lower()}") for one in _VALUES.get(kind, ())]
    return [("", "Release as they are"), *values]
