"""What can be done to a person on file: opt out, take that back, reveal values."""

from collections.abc import Collection

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.feed.tables import FeedKind
from core.people.address_sealed import address_sealed
from core.people.heeding import last_word
from core.people.queries import PersonValues, addresses_of, people_at, values_of
from core.people.suppression import fingerprints, lift, suppress
from core.people.tables import OptOut, Person, Reveal
from core.people.telling import tell_address, tell_wish
from core.people.wishes import HEARD, HEARD_AGAIN, NOT_NOTED, SLIP, WISHES
from core.staff.roles import Permission, require

REVEAL_PURPOSES = ("respond", "access", "correction", "moderation", "notify_winner", "fraud_check")
"""The purposes for which staff may look at one person's values."""
CHILD_PURPOSES = ("access",)
"""The purpose that is left of them for a person whose file shows an age under 13 (C24)."""


def opt_out(work: WriteWork, person_id: int, heard_through: str = NOT_NOTED) -> Changes:
    """Opt a person out of promotion, at once and everywhere (C20)."""
    require(work, Permission.OPT_OUT)
    _one_of(HEARD, heard_through, "Say how the site heard of it")
    person = person_on_file(work, person_id)
    if person.opted_out_at is not None:
        raise WrongState("This person is opted out already.")
    word = _note(work, person, heard_through, out=True)
    tell_wish(work, FeedKind.OPT_OUT, [person])
    whose = address_sealed(work, person_id)
    record(work, "people:person:opted-out", ("person", person_id), heard_through=heard_through, **whose)
    return Changes(
        "Opted 1 person out of promotion.",
        {"person": frozenset([person_id])},
        lambda again: _undo_opt_out(again, word.id),
    )


def take_back_opt_out(work: WriteWork, person_id: int, heard_through: str, wish: str) -> Changes:
    """Let promotion reach a person again, at their own express wish alone (C19, C20).

    `heard_through` is one of HEARD_AGAIN, `wish` one of WISHES; the log keeps both.
    """
    require(work, Permission.OPT_OUT)
    _one_of(HEARD_AGAIN, heard_through, "Say how the person told the site")
    _one_of(WISHES, wish, "Promotion reaches them again at their own wish alone; say what they said")
    person = person_on_file(work, person_id)
    if person.opted_out_at is None:
        raise WrongState("This person is not opted out.")
    word = _note(work, person, heard_through, out=False, reason=wish)
    tell_wish(work, FeedKind.OPT_IN, [person])
    lift(work, addresses_of(work, person_id))
    _log_back(work, word)
    return Changes(
        "Promotion may reach this person again.",
        {"person": frozenset([person_id])},
        lambda again: opt_out(again, person_id),
    )


def _undo_opt_out(work: WriteWork, word_id: int) -> Changes:
    """Undo one's own slip; not once anything else was heard from the person, whose word then counts."""
    require(work, Permission.OPT_OUT)
    slip = work.session.get_one(OptOut, word_id)
    last = last_word(work, slip.person_id)
    if last is None or last.id != word_id or slip.staff_id != work.actor.id:
        raise WrongState("More was heard since; the opt-out stays until the person takes it back.")
    person = person_on_file(work, slip.person_id)
    word = _note(work, person, slip.heard_through, out=False, reason=SLIP)
    tell_wish(work, FeedKind.OPT_IN, [person])
    _log_back(work, word)
    return changed("Undone: promotion may reach this person, as before.", "person", [slip.person_id])


def opt_out_address(work: WriteWork, address: str) -> Changes:
    """Opt an address out of promotion that nobody on file is known to have (C20).

    The site is told of it, and whoever comes in with it stays out. Raises WrongState where it is out already,
    or somebody on file has it: then the person opts out.
    """
    require(work, Permission.OPT_OUT)
    if people_at(work, address):
        raise WrongState("Somebody on file has this address; choose the person first.")
    if not suppress(work, address):
        raise WrongState("This address is opted out already.")
    tell_address(work, FeedKind.OPT_OUT, fingerprints(work, [address]))
    return Changes(
        "Opted 1 address out of promotion; nobody on file is known to have it.",
        undo=lambda again: _undo_opt_out_address(again, address),
    )


def _undo_opt_out_address(work: WriteWork, address: str) -> Changes:
    require(work, Permission.OPT_OUT)
    lift(work, [address])
    whose = list(fingerprints(work, [address]))
    record(work, "people:address:opt-out-taken-back", ("person", 0), addresses=whose)
    return Changes("Undone: promotion may reach this address, as before.")


def _note(work: WriteWork, person: Person, heard_through: str, *, out: bool, reason: str = "") -> OptOut:
    person.opted_out_at = work.now if out else None
    person.version += 1
    word = OptOut(person_id=person.id, at=work.now, opted_out=out, heard_through=heard_through)
    word.reason, word.staff_id = reason, work.actor.id
    work.session.add(word)
    work.session.flush()
    return word


def _log_back(work: WriteWork, word: OptOut) -> None:
    facts = {
        "heard_through": word.heard_through,
        "reason": word.reason,
        **address_sealed(work, word.person_id),
    }
    record(work, "people:person:opt-out-taken-back", ("person", word.person_id), **facts)


def _one_of(allowed: Collection[str], given: str, sentence: str) -> None:
    """Refuse what is none of these: it goes into the log, where no one's words may stand."""
    if given not in allowed:
        raise BadInput(f"{sentence}: {', '.join(allowed)}.")


def reveal(work: WriteWork, person_id: int, purpose: str, reason: str = "") -> PersonValues:
    """Show a person's values unmasked, for a purpose; the log keeps who, whose and why (C22).

    Raises BadInput for a purpose that is none, NotAllowed for the role or, with a child, the purpose (C24).
    """
    require(work, Permission.REVEAL_PEOPLE)
    note_reveal(work, person_id, purpose, reason)
    whose = address_sealed(work, person_id)
    record(work, "people:person:revealed", ("person", person_id), purpose=purpose, **whose)
    return values_of(work, person_id)


def check_purpose(purpose: str) -> None:
    """Raise BadInput unless staff may look at a person's values for this purpose (C22)."""
    if purpose not in REVEAL_PURPOSES:
        raise BadInput(
            f"“{purpose}” is no purpose for looking at a person; take one of {', '.join(REVEAL_PURPOSES)}."
        )


def note_reveal(work: WriteWork, person_id: int, purpose: str, reason: str) -> None:
    """Keep with a person that a staff member is shown what is theirs, for verbs that may look and log it.

    Raises BadInput and NotAllowed as `reveal` does.
    """
    check_purpose(purpose)
    if person_on_file(work, person_id).under_13 and purpose not in CHILD_PURPOSES:
        raise NotAllowed("This person is under 13: their values are shown for their own access alone (C24).")
    work.session.add(
        Reveal(person_id=person_id, staff_id=work.actor.id, at=work.now, purpose=purpose, reason=reason)
    )


def person_on_file(work: WriteWork, person_id: int) -> Person:
    """Return the person; raises NotFound."""
    person = work.session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise NotFound(f"There is no person {person_id} on file.")
    return person
