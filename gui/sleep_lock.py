"""Locks the desk when the machine goes to sleep, and when the system's own screen is locked (C22).

On Linux logind and the screen saver say so. Where nobody does, a clock that jumped tells that it slept: the
desk is then locked at waking, before anybody can have touched it.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection

LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)
BEGUN: Any = SLOT("begun(bool)")
"""A bus takes this kind of receiver alone; PySide's types say bytes, but text is what it takes."""

LOOK_MS, JUMP_S = 2_000, 30.0


class SleepLock(QObject):
    """`locked` follows each beginning of sleep, each lock of the system's screen, each jump of the clock."""

    locked = Signal()

    def __init__(self, clock: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._seen = clock, clock()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def listen_to_system(self) -> None:
        """Listen to this machine's logind and screen saver, where they are."""
        if sys.platform == "linux":
            self.listen(QDBusConnection.systemBus(), QDBusConnection.sessionBus())

    def listen(self, system: QDBusConnection, session: QDBusConnection) -> None:
        """Listen on these two buses; one that is not there says nothing."""
        if system.isConnected():
            system.connect(*LOGIND, "PrepareForSleep", self, BEGUN)
        if session.isConnected():
            for one in SAVERS:
                session.connect(*one, "ActiveChanged", self, BEGUN)

    @Slot(bool)
    def begun(self, begins: bool) -> None:  # noqa: FBT001  # the signals' one argument
        """Lock when sleep or the screen's lock begins; its end needs nothing."""
        if begins:
            self.locked.emit()

    def look(self) -> None:
        """Lock when far more time went by than between two looks: the machine slept."""
        now = self._clock()
        gone, self._seen = now - self._seen, now
        if gone > JUMP_S:
            self.locked.emit()
