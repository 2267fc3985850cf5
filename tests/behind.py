"""A desk's store as its owner reaches it, past every verb and log entry: for one who tampers, or upgrades."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from core.db.server import server_engine, server_url
from core.db.server_store import grant
from core.desk import Desk

NO_SUCH_TABLE = ("OperationalError (SQLite 1)", "UndefinedTable (SQLSTATE 42P01)")
"""How a mistake's report names that fault, on either engine."""


def owner_of(desk: Desk) -> Engine:
    """Return an engine that may do whatever the store's owner may."""
    server = desk.folder.database
    return server_engine(server_url(server), role="") if server else desk.opened.engine


@contextmanager
def behind_its_back(desk: Desk) -> Iterator[Connection]:
    """Give a transaction of the store's owner."""
    engine = owner_of(desk)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        if desk.folder.database:
            engine.dispose()


@contextmanager
def upgrading(desk: Desk) -> Iterator[Connection]:
    """Give a transaction of the store's owner; the application may use what it made."""
    with behind_its_back(desk) as connection:
        yield connection
        if desk.folder.database:
            grant(connection)


def swap_words(connection: Connection, action: str, old: bytes, new: bytes) -> None:
    """Change a word in the bodies of the log's entries of one kind."""
    found = connection.execute(
        text("SELECT position, body FROM audit_entry WHERE action = :action"), {"action": action}
    )
    for position, body in found.all():
        edited = {"body": bytes(body).replace(old, new), "position": position}
        connection.execute(text("UPDATE audit_entry SET body = :body WHERE position = :position"), edited)
