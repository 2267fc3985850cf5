"""What a request's page tells of it: each step and who took it, and where its letter lies."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from tests.gui.requests.test_answering_a_request import agreed, reviewed, words

Show = Callable[[str], Any]


def test_the_history_tells_each_step_and_who_took_it(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    assert "confirm it another way" in words(pia)
    pia.press(Qt.Key.Key_O)
    reviewed(pia)
    pia.press(Qt.Key.Key_R)
    agreed(pia, "confirm-release")

    said = words(pia)
    steps = [
        "Taken in: pia",
        "Case opened: pia",
        "Sender confirmed: pia. “Called back on the number on file”",
        "Collected: pia",
        "Other people's data masked: pia",
        "Answer looked through: pia",
        "Answer reviewed: pia",
        "Answer released: pia",
    ]
    assert [one for one in steps if one not in said] == []
    assert "confirm it another way" not in said


def test_the_letter_s_file_opens_the_outbox(screen: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    pia = screen("pia")
    pia.choose(1)
    reviewed(pia)
    pia.press(Qt.Key.Key_R)
    agreed(pia, "confirm-release")
    (letter,) = pia.desk.folder.outbox.iterdir()
    pia.bot.waitUntil(lambda: pia.button("request-letter").text() == letter.name)
    pia.click("request-letter")

    assert [one.toLocalFile() for one in shown] == [str(letter.parent)]
