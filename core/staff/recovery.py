"""The recovery key: opens the desk once, to give an admin a new passphrase when every admin's is lost."""

from datetime import datetime

from sqlalchemy import Select, delete, select

from core.audit.log import record
from core.db.store import Slots
from core.db.unit_of_work import Work, WriteWork
from core.errors import NotFound, SignInRefused
from core.staff.key_slots import folded_name
from core.staff.roles import Permission, Role, require
from core.staff.tables import RecoveryKey, StaffAccount

NO_NAME = ""
"""The name that the recovery key's slot is made with: no account can have it."""
VOID = "This recovery key does not open this desk: it was used, replaced, or is another desk's."


def recovery_made_at(work: Work) -> datetime | None:
    """Return when the desk's recovery key was made; None where there is none."""
    require(work, Permission.STAFF)
    return work.session.scalar(select(RecoveryKey.made_at))


def replace_recovery_slot(work: WriteWork, slots: Slots, slot: str, wrapped: bytes) -> None:
    """Keep the slot of a new recovery key; the one before it opens the desk no more."""
    require(work, Permission.MANAGE_STAFF)
    _destroy(work, slots)
    slots.keep(work, slot, wrapped)
    work.session.add(RecoveryKey(slot=slot, made_at=work.now))
    record(work, "staff:recovery:made", ("desk", 0))


def use_recovery_slot(work: WriteWork, slots: Slots, used: str, admin: str, new: tuple[str, bytes]) -> None:
    """Give an admin the slot `new` for the recovery key whose slot is `used`, which is void from then on.

    Raises SignInRefused for a key that is void already, NotFound when there is no active admin of that name.
    """
    if work.session.scalar(select(RecoveryKey.id).where(RecoveryKey.slot == used)) is None:
        raise SignInRefused(VOID)
    account = work.session.scalar(_admin(admin))
    if account is None:
        raise NotFound("There is no active admin of that name.")
    old, (account.slot, wrapped) = account.slot, new
    if old != account.slot:
        slots.take_away(work, old)
    slots.keep(work, account.slot, wrapped)
    _destroy(work, slots)
    record(work, "staff:recovery:used", ("staff", account.id))


def _admin(name: str) -> Select[StaffAccount]:
    return select(StaffAccount).where(
        StaffAccount.name == folded_name(name), StaffAccount.role == Role.ADMIN, StaffAccount.active
    )


def _destroy(work: WriteWork, slots: Slots) -> None:
    for one in work.session.scalars(select(RecoveryKey.slot)):
        slots.take_away(work, one)
    work.session.execute(delete(RecoveryKey))
