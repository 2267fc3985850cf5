"""Hearing from a server that somebody committed a change: LISTEN and NOTIFY, over a connection of its own."""

from threading import Event
from time import monotonic
from typing import Any

from psycopg import Error
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from core.db.faults import SERVER_AWAY, sentence_for
from core.db.unit_of_work import CHANNEL
from core.errors import ConnectionLost, DeskError

LOOK_S = 0.5
"""Seconds between two looks at whether to stop; a notification itself is heard at once."""


class ServerWatch:
    """Listens for what `core.db.unit_of_work` tells with each commit; raises DeskError without a server."""

    def __init__(self, engine: Engine) -> None:
        self._over = Event()
        try:
            kept = engine.connect()
            driver: Any = kept.connection.driver_connection
            kept.detach()  # never to be lent to anybody else
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self._engine, self._kept, self._driver = engine, kept, driver
        except (DBAPIError, Error) as error:
            raise _told(error) from error

    def wait(self, seconds: float) -> bool:
        """Wait for a commit, one's own too; raises ConnectionLost when the server is gone."""
        until = monotonic() + seconds
        try:
            while not self._over.is_set() and (left := until - monotonic()) > 0:
                if list(self._driver.notifies(timeout=min(LOOK_S, left), stop_after=1)):
                    list(self._driver.notifies(timeout=0))  # those that came meanwhile say the same
                    return True
        except Error as error:
            self._engine.dispose()  # the connections that nobody uses just now are gone as well
            raise _told(error) from error
        return False

    def stop(self) -> None:
        """Have `wait` return within `LOOK_S`."""
        self._over.set()

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()
        self._kept.invalidate()


def _told(error: BaseException) -> DeskError:
    cause = getattr(error, "orig", None) or error
    return sentence_for(cause) or ConnectionLost(SERVER_AWAY)
