"""Steps for the screen's own thread, one a turn: between two of them keys, the mouse and paint are heard."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class Turns(QObject):
    """Does steps in order, each in a turn of the event loop of its own.

    What must be done on the screen's thread, and takes longer together than a picture may wait (16 ms), is
    given here in pieces. The steps end with their parent.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: deque[Step] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """True while steps are still to be done."""
        return bool(self._steps)

    def add(self, *steps: Step) -> None:
        """Do these after those that were given before."""
        self._steps.extend(steps)
        if self._steps:
            self._timer.start()

    def drop(self) -> None:
        """Forget what is still to be done."""
        self._steps.clear()
        self._timer.stop()

    def _next(self) -> None:
        step = self._steps.popleft()
        if not self._steps:
            self._timer.stop()
        step()
