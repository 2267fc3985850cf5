from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.desk import Desk
from core.people.arrival import RecordsDesk
from core.people.tables import Origin, Source
from gui.people.page import PeoplePage
from tests.core.people.conftest import incoming
from tests.gui.screen import Screen, screen_of

Show = Callable[[str], Screen]


@pytest.fixture
def on_file(signed_in: Callable[[str], Desk]) -> None:
    """Nina (1) with an enrolment and a problem, Bea (2) from a contest, Kim (3) whose file shows a child."""
    kid = {"full_name": "Kim Young", "email": "kim@example.net", "country": "Kenya"}
    rows = [
        incoming(choices={"newsletter": "yes"}),
        incoming("c-1", source=Source.CONTACTS, origin=Origin.PROBLEM, phone="", company=""),
        incoming(
            "e-1",
            source=Source.CONTESTS,
            origin=Origin.CONTEST,
            full_name="Bea Lind",
            email="bea@example.org",
        ),
        incoming("m-3", **kid),
        incoming("e-3", source=Source.CONTESTS, origin=Origin.CONTEST, stated_age=9, **kid),
    ]
    with signed_in("leo").write() as work:
        desk = RecordsDesk(work, rows)
        for one in rows:
            desk.place(one)
        record(work, "test:people:taken-in", ("test", 0))


@pytest.fixture
def show(qtbot: QtBot, signed_in: Callable[[str], Desk], on_file: None) -> Iterator[Show]:
    """Show the page to a staff member: `show("mia")`."""
    del on_file
    with ExitStack() as screens:
        yield lambda name: screens.enter_context(screen_of(qtbot, signed_in(name), PeoplePage))
