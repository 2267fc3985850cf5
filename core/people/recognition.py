"""Who is meant by an address and a name: two names that do not fit each other are two people (C22, C25)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.mail.matching import Grade, match_name
from core.people.rules import email_key, name_key
from core.people.tables import Person, PersonRecord

SAME, PARTLY, UNSAID = range(3)
"""How well a name fits, best first: the same; some of its words or their initials; nothing to compare."""
_RANKS = {Grade.exact: SAME, Grade.folded: SAME, Grade.partial: PARTLY}


def fit(known: Collection[str], name: str) -> int | None:
    """Tell how well a name fits all the names that one person has given; None where it is another's.

    A name that is merely similar is another's: `Ann` and `Anna` at one address may well be two people.
    """
    given = {key: one for one in known if (key := name_key(one))}
    key = name_key(name)
    if not given or not key:
        return UNSAID if given or key else SAME
    ranks = [SAME if other == key else _rank(one, name) for other, one in given.items()]
    return None if None in ranks else max(rank for rank in ranks if rank is not None)


def _rank(known: str, name: str) -> int | None:
    return _RANKS.get(match_name(name, "", known).grade)


Given = tuple[str, str]
"""An address as it is compared (`email_key`), and the name that was given with it."""


def given_by(work: Work, person_id: int, but: int = 0) -> list[Given]:
    """Return the addresses and names that a person has on file, less those of one record."""
    columns = select(PersonRecord.email_key, PersonRecord.full_name)
    where = (PersonRecord.person_id == person_id, PersonRecord.id != but)
    return [(key, name) for key, name in work.session.execute(columns.where(*where))]


def is_another_s(given: Iterable[Given], address: str, name: str) -> bool:
    """Tell whether neither the address nor the name is one that a person has given."""
    key = email_key(address)
    return not any(key == theirs or fit([known], name) is not None for theirs, known in given)


@dataclass
class Neighbour:
    """A person on file at an address, with the names that they gave there."""

    person: Person
    names: list[str] = field(default_factory=list)


class Recognition:
    """The people on file at some addresses, read once for a whole batch."""

    def __init__(self, work: Work, addresses: Iterable[str]) -> None:
        self._at: dict[str, dict[int, Neighbour]] = defaultdict(dict)
        wanted = {email_key(one) for one in addresses} - {""}
        columns = select(PersonRecord.email_key, PersonRecord.full_name, Person)
        query = columns.join(Person, Person.id == PersonRecord.person_id).order_by(Person.id)
        for key, name, person in work.session.execute(query.where(PersonRecord.email_key.in_(wanted))):
            self._note(key, person, name)

    def note(self, person: Person, address: str, name: str) -> None:
        """Keep in mind that this person gave this address and name."""
        if key := email_key(address):
            self._note(key, person, name)

    def at(self, address: str) -> list[Person]:
        """Return everyone at an address."""
        return [one.person for one in self._at.get(email_key(address), {}).values()]

    def fitting(self, address: str, name: str) -> list[Person]:
        """Return all who may be meant: those at the address whom the name fits."""
        return [one.person for _, one in self._ranked(address, name)]

    def meant(self, address: str, name: str) -> Person | None:
        """Return the one person whom address and name mean; None where it is nobody on file, or not clear."""
        ranked = self._ranked(address, name)
        best = min((rank for rank, _ in ranked), default=SAME)
        found = [one.person for rank, one in ranked if rank == best]
        return found[0] if found and (best == SAME or len(found) == 1) else None

    def _ranked(self, address: str, name: str) -> list[tuple[int, Neighbour]]:
        there = self._at.get(email_key(address), {}).values()
        return [(rank, one) for one in there if (rank := fit(one.names, name)) is not None]

    def _note(self, key: str, person: Person, name: str) -> None:
        self._at[key].setdefault(person.id, Neighbour(person)).names.append(name)
