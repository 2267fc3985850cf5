"""What the kit needs of the desk and its lists, as shapes: the kit itself opens no store."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar


class Row(Protocol):
    """One row of a list: frozen, with the id of its record."""

    @property
    def id(self) -> int:
        """The record's id."""
        ...


RowT = TypeVar("RowT", bound=Row, covariant=True)  # noqa: PLC0105  # the name stands for a row everywhere


class RowListing(Protocol[RowT]):
    """A list as filtered and sorted (`core.db.paging.Listing`)."""

    def chunks(self, work: Any) -> Iterator[Sequence[int]]:
        """Stream the ids in order, a small first chunk and then larger ones."""
        ...

    def rows(self, work: Any, ids: Sequence[int]) -> Sequence[RowT]:
        """Read the rows of these ids."""
        ...

    def still(self, work: Any, ids: Collection[int]) -> set[int]:
        """Return those of these ids that are in the list now."""
        ...

    def total(self, work: Any) -> int:
        """Count the list as filtered."""
        ...


class StaffView(Protocol):
    """Who is signed in (`core.staff.accounts.StaffMember`)."""

    @property
    def id(self) -> int:
        """The staff member's id."""
        ...

    @property
    def name(self) -> str:
        """The name that is shown."""
        ...

    @property
    def role(self) -> str:
        """The role's name."""
        ...

    def may(self, permission: str) -> bool:
        """Tell whether the role has a permission."""
        ...


class DeskView(Protocol):
    """The desk (`core.desk.Desk`)."""

    @property
    def staff(self) -> StaffView | None:
        """Who is signed in."""
        ...

    @property
    def clock(self) -> Callable[[], datetime]:
        """This moment in UTC."""
        ...

    def read(self) -> AbstractContextManager[Any]:
        """Give a consistent view."""
        ...

    def write(self) -> AbstractContextManager[Any]:
        """Give one transaction."""
        ...
