"""Finding other people in texts: addresses and numbers not the person's own, names of others on file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.rules import email_key, name_key
from core.people.tables import PersonRecord
from core.requests.source import Subject
from core.requests.sources import digits
from core.text.spans import MOST, Span, personal_spans

LONGEST_NAME = 8
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


@dataclass(frozen=True)
class Names:
    """Names to look for, as they are compared, and the words that they are made of."""

    keys: frozenset[str]
    words: frozenset[str]


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


def _named(text: str, names: Names) -> Iterator[Other]:
    words = [match.span() for match in _WORD.finditer(text)] if names.keys else []
    for at, (start, end) in enumerate(words):
        if not _forms(text[start:end]) & names.words:
            continue
        for _, last in words[at + 1 : at + LONGEST_NAME]:
            for key, stop in _readings(text[start:last], last):
                if key in names.keys:
                    yield Other(start, stop, _WORDS["name"])


def _readings(run: str, end: int) -> Iterator[tuple[str, int]]:
    """Give the ways a run of words may be a name: as it stands, without a full stop, surname first."""
    yield name_key(run), end
    if run.endswith("."):
        yield name_key(run[:-1]), end - 1
    if run.count(",") == 1:
        last, _, first = run.partition(",")
        yield name_key(f"{first} {last}"), end


def _names_on_file(work: Work, subject: Subject, texts: Iterable[str]) -> Names:
    """Return the names of other people all of whose words stand somewhere in the texts."""
    vocabulary: set[str] = set()
    for text in texts:
        for word in set(_WORD.findall(text)):
            vocabulary |= _forms(word)
    query = select(PersonRecord.name_key).where(
        PersonRecord.person_id != subject.person_id, PersonRecord.name_key.contains(" ")
    )
    found = work.session.scalars(query.execution_options(yield_per=BATCH))
    keys = frozenset(key for key in found if vocabulary.issuperset(key.split())) - subject.names
    return Names(keys, frozenset(word for key in keys for word in key.split()))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> frozenset[str]:
    """Return a word as it is compared, with and without a full stop at its end."""
    key = name_key(word)
    return frozenset({key, key.removesuffix(".")})


def _apart(found: Iterable[Other]) -> list[Other]:
    """Keep the first and longest of those that overlap, grown to cover them."""
    kept: list[Other] = []
    for one in sorted(found, key=lambda other: (other.start, -other.end)):
        if kept and one.start < kept[-1].end:
            kept[-1] = Other(kept[-1].start, max(kept[-1].end, one.end), kept[-1].kind)
        else:
            kept.append(one)
    return kept
