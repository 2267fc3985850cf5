"""Where an answer may go: an address on file for the person, and nowhere else (C25)."""

from sqlalchemy import select

from core.db.unit_of_work import Work, WriteWork
from core.errors import WrongState
from core.people.queries import addresses_of
from core.people.rules import email_key, masked_name
from core.people.tables import Person, PersonRecord
from core.staff.roles import Permission, require
from core.text.masking import masked_email


def address_on_file(work: WriteWork, person_id: int, written_from: str) -> str:
    """Return the address the answer goes to: the one on file that they wrote from, else the shown one.

    Raises WrongState when none is on file. What the message says under Reply-To is never asked.
    """
    require(work, Permission.PREPARE_REQUESTS)
    address = _address(work, person_id, written_from)
    if not address:
        raise WrongState("There is no address on file for this person, so no answer can reach them (C25).")
    return address


def name_on_file(work: WriteWork, person_id: int) -> str:
    """Return the name that lists show for the person, unmasked."""
    require(work, Permission.PREPARE_REQUESTS)
    return _name(work, person_id)


def masked_address_on_file(work: Work, person_id: int, written_from: str) -> str:
    """Return the address the answer goes to, masked; empty when none is on file."""
    require(work, Permission.REQUESTS)
    return masked_email(_address(work, person_id, written_from))


def masked_name_on_file(work: Work, person_id: int) -> str:
    """Return the name that lists show for the person, masked."""
    require(work, Permission.REQUESTS)
    return masked_name(_name(work, person_id))


def _address(work: Work, person_id: int, written_from: str) -> str:
    addresses = addresses_of(work, person_id)
    wanted = email_key(written_from)
    return next((one for one in addresses if email_key(one) == wanted), addresses[0] if addresses else "")


def _name(work: Work, person_id: int) -> str:
    shown = select(PersonRecord.full_name).join(Person, Person.shown_record_id == PersonRecord.id)
    return work.session.scalar(shown.where(Person.id == person_id)) or ""
