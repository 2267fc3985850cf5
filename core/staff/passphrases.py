"""A passphrase of one's own: changed by whoever knows the old one."""

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.store import Slots
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, SignInRefused
from core.staff.tables import StaffAccount

NOT_YOURS = "That is not your passphrase."


def change_slot(work: WriteWork, slots: Slots, old: str, new: str, wrapped: bytes) -> Changes:
    """Give the signed-in person the slot `new` in place of `old`, and destroy that once it is committed.

    Killed before the commit, the old passphrase opens the desk; after it, the new one does: a slot that is
    left over belongs to no account and is swept. Raises BadInput for the passphrase they have, SignInRefused
    when `old` is theirs no more.
    """
    account = work.session.scalars(select(StaffAccount).where(StaffAccount.id == work.actor.id)).one()
    if account.slot != old:
        raise SignInRefused(NOT_YOURS)
    if new == old:
        raise BadInput("That is your passphrase already; choose another.")
    slots.keep(work, new, wrapped)
    account.slot = new
    slots.take_away(work, old)
    record(work, "staff:account:passphrase-changed", ("staff", account.id))
    return changed("Changed your passphrase; the old one no longer opens this desk.", "staff", [account.id])
