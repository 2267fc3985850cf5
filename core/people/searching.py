"""Searching lists for people by name: by a part of it only for those who may see whose it is (C22).

What is found tells what stands there: letter by letter, a search by part spells a masked name out.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement

from core.db.unit_of_work import Work
from core.people.rules import name_key
from core.people.tables import PersonRecord
from core.staff.roles import Permission, may, require


def by_part(role: str) -> bool:
    """Tell whether this role may search by a part of a name; the others give the whole of it."""
    return may(role, Permission.REVEAL_PEOPLE)


def named(text: str, *, in_part: bool) -> ColumnElement[bool]:
    """Return the condition that a record's name is, or `in_part` holds, what was typed."""
    wanted = name_key(text)
    if in_part:
        return PersonRecord.name_key.contains(wanted, autoescape=True)
    return PersonRecord.name_key == wanted


def searched(page: Permission, text: str, *, in_part: bool) -> Callable[[Work], None]:
    """Return a list's guard: it raises NotAllowed unless the role may read the page, and search it so."""

    def check(work: Work) -> None:
        require(work, page)
        if text.strip() and in_part:
            require(work, Permission.REVEAL_PEOPLE)

    return check
