"""Finding other people in texts: addresses and numbers not the person's own, names of others on file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db.unit_of_work import WriteWork
from core.people.rules import email_key
from core.people.tables import PersonRecord
from core.requests.names import BATCH, Names, named, names_on_file
from core.requests.numbers import Number, digits_in_field, number_of, numbers_in_field, short_runs
from core.requests.source import Subject
from core.staff.roles import Permission, require
from core.text.spans import MOST, Span, personal_spans

_WORDS = {"email": "an e-mail address", "phone": "a telephone number", "name": "a name"}


@dataclass(frozen=True, order=True)
class Other:
    """Someone else's data in a text; offsets count code points."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Known:
    """What is compared: the person's own numbers, and the names and numbers of others on file."""

    own: tuple[Number, ...]
    names: Names
    numbers: frozenset[str]


def others_in(work: WriteWork, subject: Subject, texts: Sequence[str]) -> list[list[Other]]:
    """Find other people's data in each text, none overlapping."""
    require(work, Permission.PREPARE_REQUESTS)
    own = tuple(number for phone in subject.phones for number in numbers_in_field(phone))
    known = Known(own, names_on_file(work, subject, texts), _numbers_on_file(work, subject, texts))
    return [_apart(_found(text, subject, known)) for text in texts]


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


def _found(text: str, subject: Subject, known: Known) -> Iterator[Other]:
    for span in all_spans(text):
        if not _own(span, subject, known):
            yield Other(span.start, span.end, _WORDS[span.kind])
    for run in short_runs(text) if known.numbers else ():
        if number_of(run.text).digits in known.numbers and not _own(run, subject, known):
            yield Other(run.start, run.end, _WORDS["phone"])
    for start, end in named(text, known.names):
        yield Other(start, end, _WORDS["name"])


def _own(span: Span, subject: Subject, known: Known) -> bool:
    if span.kind == "email":
        return email_key(span.text) in subject.addresses
    number = number_of(span.text)
    return any(number.same(own) for own in known.own)


def _numbers_on_file(work: WriteWork, subject: Subject, texts: Iterable[str]) -> frozenset[str]:
    """Return the numbers of others on file that stand in the texts, so that a short one is found too."""
    runs = {number_of(run.text).digits for text in texts for run in short_runs(text)} - {""}
    if not runs:
        return frozenset()
    others = (PersonRecord.person_id != subject.person_id, PersonRecord.phone != "")
    phones = work.session.scalars(
        select(PersonRecord.phone).where(*others).execution_options(yield_per=BATCH)
    )
    return frozenset(digits for phone in phones for digits in digits_in_field(phone)) & runs


def _apart(found: Iterable[Other]) -> list[Other]:
    """Keep the first and longest of those that overlap, grown to cover them."""
    kept: list[Other] = []
    for one in sorted(found, key=lambda other: (other.start, -other.end)):
        if kept and one.start < kept[-1].end:
            kept[-1] = Other(kept[-1].start, max(kept[-1].end, one.end), kept[-1].kind)
        else:
            kept.append(one)
    return kept
