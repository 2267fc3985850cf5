"""A request is opened once for what one sits down to do, and masked again after a while."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from core.audit.tables import AuditEntry
from tests.gui.requests.conftest import Screen
from tests.gui.requests.test_answering_a_request import reviewed, words

Show = Callable[[str], Any]


def openings(pia: Screen) -> int:
    with pia.desk.read() as work:
        return work.session.query(AuditEntry).filter(AuditEntry.action == "requests:request:opened").count()


def test_one_opening_is_one_entry_however_often_the_case_is_read_again(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.press(Qt.Key.Key_O)
    pia.choose(2)
    pia.choose(1)
    pia.page.refresh()
    pia.settled()
    reviewed(pia)

    assert "Ida Moreau" in words(pia)
    assert openings(pia) == 1


def test_an_opened_case_is_masked_again_after_half_an_hour(screen: Show, clock: Any) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.press(Qt.Key.Key_O)
    clock.forward(minutes=31)
    pia.choose(2)
    pia.choose(1)

    assert "Moreau" not in words(pia)
    assert openings(pia) == 1
    pia.press(Qt.Key.Key_O)
    assert "Ida Moreau" in words(pia)
    assert openings(pia) == 2
