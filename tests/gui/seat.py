"""One person's workplace with one page, driven by keys and the mouse."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from core.desk import Desk
from gui.kit.live import Live
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.pages import PAGES
from gui.workplace import Workplace

WAIT = 20_000


class Seat:
    """Where somebody sits in front of a page; waits on what the screen shows, never on the clock."""

    key = ""
    """Of the page, as in `gui.pages`."""
    listens = False
    """Whether it follows what others change, as the program's window does."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.tasks = Tasks(desk)
        assert desk.staff is not None
        settings = PersonSettings("test", desk.staff.id, QSettings())
        pages = [one for one in PAGES if one.key == self.key]
        self.live = Live(desk) if self.listens else None
        self.workplace = Workplace(desk, self.tasks, settings, pages, live=self.live)
        self.workplace.resize(1440, 900)
        self.workplace.show()
        self.workplace.activateWindow()
        self.workplace.start()
        if self.live is not None:
            self.live.start()
        self.settle()

    def leave(self) -> None:
        """Close the workplace with all that still waits in it, then stop the threads."""
        self.settle()
        if self.live is not None:
            self.live.join()
        delete(self.workplace)
        self.tasks.close()

    @property
    def page(self) -> Any:
        """The page that is shown."""
        return self.workplace.page

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        self.until(lambda: not self.tasks.jobs)
        QApplication.processEvents()

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until this holds on the screen."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=WAIT)
