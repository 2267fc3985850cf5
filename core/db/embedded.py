"""The embedded engine: one encrypted SQLite file per desk (SQLCipher), opened with a raw key."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from core.db.faults import say_faults
from core.db.turns import BUSY_S, begin_writing
from core.db.unit_of_work import WriteWork
from core.errors import DeskUnusable

WAL_BEGAN, FIXED = (3, 7, 0), (3, 51, 3)
FIXED_TOO: Mapping[tuple[int, int], int] = {(3, 50): 7, (3, 44): 6}
"""The WAL-reset bug can corrupt a file in WAL mode: it came with that mode and is fixed from these on."""

JOURNAL = "WAL"
PATIENCE_MS = 2_000
PRAGMAS = (
    "cipher_log_level = NONE",  # else SQLCipher says more on standard error than the one sentence
    f"journal_mode = {JOURNAL}",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # nothing unencrypted in temporary files
    f"busy_timeout = {BUSY_S * 1000:.0f}",
    "cache_size = -16384",
)


def embedded_engine(file: Path, key: bytes) -> Engine:
    """Return an engine on the encrypted file; `key` is the desk's raw 32-byte key.

    Raises DeskUnusable when the SQLite library in use is not safe.
    """
    if has_wal_reset_bug(sqlcipher3.sqlite_version_info) and JOURNAL == "WAL":
        raise DeskUnusable(
            f"This machine's SQLite {sqlcipher3.sqlite_version} can damage a desk; "
            "install the sqlcipher3 package that Remit names."
        )
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: _connect(file, key),
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=4,
        hide_parameters=True,  # an error's text never shows what was in the row
    )
    event.listen(engine, "begin", _begin)
    say_faults(engine)
    return engine


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite (3, 50, 7) can corrupt a file whose journal is in WAL mode."""
    major, minor, patch = version[:3]
    return WAL_BEGAN <= version < FIXED and patch < FIXED_TOO.get((major, minor), patch + 1)


def _connect(file: Path, key: bytes) -> Any:
    connection = sqlcipher3.connect(str(file), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing", False):
        begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def empty_wal_after(work: WriteWork) -> None:
    """Once this write is committed, bring the write-ahead log into the store and cut it to nothing.

    So that what was erased stands in no older copy of its page either. Where somebody reads at that moment
    it stays, and goes with the next erasure or with the last one who signs out.
    """
    engine = work.session.get_bind().engine
    if engine.dialect.name == "sqlite":
        work.at_end(lambda committed: _empty_wal(engine) if committed else None)


def wal_left(engine: Engine) -> bool:
    """Try to empty the write-ahead log; tells whether somebody's reading kept it."""
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        driver.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000:.0f}")
    finally:
        pooled.close()
    return bool(busy)


def _empty_wal(engine: Engine) -> None:
    wal_left(engine)


def store_file(connection: Connection) -> Path | None:
    """Return the file that holds the store; None where it is no file of this machine."""
    if connection.dialect.name != "sqlite":
        return None
    return Path(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])
