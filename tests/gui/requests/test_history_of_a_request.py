"""What a request's page tells of it: each step and who took it, and where its letter lies."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gui.kit.labels import PlainLabel
from tests.gui.requests.test_answering_a_request import agreed, confirmed, reviewed, words

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


def test_sources_are_called_on_the_page_as_staff_call_them_and_in_the_answer_as_its_reader_does(
    screen: Show,
) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)
    told = [
        one.accessibleName()
        for one in pia.page.panel.findChild(QWidget, "request-sources").children()
        if isinstance(one, PlainLabel)
    ]
    assert "Entry on file: 1" in told
    assert "Messages received: 0" in told
    assert not [one for one in told if "you" in one.casefold()]
    pia.press(Qt.Key.Key_P)
    preview = pia.dialog("answer-preview")
    assert any(
        preview.sheets.item(at).text().startswith("Your entry") for at in range(preview.sheets.count())
    )


def test_who_cannot_open_a_case_is_not_told_to(screen: Show) -> None:
    aldo = screen("aldo")
    aldo.choose(1)
    assert "shown only to those who answer the request." in words(aldo)
    assert "until you open the case" not in words(aldo)
    pia = screen("pia")
    pia.choose(1)
    assert "until you open the case" in words(pia)


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
