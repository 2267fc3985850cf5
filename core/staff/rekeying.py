"""A new key for the desk: who gets it, and that it was changed (C22)."""

from collections.abc import Mapping

from core.audit.log import record
from core.db.store import Slots
from core.db.unit_of_work import Work, WriteWork
from core.errors import WrongState
from core.staff.orphan_slots import needed_slots
from core.staff.roles import Permission, require
from core.staff.slot_content import is_of_before, with_new_key, with_one_key


def slots_with_new_key(work: Work, slots: Slots, key: bytes, new: bytes) -> dict[str, bytes]:
    """Return every needed slot's content with the new key beside the old; changes nothing.

    Raises WrongState while somebody has a slot of before, or one that is damaged or not of their making.
    """
    require(work, Permission.MANAGE_STAFF)
    contents = {name: slots.read(name) or b"" for name in needed_slots(work)}
    if waiting := sum(is_of_before(one) for one in contents.values()):
        raise WrongState(
            f"{waiting} of the staff must sign in once before the key can be changed: their slots are of an "
            "older Remit. Have them do so, or disable them."
        )
    try:
        return {name: with_new_key(name, one, key, new) for name, one in contents.items()}
    except ValueError as error:
        raise WrongState("A key slot was altered; disable whoever cannot sign in, then try again.") from error


def give_slots(work: WriteWork, slots: Slots, contents: Mapping[str, bytes]) -> None:
    """Keep the slots of a new key, and log that it is new."""
    for name, one in contents.items():
        slots.keep(work, name, one)
    record(work, "staff:door:key-changed", ("desk", 0), slots=len(contents))


def forget_old_keys(work: WriteWork, slots: Slots, key: bytes) -> None:
    """Leave in each slot the key of now alone."""
    for name in needed_slots(work):
        content = slots.read(name) or b""
        if (left := with_one_key(content, key)) != content:
            slots.keep(work, name, left)
