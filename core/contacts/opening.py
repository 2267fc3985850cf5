"""Opening a contact: what was written comes back from the very write that logs who read it (C16, C22)."""

from core.audit.log import record
from core.contacts.queries import OPENED, ContactDetail, contact_detail
from core.db.unit_of_work import WriteWork
from core.people.actions import note_reveal
from core.staff.roles import Permission, require

PURPOSE = "respond"
"""What is given with a problem, comment or request has this one purpose (C16), so nobody is asked for it."""


def open_contact(work: WriteWork, contact_id: int) -> ContactDetail:
    """Show a contact with what was written and answered; logged once for each person, record and sitting.

    A reveal with the sender keeps it too, so they are told of it. Raises NotAllowed for those who answer
    nothing, and where the sender is under 13 (C24); NotFound.
    """
    require(work, Permission.CONTACTS)
    require(work, Permission.SEE_VALUES)
    found = contact_detail(work, contact_id)
    if found.opened:
        return found
    note_reveal(work, found.person_id, PURPOSE, f"contact {contact_id}")
    record(work, OPENED, ("contact", contact_id), person=found.person_id, purpose=PURPOSE)
    return contact_detail(work, contact_id)
