"""How a page is announced to the window, and what the window hands to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gui.kit.changes import ChangeFeed
from gui.kit.claim_board import ClaimBoard
from gui.kit.drafts import Drafts
from gui.kit.notices import Notices
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks

if TYPE_CHECKING:
    from gui.kit.desk_views import DeskView
    from gui.kit.page import Page


@dataclass(frozen=True)
class PageContext:
    """What every page is given. `desk` is core's Desk; `go_to(page_key, record_id or None)` goes there."""

    desk: Any
    tasks: Tasks
    notices: Notices
    settings: PersonSettings
    go_to: Callable[[str, int | None], None]
    drafts: Drafts = field(default_factory=Drafts)
    claims: ClaimBoard | None = None
    lock: Callable[[], object] = lambda: None

    def holder(self, kind: str, record_id: int) -> str:
        """Return who else is reading a record; empty where nobody is."""
        return self.claims.holder(kind, record_id) if self.claims is not None else ""

    @property
    def changes(self) -> ChangeFeed:
        """The one signal that says what changed."""
        return self.tasks.changes

    def may(self, permission: str) -> bool:
        """Tell whether the signed-in person has a permission."""
        view: DeskView = self.desk
        return view.staff is not None and view.staff.may(permission)


@dataclass(frozen=True)
class Deed:
    """Something that can be done on a page: its action's object name and words.

    `may`: permissions of which one is enough, none needed where it is empty; `not_for` is a permission whose
    holders have another way. `record`: it is done with the record that is chosen there.
    """

    name: str
    words: str
    may: tuple[str, ...] = ()
    record: bool = True
    not_for: str = ""

    def allowed(self, may: Callable[[str], bool]) -> bool:
        """Tell whether the person may ever do it."""
        return (not self.may or any(may(one) for one in self.may)) and not (
            self.not_for and may(self.not_for)
        )


@dataclass(frozen=True)
class PageSpec:
    """One page of the rail. `make` builds it when it is first opened; `count` is the rail's live number."""

    key: str
    title: str
    icon: str
    permission: str
    make: "Callable[[PageContext], Page]" = field(repr=False)
    count: Callable[[Any], int] | None = None
    deeds: tuple[Deed, ...] = ()
