"""People's values in the log: sealed under the person's own key, shown masked, opened for a purpose (C22)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.audit.log import record
from core.audit.person_keys import SealedFact, opened_fact, sealed_facts
from core.audit.queries import EntryDetail
from core.db.unit_of_work import Work, WriteWork
from core.errors import WrongState
from core.people.actions import check_purpose, note_reveal
from core.people.tables import Person
from core.staff.log_reading import readable_entry
from core.staff.roles import Permission, may, require
from core.text.masking import masked, masked_email


@dataclass(frozen=True)
class LogValue:
    """A person's value in an entry: its fact's name and, as far as it may be shown, the value.

    `erased` holds once the person's key is gone: then nobody can open it any more.
    """

    name: str
    person_id: int
    shown: str
    erased: bool


@dataclass(frozen=True)
class EntryWithValues:
    """An entry as written, and the values of people in it."""

    detail: EntryDetail
    values: tuple[LogValue, ...]


def entry_with_values(work: Work, position: int) -> EntryWithValues:
    """Read an entry with its values masked; raises NotFound where it may not be read."""
    detail = readable_entry(work, position)
    mask = masked_email if may(work.actor.role, Permission.PEOPLE) else masked
    return EntryWithValues(detail, _values(work, detail, mask))


def reveal_entry(work: WriteWork, position: int, purpose: str) -> EntryWithValues:
    """Open an entry's values for a purpose; the log keeps who, whose and why (C22).

    Raises BadInput for a purpose that is none, NotAllowed for the role or, with a child, the purpose (C24),
    WrongState where there is nothing that can be opened.
    """
    require(work, Permission.REVEAL_PEOPLE)
    check_purpose(purpose)
    detail = readable_entry(work, position)
    values = _values(work, detail, lambda plain: plain)
    people = sorted({one.person_id for one in values if not one.erased})
    if not people:
        raise WrongState("There is no value in this entry that can be opened.")
    _note(work, people, purpose, position)
    for person_id in people:
        record(work, "people:person:revealed", ("person", person_id), purpose=purpose, entry=position)
    return EntryWithValues(detail, values)


def _values(work: Work, detail: EntryDetail, show: Callable[[str], str]) -> tuple[LogValue, ...]:
    return tuple(_value(one, opened_fact(work, one), show) for one in sealed_facts(detail.body))


def _value(one: SealedFact, plain: str | None, show: Callable[[str], str]) -> LogValue:
    return LogValue(one.name, one.person_id, "" if plain is None else show(plain), plain is None)


def _note(work: WriteWork, people: Sequence[int], purpose: str, position: int) -> None:
    """Keep with each person who is on file still that their value was seen."""
    for person_id in people:
        if work.session.get(Person, person_id) is not None:
            note_reveal(work, person_id, purpose, f"entry {position}")
