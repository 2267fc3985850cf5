"""The user's verbs: what a person does at the window, with real keys and a real mouse."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.desk import Desk
from gui.application import Program, Wanted
from gui.kit.labels import PlainLabel
from gui.kit.record_page import RecordPage
from gui.kit.theme import Look
from gui.workplace import Workplace

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 20_000


class Person:
    """Somebody in front of the window."""

    def __init__(self, qtbot: QtBot, app: QApplication, desk: Path, settings: Path) -> None:
        self.qtbot = qtbot
        store = QSettings(str(settings), QSettings.Format.IniFormat)
        self.program = Program(app, Wanted(desk, look=Look.LIGHT), store)
        self.window = self.program.window
        self.program.show()
        self.until(lambda: self.window.desk is not None)
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something is to be seen."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=PATIENCE_MS)

    def sign_in(self, name: str, passphrase: str) -> None:
        """Type name and passphrase and open the desk."""
        self.type_into("sign-in-name", name)
        self.type_into("sign-in-passphrase", passphrase)
        self.click("sign-in-open")
        self.until(lambda: self.window.workplace is not None)

    def leave(self) -> None:
        """Lock by Ctrl+L, given to whichever window has the keys; the next person can sign in."""
        self.until(QApplication.focusWindow)
        lock = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QTest.keyPress(QApplication.focusWindow(), *lock)  # when it is released, its window may be gone
        self.until(lambda: self.window.workplace is None and self.window.sign_in.isVisible())
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()  # as a window manager does when a dialog closes

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self.window.deleteLater()
        self.program.garbage.stop()

    @property
    def work(self) -> Workplace:
        """The signed-in person's screen."""
        assert self.window.workplace is not None
        return self.window.workplace

    @property
    def desk(self) -> Desk:
        """The open desk."""
        assert self.window.desk is not None
        return self.window.desk

    @property
    def page(self) -> RecordPage:
        """The page of records that is shown."""
        page = self.work.page
        assert isinstance(page, RecordPage)
        return page

    def go_to(self, key: str) -> None:
        """Click a page in the rail and wait for its list."""
        QTest.mouseClick(self.work.rail.items[key], Qt.MouseButton.LeftButton)
        self.until(lambda: self.work.page is not None and self.work.page.objectName() == f"page-{key}")
        if isinstance(self.work.page, RecordPage):
            self.until(lambda: self.page.model.complete)

    def search(self, words: str) -> None:
        """Search as one does: slash, words, Enter."""
        self.press("/")
        field = self.find(QLineEdit, f"{self.page.key}-search")
        field.selectAll()
        # An earlier change may be counted while the words are still being typed.
        listed = partial(_lists, self.page, words)
        with self.qtbot.waitSignal(self.page.model.counted, timeout=PATIENCE_MS, check_params_cb=listed):
            QTest.keyClicks(field, words)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def choose_row(self, at: int = 0) -> None:
        """Click a row of the table."""
        table = self.page.table
        self.until(lambda: self.page.model.peek(at) is not None)
        spot = table.visualRect(self.page.model.index(at, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.until(lambda: table.current() is not None)

    def press(self, keys: str) -> None:
        """Press a key or a chord on whatever has the focus."""
        self.until(QApplication.focusWidget)
        QTest.keySequence(QApplication.focusWidget(), keys)

    def click(self, name: str) -> None:
        """Click a button that can be clicked."""
        self.offered(name)
        button = self.visible(QWidget, name)[-1]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))

    def offered(self, name: str) -> None:
        """Wait until a button can be used; its key works from then on."""
        self.until(lambda: any(one.isEnabled() for one in self.visible(QWidget, name)))

    def type_into(self, name: str, words: str) -> None:
        """Put the cursor into a field and type."""
        self.until(lambda: self.visible(QWidget, name))
        field = self.visible(QWidget, name)[-1]
        field.setFocus()
        if isinstance(field, (QLineEdit, QTextEdit, QPlainTextEdit)):
            field.selectAll()
        QTest.keyClicks(field, words)

    def choose(self, name: str, words: str) -> None:
        """Choose an entry of a list by its words."""
        self.until(lambda: self.visible(QComboBox, name))
        box = self.visible(QComboBox, name)[-1]
        offered = [box.itemText(at) for at in range(box.count())]
        at = next((at for at, one in enumerate(offered) if words in one), -1)
        assert at >= 0, f"{name} offers {offered}"
        box.setFocus()
        while box.currentIndex() != at:
            QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)

    def find(self, kind: type[W], name: str) -> W:
        """Return the visible widget of this name."""
        self.until(lambda: self.visible(kind, name))
        return self.visible(kind, name)[-1]

    def visible(self, kind: type[W], name: str) -> list[W]:
        """Return the widgets of this name that can be seen, in this window or in a dialog of it."""
        return [one for one in self.window.findChildren(kind, name) if one.isVisible()]

    def dialog(self) -> QDialog:
        """Wait for a dialog that is ready for keys, and return it."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        self.until(lambda: found.isAncestorOf(QApplication.focusWidget() or self.window))
        return found

    def reads(self, words: str) -> bool:
        """Tell whether these words stand somewhere on the screen."""
        labels = [one.text() for one in self.window.findChildren(PlainLabel) if one.isVisible()]
        texts = [one.toPlainText() for one in self.window.findChildren(QTextEdit) if one.isVisible()]
        return any(words in one for one in labels + texts)

    def wait_to_read(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.until(lambda: self.reads(words))


def _lists(page: RecordPage, words: str, _count: int, complete: bool) -> bool:  # noqa: FBT001  # the signal's shape
    return complete and page.query.search == words
