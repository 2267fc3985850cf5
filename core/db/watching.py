"""Noticing that somebody else changed the store: one small shape, with an engine's own way behind it."""

from threading import Event
from time import monotonic
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlcipher3.dbapi2 import Error

from core.errors import DeskUnusable

POLL_S = 0.25
LOST = "The desk's store cannot be read just now."


class Watch(Protocol):
    """One engine's way to notice a change; each watch has a connection of its own, for one thread."""

    def wait(self, seconds: float) -> bool:
        """Wait for a change, so long at most; True when there was one. Raises DeskError when it is lost."""
        ...

    def stop(self) -> None:
        """Let `wait` return at once, from any thread, now and ever after."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class EmbeddedWatch:
    """Asks SQLite four times a second whether another connection has committed (PRAGMA data_version)."""

    def __init__(self, engine: Engine) -> None:
        lent = engine.raw_connection()
        self._driver: Any = lent.driver_connection
        lent.detach()
        self._lent = lent
        self._over = Event()
        self._version = self._now()

    def wait(self, seconds: float) -> bool:
        """Wait for another connection's commit; raises DeskUnusable when the store cannot be asked."""
        until = monotonic() + seconds
        while not self._over.is_set():
            before, self._version = self._version, self._now()
            if self._version != before:
                return True
            left = until - monotonic()
            if left <= 0:
                break
            self._over.wait(min(POLL_S, left))
        return False

    def stop(self) -> None:
        """Let `wait` return at once."""
        self._over.set()

    def close(self) -> None:
        """Close the connection."""
        self._over.set()
        self._lent.close()

    def _now(self) -> int:
        try:
            return int(self._driver.execute("PRAGMA data_version").fetchone()[0])
        except (Error, TypeError) as error:
            raise DeskUnusable(LOST) from error
