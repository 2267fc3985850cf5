"""Whether a copy of a desk is whole: opened with the desk's key, every page, every row, the whole log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from core.audit.log import head
from core.audit.verification import verify_log
from core.db.embedded import embedded_engine
from core.db.faults import DAMAGED
from core.db.migrations import revision_of
from core.db.snapshot import count_rows, faults_of
from core.db.unit_of_work import Work, reading
from core.desk import system_clock
from core.errors import DeskUnusable
from core.founding import NOBODY
from core.progress import Progress


@dataclass(frozen=True)
class Proof:
    """A copy that was found whole: its schema, its rows, and its log's size and root (hex)."""

    revision: str
    records: int
    entries: int
    root: str


@contextmanager
def store_of(folder: Path, key: bytes) -> Iterator[Engine]:
    """Open the store of a copy, and leave no other file beside it."""
    engine = embedded_engine(folder / "desk.db", key)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def looking(engine: Engine, secret: bytes) -> Iterator[Work]:
    """Give a read of a copy, for nobody in particular."""
    with reading(engine, NOBODY, system_clock(), secret) as work:
        yield work


def described(folder: Path, key: bytes, secret: bytes) -> Proof:
    """Return what a copy says of itself, before it is proved."""
    with store_of(folder, key) as engine, looking(engine, secret) as work:
        log, revision = head(work), revision_of(work.session.connection()) or ""
        return Proof(revision, count_rows(engine), log.entries, log.root.hex())


def prove(folder: Path, key: bytes, secret: bytes, progress: Progress) -> Proof:
    """Check a copy whole; raises DeskUnusable with what is wrong.

    Checkpoints outside are not asked: a backup is older than they are, by what was done since.
    """
    progress.at(0, 0, "Checking every page")
    try:
        with store_of(folder, key) as engine:
            if found := faults_of(engine):
                raise DeskUnusable(f"The copy is damaged: {found[0]}.")
            return _proved(engine, secret, folder, progress)
    except DatabaseError as error:
        raise DeskUnusable(DAMAGED) from error


def _proved(engine: Engine, secret: bytes, folder: Path, progress: Progress) -> Proof:
    with looking(engine, secret) as work:
        log = verify_log(work, progress, place=folder)
        revision = revision_of(work.session.connection()) or ""
    if not log.ok:
        raise DeskUnusable(f"The copy's log does not verify: {log.sentence}")
    return Proof(revision, count_rows(engine), log.entries, log.root)
