"""What intake says in words."""

from PySide6.QtCore import QLocale

from core.intake.mapping import ColumnMapping
from core.intake.placing import Counts
from core.intake.shapes import SHAPES, Kind

KINDS = {
    Kind.PEOPLE: "People",
    Kind.POSTINGS: "Postings",
    Kind.MESSAGES: "Private messages",
    Kind.CONTACTS: "Problems, comments and requests",
    Kind.CONTESTS: "Contest entries",
}
REST = {
    "texts": "kept with the posting and screened",
    "demographics": "kept as demographic answers (C19)",
    "extra": "kept with the person",
}
CHANGES = {
    Kind.PEOPLE: "person",
    Kind.POSTINGS: "posting",
    Kind.MESSAGES: "posting",
    Kind.CONTACTS: "contact",
    Kind.CONTESTS: "entry",
}


def counted(counts: Counts, *, tried: bool = False) -> str:
    """Return `500 read: 480 stored, 15 known, 5 in quarantine`; what is zero is not named, stored always."""
    number = QLocale().toString
    parts = [f"{number(counts.stored)} stored"]
    parts += [f"{number(counts.updated)} updated"] if counts.updated else []
    parts += [f"{number(counts.known)} known"] if counts.known else []
    parts += [f"{number(counts.quarantined)} in quarantine"] if counts.quarantined else []
    told = f"{number(counts.read)} read: {', '.join(parts)}"
    return f"{told}. Nothing is stored yet." if tried else f"{told}."


def origin_words(mapping: ColumnMapping) -> str:
    """Say what becomes of rows where no heading gives their origin (C13)."""
    if mapping.kind is not Kind.PEOPLE or "origin" in mapping.fields or "role" not in mapping.fields:
        return ""
    return "A role as provider or buyer counts as enrolment (C13); rows without one wait in quarantine."


def rest_words(mapping: ColumnMapping) -> str:
    """Say what becomes of the headings that no field takes."""
    kind, rest = mapping.kind, mapping.rest
    if not rest:
        return ""
    named = ", ".join(rest[:4]) + (f" and {len(rest) - 4} more" if len(rest) > 4 else "")  # noqa: PLR2004  # a line's worth
    return f"Other headings, {REST[SHAPES[kind].rest]}: {named}."
