"""The page of vendor shares on a real desk, for whoever signs in, driven by keys and the mouse."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.desk import Desk
from gui.shares.page import SharesPage
from tests.core.shares.conftest import Shift, shift
from tests.gui.seat import Seat

__all__ = ["SharesSeat", "Shift", "seat", "shift"]


class SharesSeat(Seat):
    """At the page of vendor shares."""

    key = "shares"

    @property
    @override
    def page(self) -> SharesPage:
        page = self.workplace.page
        assert isinstance(page, SharesPage)
        return page

    def choose(self, share: int) -> None:
        """Make a share the current one and wait until it is shown in full."""
        self.page.open_record(share)
        self.until(lambda: self.page.detail is not None and self.page.detail.id == share)
        self.settle()

    def find(self, name: str) -> Any:
        """Return the one shown widget of that object name, in the page or a dialog over it."""
        found = [one for one in self.workplace.findChildren(QWidget, name) if one.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} shown"
        return found[0]

    def button(self, name: str) -> QAbstractButton:
        """Return the shown button of that name."""
        shown = [one for one in self.workplace.findChildren(QAbstractButton, name) if one.isVisible()]
        assert len(shown) == 1, f"{name}: {len(shown)} shown"
        return shown[0]

    def shows(self, name: str) -> bool:
        """Tell whether a widget of that name is to be seen."""
        return any(one.isVisible() for one in self.workplace.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        """Press a button with the mouse, once it can be pressed."""
        self.until(lambda: self.button(name).isEnabled())
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def tick(self, name: str) -> None:
        """Tick a box by keys."""
        box = self.button(name)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked()
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, or on the table."""
        window = QApplication.activeModalWidget() or self.workplace
        window.activateWindow()
        self.until(window.isActiveWindow)
        target = QApplication.focusWidget() or self.page.table
        QTest.keyClick(target, key, modifier)
        QApplication.processEvents()

    def on_table(self, key: Qt.Key) -> None:
        """Press a key of the page, with the focus in its table."""
        self.page.table.setFocus()
        self.press(key)

    def type_into(self, name: str, text: str) -> None:
        """Replace a field's text by keys."""
        field = self.find(name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QApplication.processEvents()

    def pick(self, name: str, words: str) -> None:
        """Choose from a drop-down by keys, as a person does."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        away = box.findText(words) - box.currentIndex()
        for _ in range(abs(away)):
            QTest.keyClick(box, Qt.Key.Key_Down if away > 0 else Qt.Key.Key_Up)
        assert box.currentText() == words
        QApplication.processEvents()

    def dialog(self, name: str) -> QDialog:
        """Wait for a dialog."""
        self.until(lambda: self.shows(name))
        dialog = self.find(name)
        assert isinstance(dialog, QDialog)
        return dialog

    def text(self, of: str = "shares-detail") -> str:
        """Return all words that are to be seen there."""
        return "\n".join(one.text() for one in self.find(of).findChildren(QLabel) if one.isVisible())

    def notice(self) -> str:
        """Return what the notice says."""
        return str(self.workplace.notices.words.text())


@pytest.fixture
def seat(
    qtbot: QtBot, signed_in: Callable[[str], Desk], shift: Shift
) -> Iterator[Callable[[str], SharesSeat]]:
    """Sit a staff member down at the page, with the people of `shift` on file: `seat("pia")`."""
    assert shift.people
    taken: list[SharesSeat] = []

    def sit(name: str) -> SharesSeat:
        taken.append(SharesSeat(qtbot, signed_in(name)))
        return taken[-1]

    yield sit
    for one in taken:
        one.leave()
