"""Finding other people in texts: addresses and numbers not the person's own, names of others on file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.rules import email_key, name_key
from core.people.tables import PersonRecord
from core.requests.source import Subject
from core.requests.sources import digits
from core.text.spans import MOST, Span, personal_spans

LONGEST_NAME = 4
"""In words; a name on file of one word alone is too like any other word to be looked for."""

SAME_DIGITS = 8
"""Numbers whose last digits agree are one number, written with and without its country."""

BATCH = 10_000
_WORD = re.compile(r"[^\W\d_](?:[\w'’.\-]*[\w])?\.?")  # noqa: RUF001  # both apostrophes
_WORDS = {"email": "an e-mail address", "phone": "a telephone number", "name": "a name"}


@dataclass(frozen=True, order=True)
class Other:
    """Someone else's data in a text; offsets count code points."""

    start: int
    end: int
    kind: str


def others_in(work: Work, subject: Subject, texts: Sequence[str]) -> list[list[Other]]:
    """Find other people's data in each text, none overlapping."""
    names = _names_on_file(work, subject, texts)
    return [_apart([*_typed(text, subject), *_named(text, names)]) for text in texts]


def _typed(text: str, subject: Subject) -> Iterator[Other]:
    for span in all_spans(text):
        own = _own_address if span.kind == "email" else _own_number
        if not own(span.text, subject):
            yield Other(span.start, span.end, _WORDS[span.kind])


def all_spans(text: str) -> Iterator[Span]:
    """Find every address and number, however many there are."""
    start = 0
    while True:
        found = personal_spans(text[start:])
        for span in found:
            yield Span(span.kind, start + span.start, start + span.end, span.text)
        if len(found) < MOST:
            return
        start += found[-1].end


def _own_address(text: str, subject: Subject) -> bool:
    return email_key(text) in subject.addresses


def _own_number(text: str, subject: Subject) -> bool:
    found = digits(text)[-SAME_DIGITS:]
    return any(number.endswith(found) for number in subject.phones)


def _named(text: str, names: frozenset[str]) -> Iterator[Other]:
    if names:
        yield from (Other(start, end, _WORDS["name"]) for key, start, end in _runs(text) if key in names)


def _names_on_file(work: Work, subject: Subject, texts: Iterable[str]) -> frozenset[str]:
    """Return the names of other people that stand in the texts, as they are compared."""
    found: set[str] = set()
    batch: set[str] = set()
    for text in texts:
        batch.update(key for key, _, _ in _runs(text))
        if len(batch) >= BATCH:
            found |= _on_file(work, subject, batch)
            batch.clear()
    return frozenset((found | _on_file(work, subject, batch)) - subject.names)


def _on_file(work: Work, subject: Subject, keys: set[str]) -> set[str]:
    asked = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(asked), BATCH):
        some = PersonRecord.name_key.in_(asked[start : start + BATCH])
        query = select(PersonRecord.name_key).where(some, PersonRecord.person_id != subject.person_id)
        found.update(work.session.scalars(query))
    return found


def _runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each run of two to four words as it is compared, surname first too (“Ruiz, Ana”)."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    for at, (start, _) in enumerate(words):
        for _, end in words[at + 1 : at + LONGEST_NAME]:
            run = text[start:end]
            yield name_key(run), start, end
            if run.endswith("."):
                yield name_key(run[:-1]), start, end - 1
            if run.count(",") == 1:
                last, _, first = run.partition(",")
                yield name_key(f"{first} {last}"), start, end


def _apart(found: Iterable[Other]) -> list[Other]:
    """Keep the first and longest of those that overlap, grown to cover them."""
    kept: list[Other] = []
    for one in sorted(found, key=lambda other: (other.start, -other.end)):
        if kept and one.start < kept[-1].end:
            kept[-1] = Other(kept[-1].start, max(kept[-1].end, one.end), kept[-1].kind)
        else:
            kept.append(one)
    return kept


KINDS: Mapping[str, str] = _WORDS
