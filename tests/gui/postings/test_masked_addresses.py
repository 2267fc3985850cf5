"""Whom the site calls by an address is masked on the screen until the message is opened (C22, C23)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.desk import Desk
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from tests.gui.postings.conftest import PostingsSeat, incoming


def test_an_address_is_masked_on_the_screen_until_the_message_is_opened(
    sit: Callable[[str], PostingsSeat], signed_in: Callable[[str], Desk]
) -> None:
    sent = replace(incoming("m-2", "hello"), author="nina@example.com", recipient="captain@example.net")
    with signed_in("leo").write() as work:
        (number,) = take_in(work, Kind.MESSAGE, [sent], live_screener()).ids
    seat = sit("mia")
    seat.filter("message")
    seat.page.open_record(number)
    seat.settle()
    assert {"n•••@•••.com", "c•••@•••.net"} <= set(seat.texts())
    seat.press(Qt.Key.Key_H)
    dialog = seat.dialog("author-history")
    assert "nina" not in str([one.text() for one in dialog.findChildren(QLabel)])
    seat.press(Qt.Key.Key_Escape, on=dialog)
    seat.press(Qt.Key.Key_O, on=seat.page.table)
    asked = seat.dialog("message-opening")
    seat.qtbot.keyClicks(asked.reason, "Reported by its recipient")
    seat.press(Qt.Key.Key_Return, on=asked.reason)
    assert {"nina@example.com", "captain@example.net"} <= set(seat.texts())
