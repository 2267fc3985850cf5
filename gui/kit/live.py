"""What others change reaches the screen: heard on a thread, told by signal, lost and found again."""

from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from core.live.hearing import Heard

LONGEST_END_S = 5.0


class Live(QObject):
    """Listens for one signed-in person. `changed(Heard)`, `gone(seconds, why)`, `found()`."""

    changed = Signal(object)
    gone = Signal(int, str)
    found = Signal()

    def __init__(self, desk: Any, parent: QObject | None = None) -> None:
        from core.live.listening import Listener  # noqa: PLC0415  # storage loads after the window is painted

        super().__init__(parent)
        self._listener = Listener(desk, self)
        self._thread = Thread(target=self._listener.run, name="remit-live", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def try_now(self) -> None:
        """Try a lost connection at once."""
        self._listener.try_now()

    def stop(self) -> None:
        """Tell nothing more; `join` waits until the connection is given back."""
        self._listener.stop()

    def join(self) -> None:
        """Wait for the thread's end; not on the screen's thread."""
        self._listener.stop()
        if self._thread.is_alive():
            self._thread.join(LONGEST_END_S)

    def heard(self, what: "Heard") -> None:
        """Called by the listener."""
        if isValid(self):
            self.changed.emit(what)

    def lost(self, seconds: int, why: str) -> None:
        """Called by the listener."""
        if isValid(self):
            self.gone.emit(seconds, why)

    def back(self) -> None:
        """Called by the listener."""
        if isValid(self):
            self.found.emit()
