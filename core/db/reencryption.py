"""A new key for an embedded store: a copy under the new key takes the old one's place in one step.

Killed before that step, the old store stands as it was; after it, the new one does. Nobody else may have the
desk open: what they wrote to the old file would be lost.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine

from core.db.embedded import embedded_engine
from core.db.faults import sentence_for
from core.errors import BadInput, DeskUnusable, WrongState
from core.landing import sync_folder

ENDING, BLOCK = ".rekey", 1 << 20
PATIENCE_MS = 3_000
BESIDE = ("", "-wal", "-shm", "-journal")
KEPT = "The store could not be given a new key; it keeps its old one."
ELSEWHERE = "Somebody else has this desk open; have everyone close Remit, then try again."


@contextmanager
def under_new_key(file: Path, key: bytes, new: bytes) -> Iterator[Engine]:
    """Give an engine on a copy under the new key; when the block is done the copy is the store.

    Raises WrongState while others have the desk open, BadInput when the disk refuses; all is as before then.
    """
    copy = file.with_name(file.name + ENDING)
    alone = _alone(file, key)
    descriptor = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        clear_away(file)
        _copy(descriptor, copy)
        _rekey(copy, key, new)
        engine = embedded_engine(copy, new)
        try:
            yield engine
        finally:
            engine.dispose()
        _switch(copy, file)
        _shred(descriptor)
    except OSError as error:
        raise BadInput(f"The key was not changed: {error.strerror or 'the disk refused'}.") from error
    finally:
        clear_away(file)
        os.close(descriptor)  # takes every lock of this process on the file: there is none but `alone`'s
        alone.close()


def clear_away(file: Path) -> None:
    """Remove what a killed change of the key left of its copy."""
    for ending in BESIDE:
        file.with_name(file.name + ENDING + ending).unlink(missing_ok=True)


def opens(file: Path, key: bytes) -> bool:
    """Tell whether this key opens the store."""
    connection = _connected(file, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlcipher3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        return False
    finally:
        connection.close()
    return True


def _connected(file: Path, key: bytes) -> Any:
    connection = sqlcipher3.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _alone(file: Path, key: bytes) -> Any:
    """Return a connection that keeps everyone else out, and has all of the store in its one file."""
    connection = _connected(file, key)
    try:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlcipher3.OperationalError as error:
        connection.close()
        raise WrongState(ELSEWHERE) from error
    if mode != "delete" or file.with_name(f"{file.name}-wal").exists():
        connection.close()
        raise WrongState(ELSEWHERE)
    return connection


def _copy(descriptor: int, copy: Path) -> None:
    with open(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:  # noqa: PTH123  # by descriptor
        os.lseek(descriptor, 0, os.SEEK_SET)
        while block := os.read(descriptor, BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def _rekey(copy: Path, key: bytes, new: bytes) -> None:
    connection = _connected(copy, key)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    except sqlcipher3.Error as error:
        raise sentence_for(error) or DeskUnusable(KEPT) from error
    finally:
        connection.close()
    if not opens(copy, new):
        raise DeskUnusable(KEPT)


def _switch(copy: Path, file: Path) -> None:
    if copy.with_name(f"{copy.name}-wal").exists():
        raise DeskUnusable(KEPT)
    copy.replace(file)
    sync_folder(file.parent)


def _shred(descriptor: int) -> None:
    """Overwrite the old store: whoever waits to open it must find nothing to write to."""
    with suppress(OSError):
        left = os.fstat(descriptor).st_size
        os.lseek(descriptor, 0, os.SEEK_SET)
        while left > 0:
            left -= os.write(descriptor, bytes(min(BLOCK, left)))
        os.fsync(descriptor)
