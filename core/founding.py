"""Founding a desk: its place, its tables and its first admin, all of them or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine

from core.db.embedded import embedded_engine
from core.db.folder import DeskFolder, make_folder, make_server_folder, take_away
from core.db.migrations import bring_up_to_date
from core.db.store import FolderSlots, Slots
from core.db.unit_of_work import Actor, writing_on
from core.staff.accounts import add_account, checked_name
from core.staff.kept_secret import secret_of
from core.staff.key_slots import new_key, new_salt, sealed_slot
from core.staff.roles import Role

NOBODY = Actor(0, "Remit", Role.ADMIN.value)
"""Acts while the first account is made, and in the entry that says who signed in."""


@dataclass(frozen=True)
class FirstAdmin:
    """Who is to look after a new desk, from when on."""

    name: str
    passphrase: str
    since: datetime


def found_desk(path: Path, admin: FirstAdmin, database: str = "", *, demo: bool = False) -> None:
    """Make a desk in a folder, or on the server at `database` with this machine's folder for it (C22).

    Raises DeskUnusable when something stands there or it cannot be made, BadInput for a name or passphrase
    that cannot be taken; nothing of it stays behind then.
    """
    key, salt = new_key(), new_salt()
    if database:
        _found_on_server(_server_folder(path, database, salt, demo=demo), database, admin, key)
    else:
        _found_in_folder(make_folder(path, salt, demo=demo), admin, key)


def join_desk(path: Path, database: str) -> None:
    """Make this machine's folder for the desk on a server; raises DeskUnusable where there is none."""
    from core.db.server import server_url  # noqa: PLC0415  # psycopg loads for a desk on a server alone
    from core.db.server_store import join  # noqa: PLC0415  # the same

    url = server_url(database)
    desk_id, salt, demo = join(url)
    make_server_folder(DeskFolder(path, desk_id, salt, demo, without_password(url)))


def without_password(url: URL) -> str:
    """Write a server's URL as it may be kept on this machine."""
    bare = url._replace(password=None)  # a named tuple; `set` leaves alone what it is given as None
    return bare.render_as_string(hide_password=False)


def _found_in_folder(folder: DeskFolder, admin: FirstAdmin, key: bytes) -> None:
    engine = embedded_engine(folder.store, key)
    with _taken_away_if_it_fails(folder, engine), _transaction(engine) as connection:
        bring_up_to_date(connection)
        _furnish(connection, FolderSlots(folder.slots), folder.salt, admin, key)


def _server_folder(path: Path, database: str, salt: bytes, *, demo: bool) -> DeskFolder:
    from core.db.server import server_url  # noqa: PLC0415  # psycopg loads for a desk on a server alone

    return DeskFolder(path, uuid4().hex, salt, demo, without_password(server_url(database)))


def _found_on_server(folder: DeskFolder, database: str, admin: FirstAdmin, key: bytes) -> None:
    from core.db.front import ServerSlots  # noqa: PLC0415  # psycopg loads for a desk on a server alone
    from core.db.server import server_url  # noqa: PLC0415  # the same
    from core.db.server_store import found, owner_engine  # noqa: PLC0415  # the same

    engine = owner_engine(server_url(database))
    make_server_folder(folder)
    with _taken_away_if_it_fails(folder, engine), _transaction(engine) as connection:
        found(connection, folder)
        _furnish(connection, ServerSlots(engine), folder.salt, admin, key)


@contextmanager
def _taken_away_if_it_fails(folder: DeskFolder, engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        take_away(folder)
        raise
    finally:
        engine.dispose()


def _transaction(engine: Engine) -> Connection:
    return engine.connect().execution_options(writing=True)


def _furnish(connection: Connection, slots: Slots, salt: bytes, admin: FirstAdmin, key: bytes) -> None:
    """Give a new desk its first admin; commits all that was made on this connection."""
    with writing_on(connection, NOBODY, admin.since, secret_of(key)) as work:
        name = checked_name(work, admin.name)
        slot, wrapped = sealed_slot(salt, name, admin.passphrase, key)
        slots.keep(work, slot, wrapped)
        add_account(work, name, Role.ADMIN, slot)
