"""What an export of a list is made of: its columns with their categories, and where its facts stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select

from core.policy.terms import Policy
from core.sheets.plan import Cell
from core.sheets.plan import Kind as CellKind
from core.staff.roles import Permission


class ListKind(StrEnum):
    """The lists that can be exported."""

    POSTINGS = "postings"
    PEOPLE = "people"
    CONTACTS = "contacts"
    CONTESTS = "contests"
    SHARES = "shares"
    REQUESTS = "requests"
    AUDIT = "audit"


@dataclass(frozen=True)
class ExportColumn:
    """One column: its heading, the category of what stands in it (C04), and how it is read from a list's row.

    `plain` is the stored column (SQLAlchemy's) behind a value that lists mask: values as they are. `public`
    tells that in a public record the value stands on the site for all to see and names nobody.
    """

    title: str
    category: str
    read: Callable[[Any], Cell]
    kind: CellKind = CellKind.text
    plain: Any = None
    public: bool = False


@dataclass(frozen=True)
class FactSource:
    """Where the facts of a list's records stand: `base` selects from their tables, `key` is the record's id.

    `columns` are origin, policy version at collection, opted out, under 13, public, in this order; `person`
    is whose record it is, where a person can have several in a list.
    """

    base: Callable[..., Select[Any]]
    key: Any
    columns: tuple[ColumnElement[Any], ...]
    person: Any = None
    counted_by: tuple[ColumnElement[Any], ...] = ()
    """The same facts in the form that is quicker over a whole list; empty where there is only one."""


@dataclass(frozen=True)
class ExportList:
    """One kind of list; `facts` is None where nothing in it is on a person.

    `origins` are those that its records can have; `duties` are the purposes of the duty group that such a
    list may serve: every other duty has a procedure of its own.
    """

    kind: ListKind
    singular: str
    plural: str
    columns: tuple[ExportColumn, ...]
    permissions: tuple[Permission, ...]
    facts: FactSource | None = None
    origins: tuple[str, ...] = ()
    duties: frozenset[str] = frozenset()

    def count(self, number: int) -> str:
        """Return `1 posting`, `1,204 postings`."""
        return f"{number:,} {self.singular if number == 1 else self.plural}"

    def personal(self, policy: Policy) -> tuple[int, ...]:
        """Return the places of the columns that hold data on persons."""
        return tuple(at for at, one in enumerate(self.columns) if policy.categories[one.category].personal)


@dataclass(frozen=True)
class ExportOrder:
    """What is to be exported: a list as filtered and sorted, for a purpose.

    `listing` is the list's own Listing. `told` says how it was filtered, by the codes of the screen; what the
    person typed stands in `search` and is never logged as it is. `values` asks for personal values unmasked.
    """

    kind: ListKind
    listing: Any
    purpose: str
    values: bool = False
    search: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


def stored(column: Any) -> str:
    """Return the category that a table's column was given."""
    info: Mapping[str, str] = column.property.columns[0].info
    return info["category"]
