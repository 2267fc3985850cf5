"""Where an answer may go: an address on file for the person, and nowhere else (C25)."""

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.errors import WrongState
from core.people.queries import addresses_of
from core.people.rules import email_key
from core.people.tables import Person, PersonRecord


def address_on_file(work: Work, person_id: int, written_from: str) -> str:
    """Return the address the answer goes to: the one on file that they wrote from, else the shown one.

    Raises WrongState when none is on file. What the message says under Reply-To is never asked.
    """
    addresses = addresses_of(work, person_id)
    if not addresses:
        raise WrongState("There is no address on file for this person, so no answer can reach them (C25).")
    wanted = email_key(written_from)
    return next((one for one in addresses if email_key(one) == wanted), addresses[0])


def name_on_file(work: Work, person_id: int) -> str:
    """Return the name that lists show for the person, unmasked."""
    shown = select(PersonRecord.full_name).join(Person, Person.shown_record_id == PersonRecord.id)
    return work.session.scalar(shown.where(Person.id == person_id)) or ""
