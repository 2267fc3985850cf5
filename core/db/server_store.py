"""A desk kept on a PostgreSQL server: founding it, opening it, and bringing it up to date."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from core.db import front
from core.db.folder import DeskFolder
from core.db.migrations import Note, bring_up_to_date, is_behind
from core.db.server import (
    APP_ROLE,
    CONNECT_S,
    TRAFFIC_ROLE,
    TRAFFIC_SCHEMA,
    secured,
    server_engine,
    server_url,
)
from core.db.server_watch import ServerWatch
from core.errors import DeskUnusable

if TYPE_CHECKING:
    from core.db.store import Slots
    from core.db.watching import Watch

FITTING = {"C", "C.UTF-8", "C.utf8", "POSIX"}
"""Orders that sort a text by its code points, as on an embedded desk, and an index under them serves LIKE."""
CREATE = "createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 {name}"
LIKE_EMBEDDED = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
MAINTENANCE = "postgres"
APPENDED = ("audit_entry", "audit_tile", "audit_checkpoint", "audit_key")
"""What the log is made of: written once. Its head moves on, and a person's key is emptied, never removed."""

_ENCODING = (
    "SELECT pg_encoding_to_char(encoding), datcollate, datname FROM pg_database"
    " WHERE datname = current_database()"
)


class ServerStore:
    """One database on a server."""

    slots_apart = False

    def __init__(self, folder: DeskFolder, database: str) -> None:
        self._desk_id, self._url = folder.desk_id, server_url(database)
        self._engine = server_engine(self._url)
        finalize(self, self._engine.dispose)  # a desk let go of without signing out leaves no connection open
        self.slots: Slots = front.ServerSlots(self._engine)

    def open(self, key: bytes, note: Note) -> Engine:
        """Return an engine on the database, its schema up to date; the key seals only parts of it."""
        del key
        if front.whose(self._engine)[0] != self._desk_id:
            raise DeskUnusable("That database holds another desk than the one this folder was made for.")
        if is_behind(self._engine):
            upgrade(self._url, note)
        return self._engine

    def close(self) -> None:
        """Leave the server."""
        self._engine.dispose()

    def watch(self, engine: Engine) -> "Watch":
        """Return what listens for the server's word."""
        return ServerWatch(engine)

    def opens(self, key: bytes) -> bool:
        """Say yes: slots change in the store's own transaction, and hold one key."""
        del key
        return True

    @contextmanager
    def under_new_key(self, key: bytes, new: bytes) -> Iterator[Engine]:
        """Give the server's engine: the one write in the block is the change."""
        del key, new
        yield self._engine


def join(url: URL) -> tuple[str, bytes, bool]:
    """Return id, salt and whether it is a demo, of the desk on a server."""
    engine = server_engine(url)
    try:
        return front.whose(engine)
    finally:
        engine.dispose()


def found(connection: Connection, folder: DeskFolder) -> None:
    """Make a new desk's tables, roles and front in an empty database, all in the caller's transaction.

    Raises DeskUnusable when a desk stands there already, the database does not fit, or this login may not.
    """
    _refuse_unfit(connection)
    if front.has_desk(connection):
        raise DeskUnusable("A desk stands in that database already; a new one needs a database of its own.")
    _make_roles(connection)
    front.put_up(connection, folder)
    bring_up_to_date(connection)
    grant(connection)


def owner_engine(url: URL) -> Engine:
    """Return an engine that acts as the login itself; makes a missing database if it may."""
    _make_database(url)
    return server_engine(url, role="")


def upgrade(url: URL, note: Note) -> None:
    """Bring the tables up to date as their owner; raises DeskUnusable when this login does not own them."""
    engine = server_engine(url, role="")
    try:
        with engine.connect().execution_options(writing=True) as connection:
            if not _owns(connection):
                raise DeskUnusable(
                    "This desk's tables are older than this Remit. Have the database's owner sign in once "
                    "with a --database URL of their own; the desk then opens for everyone."
                )
            bring_up_to_date(connection, note)
            grant(connection)
            connection.commit()
    finally:
        engine.dispose()


def grant(connection: Connection) -> None:
    """Give the application what it needs and no more: of the log, to read and to append (C22)."""
    for statement in _GRANTS:
        connection.execute(text(statement))


_GRANTS = (
    f"GRANT USAGE ON SCHEMA public, {front.SCHEMA} TO {APP_ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
    f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(APPENDED)} FROM {APP_ROLE}",
    f"REVOKE DELETE, TRUNCATE ON audit_head, person_key FROM {APP_ROLE}",
    f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {APP_ROLE}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
    f"GRANT SELECT ON ALL TABLES IN SCHEMA {front.SCHEMA} TO {APP_ROLE}",
    f"GRANT INSERT, UPDATE, DELETE ON {front.SLOTS.fullname} TO {APP_ROLE}",
    f"CREATE SCHEMA IF NOT EXISTS {TRAFFIC_SCHEMA}",
    f"REVOKE ALL ON SCHEMA {TRAFFIC_SCHEMA} FROM PUBLIC, {APP_ROLE}",
    f"GRANT USAGE ON SCHEMA {TRAFFIC_SCHEMA} TO {TRAFFIC_ROLE}",
)


def _make_roles(connection: Connection) -> None:
    for role in (APP_ROLE, TRAFFIC_ROLE):
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
        if known.scalar() is None:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        connection.execute(text(f"GRANT {role} TO CURRENT_USER"))


def _refuse_unfit(connection: Connection) -> None:
    encoding, order, name = connection.execute(text(_ENCODING)).one()
    if encoding != "UTF8" or order not in FITTING:
        raise DeskUnusable(
            f"The database sorts by {order} in {encoding}; a desk needs one that sorts by code points. "
            f"Make it with: {CREATE.format(name=name)}"
        )


def _owns(connection: Connection) -> bool:
    query = "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE tablename = 'alembic_version'"
    return bool(connection.execute(text(query)).scalar())


def _make_database(url: URL) -> None:
    """Make a database that is missing; where that cannot be told, opening it will say what is wrong."""
    name = str(url.database)
    place = secured(url.set(database=MAINTENANCE))
    engine = create_engine(place, connect_args={"connect_timeout": CONNECT_S})
    with suppress(OperationalError), engine.connect() as connection:
        there = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.execute(there, {"name": name}).scalar() is None:
            _create(connection, name)
    engine.dispose()


def _create(connection: Connection, name: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote(name)
    connection.rollback()
    try:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            f"CREATE DATABASE {quoted} {LIKE_EMBEDDED}"
        )
    except DBAPIError as error:
        by_hand = CREATE.format(name=name)
        raise DeskUnusable(f"There is no database {name}. Make it with: {by_hand}") from error
