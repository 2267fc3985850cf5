"""How the screen feels on a large desk: each journey's time, and the longest block of the screen's thread.

    python tests/benchmarks/screen.py DESK            (a demo desk, say of 100,000 postings)

A timer on the screen's thread should fire each 4 ms; what it is late by is how long the screen was blocked.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.staff.demo_staff import DEMO_PASSPHRASE
from gui.application import Program, Wanted, prepared
from gui.kit.record_page import RecordPage
from gui.kit.theme import Look

BEAT_MS = 4
PATIENCE_S = 60.0


class Heartbeat:
    """Measures how late the screen's thread is, in milliseconds."""

    def __init__(self) -> None:
        self.last = time.perf_counter()
        self.longest = 0.0
        self.timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._beat)
        self.timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self.last) * 1000 - BEAT_MS)
        self.last = now

    def begin(self) -> None:
        """Forget what was before."""
        self.longest, self.last = 0.0, time.perf_counter()


class Stopwatch:
    """Times one journey after the other on one window."""

    def __init__(self, app: QApplication, program: Program) -> None:
        self.app, self.window, self.heart = app, program.window, Heartbeat()

    @property
    def page(self) -> RecordPage:
        """The postings page."""
        found = self.window.findChild(QWidget, "page-postings")
        assert isinstance(found, RecordPage)  # a benchmark that measures nothing must stop
        return found

    def measure(self, what: str, do: Callable[[], object], until: Callable[[], bool]) -> None:
        """Do something and print how long it took until the screen showed it."""
        self.heart.begin()
        started = time.perf_counter()
        do()
        while not until():
            self.app.processEvents()
            if time.perf_counter() - started > PATIENCE_S:
                sys.exit(f"{what}: nothing after {PATIENCE_S:.0f} s")
        took = (time.perf_counter() - started) * 1000
        settled = time.perf_counter() + 0.3
        while time.perf_counter() < settled:
            self.app.processEvents()
        print(f"{what:32} {took:8.0f} ms   longest block {self.heart.longest:6.1f} ms")  # noqa: T201  # its result

    def painted(self) -> bool:
        """Tell whether every row in view has been read and the table was painted with it."""
        table, model = self.page.table, self.page.model
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return model.rowCount() > 0 and all(model.peek(at) is not None for at in range(first, last + 1))


def main(desk: Path) -> None:
    """Measure sign-in, jumps, search and sort."""
    app = prepared(["remit"])
    with TemporaryDirectory() as place:
        store = QSettings(str(Path(place) / "settings.ini"), QSettings.Format.IniFormat)
        program = Program(app, Wanted(desk, look=Look.LIGHT), store)
        program.show()
        run(app, program)
        program.window.close()


def run(app: QApplication, program: Program) -> None:
    """Go through the journeys."""
    watch = Stopwatch(app, program)
    watch.measure("window and desk opened", lambda: None, lambda: program.window.desk is not None)
    watch.measure(
        "sign-in to Overview", lambda: _sign_in(program), lambda: program.window.workplace is not None
    )
    work = program.window.workplace
    assert work is not None  # it was waited for
    watch.measure("Postings to first rows", lambda: work.go_to("postings"), watch.painted)
    watch.measure("whole list known", lambda: None, lambda: watch.page.model.complete)
    rows = watch.page.model.rowCount()
    print(f"rows in the list: {rows:,}")  # noqa: T201  # its result
    for name, at in (
        ("jump to the middle", rows // 2),
        ("jump to the end", rows - 1),
        ("back to the top", 0),
    ):
        watch.measure(
            name, lambda at=at: watch.page.table.scrollTo(watch.page.model.index(at, 0)), watch.painted
        )
    search = watch.page.findChild(QLineEdit, "postings-search")
    for word in ("western", "developer", "zzzz-nothing"):
        watch.measure(
            f"search “{word}”", lambda w=word: _search(search, w), lambda w=word: _searched(watch, w)
        )
    _search(search, "")
    for key in ("title", "received", "category", "risk"):
        watch.measure(f"sort by {key}", partial(_sort, watch.page, key), partial(_sorted, watch, key))


def _sign_in(program: Program) -> None:
    page = program.window.sign_in
    for name, words in (("sign-in-name", "mia"), ("sign-in-passphrase", DEMO_PASSPHRASE)):
        field = page.findChild(QLineEdit, name)
        QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def _search(field: QLineEdit | None, words: str) -> None:
    assert field is not None  # the page has one
    field.setText(words)


def _searched(watch: Stopwatch, word: str) -> bool:
    return (
        watch.page.query.search == word
        and watch.page.model.complete
        and (watch.page.model.rowCount() == 0 or watch.painted())
    )


def _sort(page: RecordPage, key: str) -> None:
    page.table.sort_asked.emit(key, True)


def _sorted(watch: Stopwatch, key: str) -> bool:
    return watch.page.query.sort == key and watch.page.model.complete and watch.painted()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
