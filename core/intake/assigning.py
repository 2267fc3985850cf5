"""What a person may assign to a row that came without it, or with something that is none (C13)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from core.contacts.tables import ContactKind
from core.contests.tables import ContestKind
from core.errors import BadInput, DeskError, NotAllowed
from core.intake import values
from core.intake.mapping import PER_ROW, ColumnMapping
from core.intake.rows import Surroundings, contact_kind, contest_kind, known_version, origin_of
from core.intake.shapes import SHAPES, Kind
from core.people.rules import checked_email
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


_AGE = "No one's age is assigned; only the site's file states it (C24)."
NEVER: Mapping[str, str] = {
    "opted_out": "No opt-out is set by releasing a row; opt the person out, on their page (C20).",
    "birth_date": _AGE,
    "stated_age": _AGE,
}
_DATES = ("collected_at", "received_at", "entered_at", "posted_at")


def refuse_assigned(
    row: Mapping[str, str],
    mapping: ColumnMapping,
    assigned: Mapping[str, str],
    around: Surroundings,
    *,
    alone: bool,
) -> None:
    """Refuse to assign what the row states itself, and what no one may assign.

    Raises BadInput or NotAllowed, saying why. An id, an address or a name goes to one row `alone`.
    """
    for name in assigned:
        if name not in SHAPES[mapping.kind].headings:
            fields = ", ".join(SHAPES[mapping.kind].fields)
            raise BadInput(f"{mapping.kind.value} have no field {name!r}; they have {fields}.")
        if name in NEVER:
            raise NotAllowed(NEVER[name])
        if name in PER_ROW and not alone:
            raise BadInput(f"Every row has its own {_words(name)}; release these rows one by one.")
        if _states(row, mapping, name, around):
            told = f"The row states its {_words(name)}, and that stays."
            raise NotAllowed(f"{told} If it is wrong, discard the row and take the corrected file in.")


def _states(row: Mapping[str, str], mapping: ColumnMapping, name: str, around: Surroundings) -> bool:
    """Tell whether the row gives a field a value that can be read."""
    text = mapping.value(row, name)
    if name == "origin":
        return _reads(partial(origin_of, role=mapping.value(row, "role")), text)
    return bool(text.strip()) and _reads(_reader(mapping.kind, name, around), text)


def _reader(kind: Kind, name: str, around: Surroundings) -> Callable[[str], object]:
    if name in _DATES:
        return partial(values.moment, name="date")
    return {
        "email": checked_email,
        "kind": contact_kind if kind is Kind.CONTACTS else contest_kind,
        "policy_version": partial(known_version, around=around),
    }.get(name, str)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text.strip())
    except DeskError:
        return False
    return True


def _words(name: str) -> str:
    return {"external_id": "id", "email": "address", "full_name": "name"}.get(name, name.replace("_", " "))
