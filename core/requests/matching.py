"""Who on file a message seems to be from; the name and the address are graded apart (C25)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.mail.matching import ORDER, Grade, match_address, match_name
from core.people.queries import addresses_of, people_at
from core.people.rules import name_key
from core.people.tables import PersonRecord


@dataclass(frozen=True)
class Grades:
    """How well name and address fit what is on file: exact, folded, partial, similar or none."""

    name: Grade
    address: Grade


@dataclass(frozen=True)
class Match:
    """The person on file it seems to be from, None when nobody or several; findings are sentences."""

    person_id: int | None
    grades: Grades
    findings: tuple[str, ...] = ()


NOBODY = Grades(Grade.none, Grade.none)


def match_sender(work: Work, name: str, text: str, address: str) -> Match:
    """Find whose address this is, else whose name; a name that several people bear finds none."""
    at_address = people_at(work, address) if address else []
    if at_address:
        return _best(work, at_address, name, text, address)
    named = _people_named(work, name)
    if len(named) == 1:
        grades = grade(work, named[0], name, text, address)
        finding = "The name is on file with another address than the sender's (C25)."
        return Match(named[0], grades, (finding,))
    if named:
        return Match(None, NOBODY, (f"{len(named)} people of this name are on file with other addresses.",))
    return Match(None, NOBODY, ("Neither the sender's name nor the address is on file.",))


def grade(work: Work, person_id: int, name: str, text: str, address: str) -> Grades:
    """Grade a message's name and address against every one on file for this person."""
    names = select(PersonRecord.full_name).where(PersonRecord.person_id == person_id).distinct()
    by_name = _best_of(match_name(name, text, known).grade for known in work.session.scalars(names))
    return Grades(by_name, match_address(address, addresses_of(work, person_id)).grade)


def _best(work: Work, people: list[int], name: str, text: str, address: str) -> Match:
    graded = [(grade(work, one, name, text, address), one) for one in people]
    grades, person_id = min(graded, key=lambda pair: ORDER.index(pair[0].name))
    shared = (f"{len(people)} people on file have this address.",) if len(people) > 1 else ()
    return Match(person_id, grades, shared)


def _best_of(grades: Iterable[Grade]) -> Grade:
    return min(grades, key=ORDER.index, default=Grade.none)


def _people_named(work: Work, name: str) -> list[int]:
    key = name_key(name)
    if not key:
        return []
    query = select(PersonRecord.person_id).where(PersonRecord.name_key == key).distinct()
    return list(work.session.scalars(query.order_by(PersonRecord.person_id)))
