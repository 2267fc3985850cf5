from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.people.actions import opt_out
from gui.feed.page import FeedPage
from tests.conftest import Clock
from tests.core.feed.conftest import approve, arrive, arrived, remove
from tests.core.postings.arriving import incoming
from tests.gui.screen import Screen, screen_of

Show = Callable[[str], Screen]


@pytest.fixture
def decided(signed_in: Callable[[str], Desk], clock: Clock) -> None:
    """Yesterday p-1 was removed as fraud and restored; an hour ago p-2 was removed and Nina opted out."""
    leo = signed_in("leo")
    ids = arrive(leo, [incoming(f"p-{n}", f"A logo for shop {n}") for n in (1, 2)]).ids
    nina = arrived(leo, "nina.okafor@example.com")
    remove(leo, ids[0], reason="fraud")
    approve(leo, ids[0])
    clock.forward(hours=30)
    remove(leo, ids[1])
    with leo.write() as work:
        opt_out(work, nina)
    clock.forward(hours=1)


@pytest.fixture
def show(qtbot: QtBot, signed_in: Callable[[str], Desk]) -> Iterator[Show]:
    """Show the page to a staff member: `show("pia")`."""
    with ExitStack() as screens:
        yield lambda name: screens.enter_context(screen_of(qtbot, signed_in(name), FeedPage))
