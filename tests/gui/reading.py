"""What a page of records shows, and its keys, as a person reads and presses them."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from gui.kit.detail import BadgePill
from gui.kit.record_page import RecordPage
from tests.gui.screen import Screen


def records(screen: Screen) -> RecordPage:
    """Return the page as one of records."""
    assert isinstance(screen.page, RecordPage)
    return screen.page


def words(screen: Screen) -> str:
    """Return all that the detail says."""
    panel = records(screen).panel
    labels = [one.text() for one in panel.findChildren(QLabel)]
    texts = [one.toPlainText() for one in panel.findChildren(QTextEdit)]
    return "\n".join([*labels, *texts, *(one.badge.word for one in panel.findChildren(BadgePill))])


def press(screen: Screen, key: Any) -> None:
    """Press a key of the page in its table and wait until the work is done."""
    table = records(screen).table
    screen.window.activateWindow()
    screen.qtbot.waitUntil(screen.window.isActiveWindow)
    table.setFocus()
    QTest.keyClick(table, key)
    screen.settle()
    screen.settle()


def click(screen: Screen, name: str) -> None:
    """Click a button and wait until the work is done."""
    screen.click(name)
    screen.settle()
    screen.settle()


def choose(screen: Screen, name: str, words_of_choice: str) -> None:
    """Choose from a drop-down by keys: its first letters, then Enter."""
    box: Any = screen.find(name)
    at = box.findText(words_of_choice, Qt.MatchFlag.MatchStartsWith)
    assert at >= 0, words_of_choice
    box.setFocus()
    while box.currentIndex() != at:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)
    screen.settle()
    screen.settle()


def cells(screen: Screen, column: str) -> list[str]:
    """Return one column of the list as shown."""
    model = records(screen).model
    at = [one.key for one in model.columns].index(column)
    return [str(model.data(model.index(row, at))) for row in range(model.rowCount())]


def shown(screen: Screen, name: str) -> bool:
    """Tell whether a widget of that name is on the screen."""
    return any(one.isVisible() for one in screen.window.findChildren(QWidget, name))
