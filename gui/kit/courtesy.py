"""Long work steps aside while the screen's thread is busy: both need Python's one lock.

A thread that reads rows takes the lock again after every row. While the screen paints, each of its calls
into Qt gives the lock away and has to wait for it, so that painting takes three times as long.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QAbstractEventDispatcher, QObject
from typing_extensions import override

from core.progress import Progress

LONGEST_S = 0.01
"""So long at most does work wait at one step: it goes on, slowly, however busy the screen is."""


class Courtesy(QObject):
    """Knows whether the screen's thread rests; made on that thread, asked from the others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self._resting = Event()
        self._resting.set()
        loop = QAbstractEventDispatcher.instance()
        if loop is not None:
            loop.aboutToBlock.connect(self._rests)
            loop.awake.connect(self.wake)

    def step_aside(self) -> None:
        """Wait, on another thread, until the screen's rests: between two steps of long work."""
        self._resting.wait(LONGEST_S)

    def end(self) -> None:
        """Let nobody wait any more."""
        self._over = True
        self._resting.set()

    def wake(self) -> None:
        """Note that the screen's thread is busy; the loop says so too, but not before it runs a timer."""
        if not self._over:
            self._resting.clear()

    def _rests(self) -> None:
        self._resting.set()


@dataclass
class CourteousProgress(Progress):
    """Progress that lets the screen go first at each step."""

    aside: Callable[[], object] = lambda: None

    @override
    def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
        super().at(done, total, doing)
        self.aside()
