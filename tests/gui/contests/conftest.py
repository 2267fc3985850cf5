from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.contests.arrival import IncomingEntry, take_in_entries
from core.contests.tables import ContestKind
from core.desk import Desk
from core.people.arrival import IncomingRecord
from core.people.tables import Origin, Source
from gui.contests.page import ContestsPage
from tests.gui.screen import Screen, screen_of

Show = Callable[[str], Screen]
THEN = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


def _entry(number: int, contest: str, name: str, answer: str, demographics: dict[str, str]) -> IncomingEntry:
    address = f"{name.partition(' ')[0].lower()}@example.org"
    given = IncomingRecord(
        Source.CONTESTS, f"e-{number}", Origin.CONTEST, "offshorexperts-2012-12", str(number), name, address
    )
    entered = THEN + timedelta(hours=number)
    return IncomingEntry(given, contest, ContestKind.CONTEST, answer, demographics, entered)


@pytest.fixture
def entered(signed_in: Callable[[str], Desk]) -> None:
    """Nina in two contests (1, 2), Bea in one of them (3)."""
    rows = [
        _entry(1, "Spring draw", "Nina Okafor", "Blue, because of the sea.", {"age_group": "30-39"}),
        _entry(2, "Autumn draw", "Nina Okafor", "", {}),
        _entry(3, "Spring draw", "Bea Lind", "Green.", {"trade": "design"}),
    ]
    with signed_in("leo").write() as work:
        take_in_entries(work, rows)
        record(work, "test:entries:taken-in", ("test", 0))


@pytest.fixture
def show(qtbot: QtBot, signed_in: Callable[[str], Desk], entered: None) -> Iterator[Show]:
    """Show the page to a staff member: `show("mia")`."""
    del entered
    with ExitStack() as screens:
        yield lambda name: screens.enter_context(screen_of(qtbot, signed_in(name), ContestsPage))
