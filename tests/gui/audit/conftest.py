"""The page of the log on a desk where something was done."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.desk import Desk
from core.people.actions import opt_out, reveal
from core.people.arrival import RecordsDesk
from gui.audit.page import AuditPage
from tests.core.people.conftest import incoming
from tests.gui.screen import Screen, screen_of

Show = Callable[[str], Screen]


@pytest.fixture
def done(signed_in: Callable[[str], Desk]) -> None:
    """Mia looked at a person and opted them out; thirty other things were done by the lead."""
    with signed_in("leo").write() as work:
        RecordsDesk(work, [incoming()]).place(incoming())
        for number in range(30):
            record(work, "test:thing:done", ("thing", number + 1), ids=list(range(number)))
    with signed_in("mia").write() as work:
        reveal(work, 1, "respond")
        opt_out(work, 1, "letter")


@pytest.fixture
def show(qtbot: QtBot, signed_in: Callable[[str], Desk], done: None) -> Iterator[Show]:
    """Show the page to a staff member: `show("pia")`."""
    del done
    with ExitStack() as screens:
        yield lambda name: screens.enter_context(screen_of(qtbot, signed_in(name), AuditPage))
