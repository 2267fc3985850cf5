"""One session, one transaction, one signed-in person, one clock: what every verb is given."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import ORMExecuteState, Session


@dataclass(frozen=True)
class Actor:
    """Who does it: a staff member, by id in the log and by name on the screen."""

    id: int
    name: str
    role: str


@dataclass
class Work:
    """A read: a consistent view of the desk, for one person, at one moment (UTC)."""

    session: Session
    actor: Actor
    now: datetime
    secret: bytes = field(repr=False)

    def commitment(self, value: str) -> str:
        """Return a keyed fingerprint of a personal value, fit for the log (hex HMAC-SHA-256)."""
        return hmac(self.secret, value.encode(), sha256).hexdigest()

    @property
    def on_server(self) -> bool:
        """True on PostgreSQL, where the store's own tools differ (text index, ways to wait)."""
        return self.session.get_bind().dialect.name == "postgresql"

    def interrupt(self) -> None:
        """Stop the statement that runs now; safe from another thread."""
        connection: Any = self.session.connection().connection.driver_connection
        stop = connection.interrupt if hasattr(connection, "interrupt") else connection.cancel_safe
        stop()  # SQLite's, else PostgreSQL's


@dataclass
class WriteWork(Work):
    """A write: its changes and their log entries are committed together, or not at all."""

    entries: int = 0
    changed: bool = False
    closings: list[Callable[[], None]] = field(default_factory=list)
    endings: list[Callable[[bool], None]] = field(default_factory=list)

    def before_commit(self, closing: Callable[[], None]) -> None:
        """Have this called when the verb is done, still in the transaction: for what is written once."""
        self.closings.append(closing)

    def at_end(self, ending: Callable[[bool], None]) -> None:
        """Have this called when the write is over: with True once it is committed, else with False.

        For files that leave: written aside during the write, put in their place only after the commit.
        """
        self.endings.append(ending)


class UnloggedChangeError(RuntimeError):
    """A verb changed the store without a log entry: a mistake in the program, rolled back."""


READ_ONLY: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""By engine, how a read comes to see one moment of the desk; on SQLite every transaction does."""


CHANNEL = "remit_changed"
"""On which a server tells every workstation that somebody committed something; it says nothing more."""
_TELL = text(f"SELECT pg_notify('{CHANNEL}', '')")


@contextmanager
def reading(engine: Engine, actor: Actor, now: datetime, secret: bytes) -> Iterator[Work]:
    """Give a read; nothing it does is kept."""
    options = READ_ONLY[engine.dialect.name]
    with (
        engine.connect().execution_options(**options) as connection,
        Session(connection, autoflush=False) as session,
    ):
        yield Work(session, actor, now, secret)


@contextmanager
def writing(engine: Engine, actor: Actor, now: datetime, secret: bytes) -> Iterator[WriteWork]:
    """Give a write; commit at the end, roll back on any error.

    Raises UnloggedChangeError when something changed and nothing was logged.
    """
    with (
        engine.connect().execution_options(writing=True) as connection,
        writing_on(connection, actor, now, secret) as work,
    ):
        yield work


@contextmanager
def writing_on(connection: Connection, actor: Actor, now: datetime, secret: bytes) -> Iterator[WriteWork]:
    """Give a write on this connection, as `writing` does."""
    with _session(connection) as session:
        work = WriteWork(session, actor, now, secret)
        _watch(work)
        try:
            yield work
            _commit(work, connection)
        except BaseException:
            _end(work, committed=False)
            raise
    _end(work, committed=True)


@contextmanager
def writing_within(connection: Connection, actor: Actor, now: datetime, secret: bytes) -> Iterator[WriteWork]:
    """Give a write within a transaction that the caller commits: for what is logged of an upgrade."""
    with _session(connection) as session:
        work = WriteWork(session, actor, now, secret)
        yield work
        _close(work)


def _commit(work: WriteWork, connection: Connection) -> None:
    _close(work)
    if work.changed and not work.entries:
        raise UnloggedChangeError("changed without a log entry")
    if work.on_server:
        work.session.execute(_TELL)
    work.session.commit()
    connection.commit()


def _close(work: WriteWork) -> None:
    for closing in work.closings:
        closing()
    work.session.flush()


def _end(work: WriteWork, *, committed: bool) -> None:
    for ending in work.endings:
        ending(committed)


def _session(connection: Connection) -> Session:
    return Session(connection, expire_on_commit=False)


def _watch(work: WriteWork) -> None:
    def flushed(*_: object) -> None:
        work.changed = True

    def executed(state: ORMExecuteState) -> None:
        work.changed = work.changed or state.is_insert or state.is_update or state.is_delete

    event.listen(work.session, "after_flush", flushed)
    event.listen(work.session, "do_orm_execute", executed)
