"""Key slots that no account has: what a killed program left, or somebody put there."""

from sqlalchemy import select

from core.audit.log import record
from core.db.store import Slots
from core.db.unit_of_work import Work, WriteWork
from core.staff.tables import RecoveryKey, StaffAccount


def sweep_orphans(work: WriteWork, slots: Slots) -> int:
    """Destroy and log every slot of no active account, nor of the recovery key; return how many (C22).

    Disabling destroys a slot after its commit, and a new one is there before; whoever is killed between the
    two leaves a slot that still opens the desk's key. A write holds the store's lock, so none is half made.
    """
    orphans = set(slots.names()) - needed_slots(work)
    for one in orphans:
        slots.take_away(work, one)
    if orphans:
        record(work, "staff:door:slots-swept", ("desk", 0), count=len(orphans))
    return len(orphans)


def needed_slots(work: Work) -> set[str]:
    """Name the slots of active accounts, and of the recovery key."""
    accounts = work.session.scalars(select(StaffAccount.slot).where(StaffAccount.active))
    return {*accounts, *work.session.scalars(select(RecoveryKey.slot))}
