"""Who on file a message seems to be from; the name and the address are graded apart (C25)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.mail.matching import ORDER, Grade, match_address, match_name
from core.mail.parsing import sender_count
from core.mail.quoting import own_text
from core.people.queries import addresses_of, people_at
from core.people.rules import name_key
from core.people.tables import PersonRecord
from core.requests.rules import MATCHING
from core.requests.tables import AccessRequest
from core.staff.roles import Permission, may, require


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
    """Find who has this address and this name, else whose name it is; whoever several fit finds none.

    Where several people have the address, only the one whose name the message bears is taken (C25).
    """
    _refuse(work)
    at_address = people_at(work, address) if address else []
    if len(at_address) > 1:
        return _told_apart(work, at_address, name, text, address)
    if at_address:
        return Match(at_address[0], grade(work, at_address[0], name, text, address))
    return _by_name(work, name, text, address)


def candidates(work: Work, name: str, address: str) -> list[int]:
    """Return whom a message might be from: those with its address, else those of its name."""
    _refuse(work)
    return (people_at(work, address) if address else []) or _people_named(work, name)


def grade(work: Work, person_id: int, name: str, text: str, address: str) -> Grades:
    """Grade a message's name and address against every one on file; `text` is the sender's own (C25)."""
    _refuse(work)
    names = select(PersonRecord.full_name).where(PersonRecord.person_id == person_id).distinct()
    by_name = _best_of(match_name(name, text, known).grade for known in work.session.scalars(names))
    return Grades(by_name, match_address(address, addresses_of(work, person_id)).grade)


def grade_request(work: Work, request: AccessRequest, person_id: int) -> Grades:
    """Grade a message that is here, by its sender's own words; one of several senders fits nobody (C25)."""
    if sender_count(request.message) != 1:
        return NOBODY
    return grade(work, person_id, request.from_name, own_text(request.body), request.from_address)


def _told_apart(work: Work, people: list[int], name: str, text: str, address: str) -> Match:
    graded = [(grade(work, one, name, text, address), one) for one in people]
    fitting = [pair for pair in graded if pair[0].name in MATCHING]
    finding = f"{len(people)} people on file have this address"
    if len(fitting) == 1:
        grades, person_id = fitting[0]
        return Match(person_id, grades, (f"{finding}; the name says which of them it is.",))
    best = Grades(_best_of(one.name for one, _ in graded), _best_of(one.address for one, _ in graded))
    return Match(None, best, (f"{finding} and the name does not say which; an officer chooses.",))


def _by_name(work: Work, name: str, text: str, address: str) -> Match:
    named = _people_named(work, name)
    if len(named) == 1:
        grades = grade(work, named[0], name, text, address)
        finding = "The name is on file with another address than the sender's (C25)."
        return Match(named[0], grades, (finding,))
    if named:
        return Match(None, NOBODY, (f"{len(named)} people of this name are on file with other addresses.",))
    return Match(None, NOBODY, ("Neither the sender's name nor the address is on file.",))


def _refuse(work: Work) -> None:
    """Ask for the right to see requests, or to bring them in, which is all that a service does (C22)."""
    if not may(work.actor.role, Permission.MAIL_IN):
        require(work, Permission.REQUESTS)


def _best_of(grades: Iterable[Grade]) -> Grade:
    return min(grades, key=ORDER.index, default=Grade.none)


def _people_named(work: Work, name: str) -> list[int]:
    key = name_key(name)
    if not key:
        return []
    query = select(PersonRecord.person_id).where(PersonRecord.name_key == key).distinct()
    return list(work.session.scalars(query.order_by(PersonRecord.person_id)))
