"""A desk with postings and people, its staff, the site's own unattended account, and what it reads."""

from collections.abc import Callable, Sequence

import pytest

from core.audit.log import record
from core.desk import Desk
from core.feed.actions import acknowledge
from core.feed.reading import FeedPage, SiteRow, hand_over
from core.people.arrival import RecordsDesk
from core.postings.actions import approve_postings, remove_postings
from core.postings.arrival import Taken, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.core.people.conftest import incoming as person
from tests.core.postings.arriving import incoming

Rows = Callable[..., tuple[SiteRow, ...]]


@pytest.fixture
def site(signed_in: Callable[[str], Desk]) -> Desk:
    """The desk as the site's schedule signs in to it."""
    signed_in("ada").add_staff("night", Role.SERVICE, PASSPHRASE)
    return signed_in("night")


@pytest.fixture
def five(lead: Desk) -> list[int]:
    """Five harmless postings, p-1 to p-5."""
    batch = [incoming(f"p-{n}", f"A logo for shop number {n}") for n in range(1, 6)]
    return list(arrive(lead, batch).ids)


@pytest.fixture
def nina(lead: Desk) -> int:
    """A person on file with one record, m-1."""
    return arrived(lead, "m-1")


def arrive(desk: Desk, batch: Sequence[object], kind: Kind = Kind.POSTING) -> Taken:
    with desk.write() as work:
        return take_in(work, kind, batch, live_screener())  # type: ignore[arg-type]  # postings all


def arrived(desk: Desk, number: str, **other: object) -> int:
    """Take one person's record in; returns whose it is."""
    one = person(number, **other)
    with desk.write() as work:
        record(work, "test:record:taken-in", ("test", 0))
        return RecordsDesk(work, [one]).place(one).person_id


def remove(desk: Desk, *ids: int, reason: str = "spam") -> None:
    with desk.write() as work:
        remove_postings(work, ids, reason)


def approve(desk: Desk, *ids: int) -> None:
    with desk.write() as work:
        approve_postings(work, ids)


def page(desk: Desk, since: str = "", limit: int = 500) -> FeedPage:
    return hand_over(desk, since, limit)


def told(desk: Desk, since: str = "start") -> list[tuple[str, str, str]]:
    """Return the feed as kind, record and the site's id."""
    return [(one.kind.value, one.record.value, one.external_id) for one in page(desk, since).rows]


def finish(site: Desk) -> None:
    """Acknowledge all that waits."""
    cursor = page(site).cursor
    with site.write() as work:
        acknowledge(work, cursor)
