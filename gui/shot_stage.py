"""Where a picture is set up: the signed-in person's screen, and which record stands for which state."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from gui.kit.page import Page
from gui.kit.record_page import RecordPage
from gui.workplace import Workplace

SLOWEST, QUIET_ROUNDS, LOOKED_AT = 60.0, 10, 100
Cast = Mapping[str, int]
"""The records by the state that a picture shows them in ("released"); what could not be made is missing."""


class NotThere(Exception):
    """This desk has nothing to show under the picture's name; the words say what is missing."""


@dataclass(frozen=True)
class Stage:
    """One picture's screen. Each step raises NotThere where it cannot be taken."""

    work: Workplace
    cast: Cast

    @property
    def page(self) -> Page:
        """The page that is shown."""
        if self.work.page is None:
            raise NotThere("no page is shown")
        return self.work.page

    @property
    def records(self) -> RecordPage:
        """The page that is shown, as one of records."""
        if not isinstance(self.page, RecordPage):
            raise NotThere(f"{self.page.key} is no page of records")
        return self.page

    def go(self, key: str) -> None:
        """Go to a page and wait until it is read."""
        if key not in self.work.specs:
            raise NotThere(f"this role does not use {key}")
        self.work.go_to(key)
        self.settle()

    def show(self, key: str, state: str) -> None:
        """Go to the record that stands for a state."""
        record = self.cast.get(state)
        if record is None:
            raise NotThere(f"no record of {key} could be made {state}")
        self.go(key)
        self.page.open_record(record)
        self.settle()
        if self.records.table.current_id() != record or self.records.table.current() is None:
            raise NotThere(f"{key} does not list the record that is {state}")

    def press(self, name: str) -> None:
        """Press a button that can be seen and used."""
        found = self.work.window().findChildren(QAbstractButton, name)
        usable = [one for one in found if one.isVisible() and one.isEnabled()]
        if not usable:
            raise NotThere(f"{name} cannot be pressed")
        usable[0].click()
        self.settle()

    def do(self, name: str) -> None:
        """Do an action of the page that can be done now."""
        found = [one for one in self.page.page_actions() if one.objectName() == name and one.isEnabled()]
        if not found:
            raise NotThere(f"{name} cannot be done")
        found[0].trigger()
        self.settle()

    def do_somewhere(self, name: str) -> None:
        """Do an action on the first listed record that it can be done on."""
        for row in range(min(self.records.model.rowCount(), LOOKED_AT)):
            self.records.table.go_to_row(row)
            rest(lambda: not self.work.tasks.jobs, rounds=2)
            with suppress(NotThere):
                self.do(name)
                return
        raise NotThere(f"{name} cannot be done on any record")

    def search(self, words: str) -> None:
        """Search by words and Enter, which does not wait for more typing."""
        if self.page.search is None:
            raise NotThere(f"{self.page.key} has no search")
        self.page.search.setText(words)
        self.page.search.returnPressed.emit()
        self.settle()

    def filled(self) -> None:
        """Ask for a list that has a record."""
        if self.records.table.current() is None:
            raise NotThere(f"{self.page.key} lists nothing")

    def dialogs(self) -> list[QWidget]:
        """Return what is open over the window."""
        window = self.work.window()
        return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]

    def clear(self) -> None:
        """Close what was opened and show the list as it begins, so that no picture depends on the last."""
        for dialog in self.dialogs():
            dialog.close()
        if isinstance(self.work.page, RecordPage):
            self.work.page.show_all()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being read and nothing is left to paint."""
        rest(lambda: not self.work.tasks.jobs)


def rest(until: Callable[[], bool] = lambda: True, rounds: int = QUIET_ROUNDS) -> None:
    """Let the screen work until it is still for so many rounds of 10 ms."""
    app, end, quiet = QApplication.instance(), time.monotonic() + SLOWEST, 0
    while app is not None and quiet < rounds and time.monotonic() < end:
        app.processEvents()
        quiet = quiet + 1 if until() else 0
        time.sleep(0.01)
