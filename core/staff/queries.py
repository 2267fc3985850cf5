"""The list of staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db.paging import Listing
from core.staff.accounts import StaffMember
from core.staff.key_slots import folded_name
from core.staff.roles import Permission, Role, needs
from core.staff.tables import StaffAccount

SORTS: Mapping[str, Any] = {
    "name": StaffAccount.name,
    "role": StaffAccount.role,
    "since": StaffAccount.created_at,
}


def staff(
    text: str = "", only: str = "", sort: str = "name", *, descending: bool = False
) -> Listing[StaffMember]:
    """List staff; `text` is a part of a name, `only` is active, disabled or nothing."""
    key = SORTS[sort]
    order = (key.desc(), StaffAccount.id.desc()) if descending else (key.asc(), StaffAccount.id.asc())
    ids = select(StaffAccount.id).order_by(*order)
    if text.strip():
        ids = ids.where(StaffAccount.name.contains(folded_name(text), autoescape=True))
    if only:
        ids = ids.where(StaffAccount.active.is_(only == "active"))
    columns = (StaffAccount.name, StaffAccount.role, StaffAccount.active, StaffAccount.created_at)
    return Listing(needs(Permission.STAFF), ids, select(StaffAccount.id, *columns), StaffAccount.id, _member)


def _member(number: int, name: str, role: Role, active: bool, since: datetime) -> StaffMember:  # noqa: FBT001  # a column
    return StaffMember(number, name, role, active, since)
