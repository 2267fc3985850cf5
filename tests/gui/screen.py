"""A page on a real desk in a real window, worked with keys and mouse."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget
from pytestqt.qtbot import QtBot

from core.desk import Desk
from gui.kit.notices import Notices
from gui.kit.page import Page
from gui.kit.page_spec import PageContext
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks


@dataclass
class Screen:
    """One page shown to one signed-in person; `went` is where it led."""

    window: QWidget
    tasks: Tasks
    context: PageContext
    page: Page
    qtbot: QtBot
    went: list[tuple[str, int | None]] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        self.qtbot.waitUntil(lambda: not self.tasks.jobs, timeout=30_000)
        QApplication.processEvents()

    def find(self, name: str) -> QWidget:
        """Return the one shown widget of that object name, in the window or a dialog over it."""
        found = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} shown"
        return found[0]

    def click(self, name: str) -> None:
        """Press a button with the mouse, once it can be pressed."""
        self.qtbot.waitUntil(self.find(name).isEnabled, timeout=30_000)
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def type_into(self, name: str, text: str) -> None:
        """Replace a field's text by keys, and leave the field."""
        field = self.find(name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QApplication.processEvents()


@contextmanager
def screen_of(qtbot: QtBot, desk: Desk, make: Callable[[PageContext], Page]) -> Iterator[Screen]:
    """Show a page on a desk."""
    window = QWidget()
    window.setObjectName("ground")
    window.resize(1200, 850)
    qtbot.addWidget(window)
    tasks, went = Tasks(desk), []  # type: Tasks, list[tuple[str, int | None]]
    store = QSettings()
    context = PageContext(
        desk, tasks, Notices(tasks, window), PersonSettings("test", 1, store), lambda *to: went.append(to)
    )
    page = make(context)
    QStackedLayout(window).addWidget(page)
    window.show()
    shown = Screen(window, tasks, context, page, qtbot, went)
    page.shown()
    shown.settle()
    try:
        yield shown
    finally:
        for dialog in window.findChildren(QDialog):
            dialog.close()
        tasks.close()
