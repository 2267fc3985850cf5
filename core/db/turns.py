"""Waiting for the one write that an embedded desk does at a time.

SQLite's own wait sleeps longer each time, up to a tenth of a second, so that among eight who write without a
pause one goes on and another waits for many seconds. Here each asks again about as soon as the others.
"""

import random
from time import monotonic, sleep
from typing import Any

import sqlcipher3
from sqlalchemy import Connection

BUSY_S = 30.0
SHORTEST_S, LONGEST_S = 0.0005, 0.01
GROWS = 20.0
"""A wait is asked about again after this part of what it has lasted: a long write costs few questions."""
BEGIN = "BEGIN IMMEDIATE"


def begin_writing(connection: Connection) -> None:
    """Take the write lock at the start of a write, so that the write never fails half way through.

    Raises DeskUnusable where another program writes for longer than half a minute.
    """
    driver: Any = connection.connection.driver_connection
    started = monotonic()
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begun(driver):
            waited = monotonic() - started
            if waited > BUSY_S:
                break
            pause = min(max(waited / GROWS, SHORTEST_S), LONGEST_S)
            sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  # no secret
        if not driver.in_transaction:
            connection.exec_driver_sql(BEGIN)  # raises what a person is told
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000:.0f}")


def _begun(driver: Any) -> bool:
    """Tell whether waiting is over: the lock is taken, or something else is wrong than another's write."""
    try:
        driver.execute(BEGIN)
    except sqlcipher3.DatabaseError as error:
        return not error.sqlite_errorname.startswith("SQLITE_BUSY")
    return True
