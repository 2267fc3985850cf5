"""Locks the desk when nobody has touched the keyboard or the mouse for a while, and on Ctrl+L (C22)."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from typing_extensions import override

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    }
)  # fmt: skip
MINUTE_MS = 60_000


class IdleLock(QObject):
    """Watches the program's own windows, not each widget: it costs nothing while a table is painted.

    The main window's own Ctrl+L is asleep while a dialog is open; here it is heard in any window.
    """

    locked = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.locked)
        self._watched: set[QWindow] = set()
        app.focusWindowChanged.connect(self.watch)

    def start(self, minutes: float) -> None:
        """Begin to count."""
        self._timer.start(int(minutes * MINUTE_MS))

    def stop(self) -> None:
        """Count no longer: nobody is signed in."""
        self._timer.stop()

    @property
    def counting(self) -> bool:
        """True while it counts."""
        return self._timer.isActive()

    def watch(self, window: QWindow | None) -> None:
        """Count what happens in a window as a sign of life."""
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda *_: self._watched.discard(window))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and self._timer.isActive():
            self._timer.start()
            if isinstance(event, QKeyEvent) and asks_to_lock(event):
                QTimer.singleShot(0, self, self.locked.emit)  # the window that heard the key is closed by it
                return True
        return False


def asks_to_lock(event: QKeyEvent) -> bool:
    """Tell whether a key is Ctrl+L."""
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
