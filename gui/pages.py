"""The pages, in the rail's order: one line each."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gui.deeds import DEEDS
from gui.kit.page import Page
from gui.kit.page_spec import PageContext, PageSpec


@dataclass(frozen=True)
class make:  # noqa: N801  # reads as what it does in the table below
    """Builds a page; its module, and core behind it, is imported when first needed."""

    module: str
    name: str

    def __call__(self, context: PageContext) -> Page:
        """Return a page of its own for this context."""
        page: Page = self.load()(context)
        return page

    def load(self) -> Any:
        """Import the module and return the page's class."""
        return getattr(import_module(self.module), self.name)


def warm(pages: Iterable[PageSpec]) -> None:
    """Import the modules of these pages, on a thread of its own, while a person signs in.

    The rules are read then too: the first posting shown would wait for them. What cannot be loaded says so
    when it is opened.
    """
    loads = [one.make.load for one in pages if isinstance(one.make, make)]
    for load in (*loads, _read_rules):
        with suppress(Exception):
            load()


def _read_rules() -> None:
    from core.text.rules import shipped_rule_set  # noqa: PLC0415  # not before the window is painted

    shipped_rule_set()


def count(module: str, name: str) -> Callable[[Any], int]:
    """Return what counts for the rail; runs on a reader, and imports core there."""

    def number(work: Any) -> int:
        return int(getattr(import_module(module), name)(work))

    return number


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "overview",
        "Overview",
        "layout-dashboard",
        "page:overview",
        make("gui.home.page", "OverviewPage"),
        deeds=DEEDS["overview"],
    ),
    PageSpec(
        "postings",
        "Postings",
        "inbox",
        "page:postings",
        make("gui.postings.page", "PostingsPage"),
        count("core.postings.queries", "count_new"),
        DEEDS["postings"],
    ),
    PageSpec(
        "contacts",
        "Contacts",
        "contact",
        "page:contacts",
        make("gui.contacts.page", "ContactsPage"),
        count("core.contacts.queries", "open_contacts"),
        DEEDS["contacts"],
    ),
    PageSpec(
        "contests",
        "Contests",
        "trophy",
        "page:contests",
        make("gui.contests.page", "ContestsPage"),
        deeds=DEEDS["contests"],
    ),
    PageSpec(
        "shares",
        "Vendor shares",
        "share-2",
        "page:shares",
        make("gui.shares.page", "SharesPage"),
        count("core.shares.queries", "count_waiting"),
        DEEDS["shares"],
    ),
    PageSpec(
        "requests",
        "Access requests",
        "file-text",
        "page:requests",
        make("gui.requests.page", "RequestsPage"),
        count("core.requests.queries", "count_open"),
        DEEDS["requests"],
    ),
    PageSpec(
        "people",
        "People",
        "users",
        "page:people",
        make("gui.people.page", "PeoplePage"),
        deeds=DEEDS["people"],
    ),
    PageSpec(
        "feed",
        "Site feed",
        "radio-tower",
        "page:feed",
        make("gui.feed.page", "FeedPage"),
        count("core.feed.queries", "count_waiting"),
        DEEDS["feed"],
    ),
    PageSpec(
        "audit",
        "Audit log",
        "scroll-text",
        "page:audit",
        make("gui.audit.page", "AuditPage"),
        deeds=DEEDS["audit"],
    ),
    PageSpec(
        "staff", "Staff", "user-cog", "page:staff", make("gui.staff.page", "StaffPage"), deeds=DEEDS["staff"]
    ),
)
