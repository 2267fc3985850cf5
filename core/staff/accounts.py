"""Adding, listing and disabling staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.audit.lasting_notes import DISABLED, keep_note
from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput, NotFound, WrongState
from core.short_names import short_name
from core.staff.key_slots import folded_name
from core.staff.roles import Permission, Role, may, require
from core.staff.tables import StaffAccount

LONGEST_NAME = 80


@dataclass(frozen=True)
class StaffMember:
    """A staff member as the rest of the program sees one."""

    id: int
    name: str
    role: Role
    active: bool
    created_at: datetime

    def may(self, permission: str) -> bool:
        """Tell whether this person's role has the permission."""
        return self.active and may(self.role, permission)


def member_of_slot(work: Work, slot: str) -> StaffMember | None:
    """Find whose key slot this is."""
    found = work.session.scalar(select(StaffAccount).where(StaffAccount.slot == slot))
    return _member(found) if found else None


def is_active(work: Work, staff_id: int) -> bool:
    """Tell whether this account may be used."""
    query = select(StaffAccount.active).where(StaffAccount.id == staff_id)
    return bool(work.session.execute(query).scalar())


def list_staff(work: Work) -> list[StaffMember]:
    """List all staff, disabled ones too, by name; for those who look after them (C22)."""
    require(work, Permission.STAFF)
    return [_member(one) for one in work.session.scalars(select(StaffAccount).order_by(StaffAccount.name))]


def staff_names(work: Work) -> dict[int, str]:
    """Map staff ids to names, for showing who did what."""
    rows = work.session.execute(select(StaffAccount.id, StaffAccount.name)).all()
    return {row.id: row.name for row in rows}


def staff_roles(work: Work) -> dict[int, Role]:
    """Map staff ids to roles, for a file's cover that names who had a hand in it."""
    rows = work.session.execute(select(StaffAccount.id, StaffAccount.role)).all()
    return {row.id: row.role for row in rows}


def checked_name(work: Work, name: str) -> str:
    """Return a new account's name; raises BadInput when it is empty, too long, taken or does not show."""
    plain = folded_name(short_name(name, "A staff member's name", LONGEST_NAME))
    if not plain or len(plain) > LONGEST_NAME:
        raise BadInput(f"A staff name has 1 to {LONGEST_NAME} characters.")
    if work.session.scalar(select(StaffAccount.id).where(StaffAccount.name == plain)):
        raise BadInput("There is a staff member of that name already.")
    return plain


def add_account(work: WriteWork, name: str, role: Role, slot: str) -> Changes:
    """Add a staff member whose key slot is this one."""
    account = StaffAccount(
        name=checked_name(work, name), role=role, slot=slot, active=True, created_at=work.now
    )
    work.session.add(account)
    work.session.flush()
    record(work, "staff:account:added", ("staff", account.id), role=role.value)
    return changed(f"Added one {role.value}.", "staff", [account.id])


def disable_account(work: WriteWork, name: str) -> tuple[Changes, str]:
    """Disable a staff member; returns the changes and the key slot that must now go.

    Raises NotFound, or WrongState when it would leave the desk without an admin.
    """
    account = _to_disable(work, name)
    account.active = False
    record(work, "staff:account:disabled", ("staff", account.id))
    keep_note(work, DISABLED, [account.slot])
    return changed(
        "Disabled one account; its passphrase no longer opens this desk.", "staff", [account.id]
    ), account.slot


def check_may_disable(work: Work, name: str) -> None:
    """Raise what `disable_account` would, before anybody is asked to confirm it."""
    _to_disable(work, name)


def _to_disable(work: Work, name: str) -> StaffAccount:
    require(work, Permission.MANAGE_STAFF)
    account = work.session.scalar(select(StaffAccount).where(StaffAccount.name == folded_name(name)))
    if account is None:
        raise NotFound("There is no staff member of that name.")
    _keep_one_admin(work, account)
    return account


def _keep_one_admin(work: Work, account: StaffAccount) -> None:
    admins = select(func.count()).where(StaffAccount.role == Role.ADMIN, StaffAccount.active)
    if account.role is Role.ADMIN and account.active and work.session.scalar(admins) == 1:
        raise WrongState("This is the desk's last admin; add another before this one goes.")


def _member(account: StaffAccount) -> StaffMember:
    return StaffMember(account.id, account.name, account.role, account.active, account.created_at)
