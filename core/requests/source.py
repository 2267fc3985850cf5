"""What a source is: a place of the desk that may hold something on a person, and how its sheet reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.db.unit_of_work import Work
from core.sheets.plan import Cell, Kind


@dataclass(frozen=True)
class Subject:
    """Whom the search is for: the person on file and everything that names them at the site.

    `ids` are the site's own ids for the person, and the addresses that are theirs alone, as a posting's
    author may stand there. `shared` are those of their addresses that others have on file too; what names
    only such an address may be the other's. `spelled` are these as postings and messages write them.
    """

    person_id: int
    request_id: int
    names: frozenset[str]
    addresses: frozenset[str]
    phones: frozenset[str]
    ids: tuple[str, ...]
    shared: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Column:
    """One column of a source's sheet.

    `category` is the policy's key for what stands there. `free` marks text that somebody typed, so that it
    may hold other people's data. `by_others` says what of another person the whole cell is, if it is theirs.
    """

    title: str
    meaning: str
    category: str = "system.operations"
    kind: Kind = Kind.text
    free: bool = False
    by_others: str = ""


Row = Sequence[Cell]
Gather = Callable[[Work, Subject], Iterable[Row]]


@dataclass(frozen=True)
class Source:
    """One place that is searched. `tables` are those whose rows on the person its sheet shows."""

    key: str
    title: str
    says: str
    columns: tuple[Column, ...]
    gather: Gather
    tables: tuple[str, ...]


def lines(values: Mapping[str, str]) -> str:
    """Return named values as one text, a line each."""
    return "\n".join(f"{name}: {value}" for name, value in values.items())


def moment(title: str, meaning: str, category: str = "system.operations") -> Column:
    """Return a column of moments, in UTC."""
    return Column(title, f"{meaning} Times are in UTC.", category, Kind.moment)
