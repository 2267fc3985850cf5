from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.contacts.arrival import take_in_contacts
from core.desk import Desk
from gui.contacts.page import ContactsPage
from tests.core.contacts.conftest import incoming
from tests.gui.screen import Screen, screen_of

Show = Callable[[str], Screen]


@pytest.fixture
def waiting(signed_in: Callable[[str], Desk]) -> None:
    """Three that wait: Nina's problem (1), Bea's request (2), a comment without an address (3)."""
    bea = {"full_name": "Bea Lind", "email": "bea@example.org"}
    rows = [
        incoming(),
        incoming("c-2", "request", "Which fees apply?", "<b>Bold</b> question: how much?", **bea),
        incoming("c-3", "comment", "Nice colours", "Keep them.", full_name="Ida Holm", email=""),
    ]
    with signed_in("leo").write() as work:
        take_in_contacts(work, rows)
        record(work, "test:contacts:taken-in", ("test", 0))


@pytest.fixture
def show(qtbot: QtBot, signed_in: Callable[[str], Desk], waiting: None) -> Iterator[Show]:
    """Show the page to a staff member: `show("mia")`."""
    del waiting
    with ExitStack() as screens:
        yield lambda name: screens.enter_context(screen_of(qtbot, signed_in(name), ContactsPage))
