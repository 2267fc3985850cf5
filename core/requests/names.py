"""Names of other people in texts: of several words, of one word, and in scripts that part no words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.unit_of_work import Work
from core.people.rules import name_key
from core.people.tables import PersonRecord
from core.requests.source import Subject

LONGEST_NAME = 8
"""In words; in letters it is twice as much where words are not parted."""

BATCH = 10_000
ORDINARY = frozenset(
    {
        "will", "may", "mark", "grant", "bill", "art", "hope", "guy", "rose", "sue", "chase", "pat",
        "june", "april", "august", "summer", "faith", "grace", "joy", "dawn", "page", "price",
        "young", "long", "day", "king", "major", "rich", "frank", "ray", "gene", "iris", "ivy",
        "lily", "olive", "violet", "pearl", "ruby", "amber", "hunter", "cook", "baker", "mason",
        "carter", "design", "designer", "admin", "support", "test", "user", "team", "sales", "info",
    }
)  # fmt: skip
"""Words that are names too: one of them alone is a name only inside a sentence, written as a name is."""

_WORD = re.compile(r"[^\W\d_](?:[\w'’.\-]*[\w])?\.?")  # noqa: RUF001  # both apostrophes
_POSSESSIVE = re.compile(r"['’](?:s|S)?\Z")  # noqa: RUF001  # as above
_DATED = re.compile(
    r"(?:\b(?:in|since|until|by|of|this|next|last|early|late|from|to)|\d)[ ,]*\Z", re.IGNORECASE
)
_UNPARTED = re.compile(
    r"[\u0e00-\u0e7f\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    r"\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that write names without a space: Han, Kana, Hangul, Thai."""
_KANA, _HANGUL = re.compile(r"[\u3041-\u3096]|([\u30a1-\u30fa\u30fc])"), re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True)
class Names:
    """Other people's names that may stand in the texts, as they are compared.

    `parted` are of several words, `single` of one, `unparted` are letters with no space between them.
    """

    parted: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    unparted: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The words that the names of several words are made of."""
        return frozenset(word for key in self.parted for word in key.split())


def names_on_file(work: Work, subject: Subject, texts: Iterable[str]) -> Names:
    """Return the names of other people all of whose words stand somewhere in the texts."""
    words, runs = _vocabulary(texts)
    own = {word for key in subject.names for word in key.split()} | subject.names
    parted, single = set(), set()
    for key in _others(work, subject, PersonRecord.name_key):
        if " " in key:
            if words.issuperset(key.split()):
                parted.add(key)
        elif key in words and len(key) > 2:  # noqa: PLR2004  # two letters are an abbreviation more often
            single.add(key)
    names = _others(work, subject, PersonRecord.full_name) if runs else ()
    unparted = {letters for name in names if (letters := _unparted(name)) in runs}
    mine = {_unparted(key) for key in _own_names(work, subject)}
    return Names(frozenset(parted - subject.names), frozenset(single - own), frozenset(unparted - mine))


def named(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Give where other people's names stand, as (start, end) in code points."""
    words = [match.span() for match in _WORD.finditer(text)] if names.parted or names.single else []
    known = names.words
    for at, (start, end) in enumerate(words):
        forms = _forms(text[start:end])
        if forms & names.single and _written_as_a_name(text, start, end):
            yield start, end
        if forms & known:
            yield from _parted_names(text, words[at : at + LONGEST_NAME], names)
    yield from _unparted_names(text, names.unparted)


def _parted_names(text: str, words: Sequence[tuple[int, int]], names: Names) -> Iterator[tuple[int, int]]:
    start = words[0][0]
    for _, last in words[1:]:
        for key, stop in _readings(text[start:last], last):
            if key in names.parted:
                yield start, stop


def _readings(run: str, end: int) -> Iterator[tuple[str, int]]:
    """Give the ways a run of words may be a name: as it stands, without an ending, surname first."""
    bare = _POSSESSIVE.sub("", run)
    yield name_key(run), end
    yield name_key(bare), end - (len(run) - len(bare))
    if run.endswith("."):
        yield name_key(run[:-1]), end - 1
    if run.count(",") == 1:
        last, _, first = bare.partition(",")
        yield name_key(f"{first} {last}"), end
    elif len(words := name_key(bare).split()) == 2:  # noqa: PLR2004  # a first and a last name, turned round
        yield f"{words[1]} {words[0]}", end


def _written_as_a_name(text: str, start: int, end: int) -> bool:
    """Tell whether one word is written as names are: with a capital, a digit, or in a script without case."""
    word = text[start:end]
    if any(one.isdecimal() for one in word):
        return True
    if word[0].islower():
        return False
    if not _forms(word) & ORDINARY:
        return True
    before, after = text[:start].rstrip(" \t\"'(*-"), text[end : end + 2].strip()
    begins = not before or before[-1] in ".!?:;\n\r>"
    return not (
        begins or word.isupper() or after[:1].isdecimal() or _DATED.search(text[max(0, start - 12) : start])
    )


def _unparted_names(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not names:
        return
    letters = [match.start() for match in _UNPARTED.finditer(text)]
    for first in range(len(letters)):
        for run, last in _runs_from(text, letters, first):
            if run in names and _apart_from_its_word(text, letters[first], letters[last] + 1):
                yield letters[first], letters[last] + 1


def _runs_from(text: str, letters: Sequence[int], first: int) -> Iterator[tuple[str, int]]:
    """Give the runs of two letters and more from one on, over one space or middle dot between two."""
    run = text[letters[first]]
    for at in range(first + 1, min(first + 2 * LONGEST_NAME, len(letters))):
        between = text[letters[at - 1] + 1 : letters[at]]
        if between not in {"", " ", "\u3000", "・", "·"}:  # the dots part foreign names
            return
        run += text[letters[at]]
        yield run, at


def _apart_from_its_word(text: str, start: int, end: int) -> bool:
    """Tell whether a name is no mere piece of a longer word, where its script shows that."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if _HANGUL.fullmatch(text[start]):
        return not _HANGUL.fullmatch(before)
    first, last = _KANA.fullmatch(text[start]), _KANA.fullmatch(text[end - 1])
    joined_before = (
        first is not None
        and (found := _KANA.fullmatch(before)) is not None
        and found.lastindex == first.lastindex
    )
    joined_after = (
        last is not None
        and last.lastindex == 1
        and (found := _KANA.fullmatch(after)) is not None
        and found.lastindex == 1
    )
    return not joined_before and not joined_after


def _vocabulary(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the words of the texts as they are compared, and the runs of letters that are not parted."""
    words: set[str] = set()
    runs: set[str] = set()
    for text in texts:
        for word in set(_WORD.findall(text)):
            words |= _forms(word)
        letters = [match.start() for match in _UNPARTED.finditer(text)]
        for first in range(len(letters)):
            runs.update(run for run, _ in _runs_from(text, letters, first))
    return words, runs


def _others(work: Work, subject: Subject, column: InstrumentedAttribute[str]) -> Iterable[str]:
    """Stream what stands in a column on file for everybody else."""
    query = select(column).where(PersonRecord.person_id != subject.person_id, column != "")
    return work.session.scalars(query.execution_options(yield_per=BATCH))


def _own_names(work: Work, subject: Subject) -> Iterable[str]:
    names = select(PersonRecord.full_name).where(PersonRecord.person_id == subject.person_id)
    return work.session.scalars(names.distinct())


def _unparted(name: str) -> str:
    """Return a name as its letters alone where its script parts no words, else nothing."""
    letters = "".join(one for one in normalize("NFC", name) if one not in " \u3000・·")
    return letters if len(letters) > 1 and all(_UNPARTED.fullmatch(one) for one in letters) else ""


@lru_cache(maxsize=65_536)
def _forms(word: str) -> frozenset[str]:
    """Return a word as it is compared, with and without a full stop or a possessive at its end."""
    key = name_key(word)
    return frozenset({key, key.removesuffix("."), name_key(_POSSESSIVE.sub("", word))})
