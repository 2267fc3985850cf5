"""How the screen feels on a large desk: each journey's time, and the longest block of the screen's thread.

    python tests/benchmarks/screen.py DESK            (a demo desk, say of 100,000 postings)

A timer on the screen's thread should fire each 4 ms; what it is late by is how long the screen was blocked.
Beside it stands how much of that block the thread itself was at work; the rest it waited, for another thread
or for a processor that something else used (the load average says how many wanted one).
A search or a sort is over when the whole of the new list is known and its rows in view are painted.
The desk is changed: one posting is approved in each of two lists, so give it a copy.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from core.staff.demo_staff import DEMO_PASSPHRASE
from gui.application import Program, Wanted, prepared
from gui.kit.theme import Look

if TYPE_CHECKING:
    from gui.kit.record_page import Query
    from gui.postings.page import PostingsPage

BEAT_MS = 4
TYPING_S, CALM_S = 2.0, 0.4
PATIENCE_S = 60.0
CEILING_MS = 50.0
"""No block may be longer."""


class Heartbeat:
    """Measures how late the screen's thread is, and how long a garbage collection lasts, in milliseconds."""

    def __init__(self) -> None:
        self.begin()
        self.timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._beat)
        self.timer.start()
        gc.callbacks.append(self._collected)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = (now - self.last) * 1000 - BEAT_MS
        if late > self.longest:
            self.longest, self.own = late, (worked - self.worked) * 1000
        self.last, self.worked = now, worked

    def _collected(self, phase: str, _facts: dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "stop":
            self.collection = max(self.collection, (now - self.collecting) * 1000)
        self.collecting = now

    def begin(self) -> None:
        """Forget what was before."""
        self.longest = self.own = self.collection = 0.0
        self.last = self.collecting = time.perf_counter()
        self.worked = time.thread_time()


class Stopwatch:
    """Times one journey after the other on one window."""

    def __init__(self, app: QApplication, program: Program) -> None:
        self.app, self.window, self.heart = app, program.window, Heartbeat()
        self.whole: Query | None = None
        self.blocks: list[float] = []

    @property
    def page(self) -> "PostingsPage":
        """The postings page."""
        from gui.postings.page import PostingsPage  # noqa: PLC0415  # as in the program: not before it is needed

        found = self.window.findChild(QWidget, "page-postings")
        assert isinstance(found, PostingsPage)  # a benchmark that measures nothing must stop
        return found

    def listen(self) -> None:
        """Note of each query when the whole of its list is known."""
        self.page.model.counted.connect(self._counted)

    def measure(self, what: str, do: Callable[[], object], until: Callable[[], bool]) -> None:
        """Do something and print how long it took until the screen showed it."""
        self.heart.begin()
        started = time.perf_counter()
        do()
        while not until():
            self._turn()
            if time.perf_counter() - started > PATIENCE_S:
                sys.exit(f"{what}: nothing after {PATIENCE_S:.0f} s")
        took = (time.perf_counter() - started) * 1000
        self.rest(CALM_S)
        heart = self.heart
        self.blocks.append(heart.longest)
        print(  # noqa: T201  # its result
            f"{what:36} {took:7.0f} ms   longest block {heart.longest:6.1f} ms, {heart.own:5.1f} at work"
            f"   longest collection {heart.collection:5.1f} ms"
        )

    def rest(self, seconds: float) -> None:
        """Let the program go on for a while."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._turn()

    def shown(self) -> bool:
        """Tell whether the postings page is there, and its first rows are painted."""
        return self.window.findChild(QWidget, "page-postings") is not None and self.painted()

    def painted(self) -> bool:
        """Tell whether every row in view has been read and the table was painted with it."""
        table, model = self.page.table, self.page.model
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return model.rowCount() > 0 and all(model.peek(at) is not None for at in range(first, last + 1))

    def known(self) -> bool:
        """Tell whether the whole list of the query on screen is known, and its rows in view are painted."""
        empty = self.page.model.rowCount() == 0
        return self.whole is self.page.query and (empty or self.painted())

    def _counted(self, _count: int, complete: bool) -> None:  # noqa: FBT001  # the signal's own shape
        if complete:
            self.whole = self.page.query

    def _turn(self) -> None:
        """Wait for the next event, as the running program does."""
        self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main(desk: Path) -> None:
    """Measure sign-in, then jumps, searches, sorts and a decision: among new postings, then all."""
    app = prepared(["remit"])
    with TemporaryDirectory() as place:
        store = QSettings(str(Path(place) / "settings.ini"), QSettings.Format.IniFormat)
        program = Program(app, Wanted(desk, look=Look.LIGHT), store)
        watch = Stopwatch(app, program)
        program.show()
        enter(watch, program)
        for words, name in (("new", "new"), ("all", "")):
            watch.measure(f"chip “{words}”", partial(_choose, watch.page, name), watch.known)
            print(f"rows in the list: {watch.page.model.rowCount():,}")  # noqa: T201  # its result
            browse(watch)
        program.window.close()
    over = sum(one > CEILING_MS for one in watch.blocks)
    print(f"longest block of all: {max(watch.blocks):.1f} ms")  # noqa: T201  # its result
    print(f"over {CEILING_MS:.0f} ms: {over} of {len(watch.blocks)} journeys")  # noqa: T201  # its result
    print(f"load average: {os.getloadavg()[0]:.2f}")  # noqa: T201  # what else the machine did


def enter(watch: Stopwatch, program: Program) -> None:
    """Open the desk, sign in, and open the postings."""
    window = program.window
    watch.measure("window and desk opened", lambda: None, lambda: window.desk is not None)
    watch.measure("passphrase being typed", lambda: watch.rest(TYPING_S), lambda: True)
    watch.measure("sign-in to Overview", lambda: _sign_in(program), lambda: window.workplace is not None)
    work = window.workplace
    assert work is not None  # it was waited for
    watch.measure("Postings to first rows", work.rail.items["postings"].click, watch.shown)
    watch.listen()


def browse(watch: Stopwatch) -> None:
    """Jump, search, sort and decide in the list on screen."""
    page, rows = watch.page, watch.page.model.rowCount()
    for name, at in (("middle", rows // 2), ("end", rows - 1), ("top", 0)):
        watch.measure(f"jump to the {name}", partial(_jump, page, at), watch.painted)
    for word in ("western", "developer", "zzzz-nothing", ""):
        watch.measure(f"search “{word}”", partial(_search, page, word), partial(_searched, watch, word))
    for key in ("title", "received", "category", "risk"):
        watch.measure(f"sort by {key}", partial(page.table.sort_asked.emit, key, True), watch.known)
    decide(watch)


def decide(watch: Stopwatch) -> None:
    """Approve the posting at the top; the next one is there when its detail is painted."""
    page = watch.page
    page.table.go_to_record(_first_undecided(page))
    watch.rest(CALM_S)
    decided = page.table.current_id()
    watch.measure(
        "decision to the next posting",
        lambda: QTest.keyClick(page.table, Qt.Key.Key_A),
        lambda: page.detail is not None and page.detail.id == page.table.current_id() != decided,
    )


def _first_undecided(page: "PostingsPage") -> int:
    """Return the first posting read that may still be approved."""
    for at in range(page.model.rowCount()):
        row = page.model.peek(at)
        if row is not None and row.state != "approved":
            return int(row.id)
    sys.exit("no posting at the top of the list may be approved")


def _sign_in(program: Program) -> None:
    page = program.window.sign_in
    name, passphrase = (page.findChild(QLineEdit, f"sign-in-{one}") for one in ("name", "passphrase"))
    assert name is not None and passphrase is not None  # noqa: PT018  # the page has both
    QTest.keyClicks(name, "mia")
    QTest.keyClicks(passphrase, DEMO_PASSPHRASE)
    QTest.keyClick(passphrase, Qt.Key.Key_Return)


def _choose(page: "PostingsPage", name: str) -> None:
    button = page.findChild(QAbstractButton, f"postings-filter-{name or 'all'}")
    assert button is not None  # the page has one
    button.click()


def _jump(page: "PostingsPage", at: int) -> None:
    page.table.scrollTo(page.model.index(at, 0))


def _search(page: "PostingsPage", words: str) -> None:
    field = page.findChild(QLineEdit, "postings-search")
    assert field is not None  # the page has one
    field.setText(words)


def _searched(watch: Stopwatch, words: str) -> bool:
    return watch.page.query.search == words and watch.known()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
