"""The pages, in the rail's order: one line each."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gui.kit.page import Page
from gui.kit.page_spec import PageContext, PageSpec


def make(module: str, name: str) -> Callable[[PageContext], Page]:
    """Return what builds a page; its module, and core behind it, is imported when it is first opened."""

    def build(context: PageContext) -> Page:
        page: Page = getattr(import_module(module), name)(context)
        return page

    return build


def count(module: str, name: str) -> Callable[[Any], int]:
    """Return what counts for the rail; runs on a reader, and imports core there."""

    def number(work: Any) -> int:
        return int(getattr(import_module(module), name)(work))

    return number


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "overview", "Overview", "layout-dashboard", "page:overview", make("gui.home.page", "OverviewPage")
    ),
    PageSpec(
        "postings",
        "Postings",
        "inbox",
        "page:postings",
        make("gui.postings.page", "PostingsPage"),
        count("core.postings.queries", "count_new"),
    ),
    PageSpec(
        "contacts",
        "Contacts",
        "contact",
        "page:contacts",
        make("gui.contacts.page", "ContactsPage"),
        count("core.contacts.queries", "open_contacts"),
    ),
    PageSpec("contests", "Contests", "trophy", "page:contests", make("gui.contests.page", "ContestsPage")),
    PageSpec(
        "shares",
        "Vendor shares",
        "share-2",
        "page:shares",
        make("gui.shares.page", "SharesPage"),
        count("core.shares.queries", "count_waiting"),
    ),
    PageSpec(
        "requests",
        "Access requests",
        "file-text",
        "page:requests",
        make("gui.requests.page", "RequestsPage"),
        count("core.requests.queries", "count_open"),
    ),
    PageSpec("people", "People", "users", "page:people", make("gui.people.page", "PeoplePage")),
    PageSpec("audit", "Audit log", "scroll-text", "page:audit", make("gui.audit.page", "AuditPage")),
    PageSpec("staff", "Staff", "user-cog", "page:staff", make("gui.staff.page", "StaffPage")),
)
