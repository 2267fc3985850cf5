"""What can be done to a person on file: opt out, take that back, reveal values."""

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.people.queries import PersonValues, values_of
from core.people.tables import OptOut, Person, Reveal
from core.staff.roles import Permission, require

HEARD = ("e-mail", "contact record", "contest entry", "telephone", "letter", "unsubscribe link")
REVEAL_PURPOSES = ("respond", "access", "correction", "moderation", "notify_winner", "fraud_check")
"""The purposes for which staff may look at one person's values."""
CHILD_PURPOSES = ("access",)
"""The purpose that is left of them for a person whose file shows an age under 13 (C24)."""


def opt_out(work: WriteWork, person_id: int, heard_through: str = "e-mail") -> Changes:
    """Opt a person out of promotion, at once and everywhere (C20)."""
    return _set_opt_out(work, person_id, heard_through, out=True)


def take_back_opt_out(work: WriteWork, person_id: int, heard_through: str = "e-mail") -> Changes:
    """Let promotion reach a person again, at their own wish or as the undo of a slip (C20)."""
    return _set_opt_out(work, person_id, heard_through, out=False)


def _set_opt_out(work: WriteWork, person_id: int, heard_through: str, *, out: bool) -> Changes:
    require(work, Permission.OPT_OUT)
    if heard_through not in HEARD:  # it goes into the log, where no one's words may stand
        raise BadInput(f"Say how the site heard of it: {', '.join(HEARD)}.")
    person = person_on_file(work, person_id)
    if (person.opted_out_at is not None) is out:
        raise WrongState("This person is opted out already." if out else "This person is not opted out.")
    person.opted_out_at = work.now if out else None
    person.version += 1
    work.session.add(
        OptOut(
            person_id=person_id,
            at=work.now,
            opted_out=out,
            heard_through=heard_through,
            staff_id=work.actor.id,
        )
    )
    action = "people:person:opted-out" if out else "people:person:opt-out-taken-back"
    record(work, action, ("person", person_id), heard_through=heard_through)
    sentence = "Opted 1 person out of promotion." if out else "Promotion may reach this person again."
    back = take_back_opt_out if out else opt_out
    return Changes(sentence, {"person": frozenset([person_id])}, lambda again: back(again, person_id))


def reveal(work: WriteWork, person_id: int, purpose: str, reason: str = "") -> PersonValues:
    """Show a person's values unmasked, for a purpose; the log keeps who, whose and why (C22).

    Raises BadInput for a purpose that is none, NotAllowed for the role or, with a child, the purpose (C24).
    """
    require(work, Permission.REVEAL_PEOPLE)
    if purpose not in REVEAL_PURPOSES:
        raise BadInput(
            f"“{purpose}” is no purpose for looking at a person; take one of {', '.join(REVEAL_PURPOSES)}."
        )
    if person_on_file(work, person_id).under_13 and purpose not in CHILD_PURPOSES:
        raise NotAllowed("This person is under 13: their values are shown for their own access alone (C24).")
    work.session.add(
        Reveal(person_id=person_id, staff_id=work.actor.id, at=work.now, purpose=purpose, reason=reason)
    )
    record(work, "people:person:revealed", ("person", person_id), purpose=purpose)
    return values_of(work, person_id)


def person_on_file(work: WriteWork, person_id: int) -> Person:
    """Return the person; raises NotFound."""
    person = work.session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise NotFound(f"There is no person {person_id} on file.")
    return person
