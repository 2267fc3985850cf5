"""The server engine: one PostgreSQL database per desk, shared by many workstations.

Every connection takes the role `remit_app`, which may neither change nor delete an entry of the log, whatever
the person who logs in may do otherwise.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from core.db.exact_text import keep_text_exact
from core.db.faults import say_faults
from core.errors import BadInput

APP_ROLE, TRAFFIC_ROLE = "remit_app", "remit_traffic"
TRAFFIC_SCHEMA = "traffic"
"""Clickstream stands apart, with a role of its own: the application's role cannot even look in (C06, C17)."""

DRIVER = "postgresql+psycopg"
LOCK_MS, CONNECT_S = 30_000, 8
WRITE_LOCK = 0x52454D4954
"""Writers go one after the other, as on an embedded desk: each rule is judged on what is so at its commit."""

POOL = "pool"
"""Under this name a connection keeps which pool it was made for."""

LOCAL = ("localhost", "127.0.0.1", "::1")
VERIFIED = {"sslmode": "verify-full", "sslrootcert": "system"}
ALIVE = {
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
"""A server that is gone is noticed within half a minute, also by a connection that only waits."""


def server_url(text: str) -> URL:
    """Read a database URL; raises BadInput for anything but postgresql+psycopg://…/NAME."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise BadInput(f"A desk's server is named as {DRIVER}://USER@HOST/DATABASE.") from error
    if url.drivername not in {DRIVER, "postgresql"} or not url.database:
        raise BadInput(f"A desk's server is named as {DRIVER}://USER@HOST/DATABASE.")
    return url.set(drivername=DRIVER)


def is_local(url: URL) -> bool:
    """Tell whether the server is reached without a network: a socket, or this machine's own address."""
    host = url.host or str(url.query.get("host", ""))
    return not host or host.startswith("/") or host in LOCAL


def secured(url: URL) -> URL:
    """Return the URL with TLS and a verified certificate, unless it says otherwise or crosses no network."""
    defaults = ALIVE if is_local(url) or "sslmode" in url.query else ALIVE | VERIFIED
    return url.update_query_dict(defaults | dict(url.query))


def server_engine(url: URL, role: str = APP_ROLE) -> Engine:
    """Return an engine on a desk's server whose every connection acts as `role`; "" keeps the login's own."""
    engine = create_engine(
        secured(url),
        connect_args={"options": _options(role), "connect_timeout": CONNECT_S, "application_name": "remit"},
        pool_size=6,
        max_overflow=4,
        pool_pre_ping=False,  # a lost connection is told to the person, never papered over in mid-work
        hide_parameters=True,  # an error's text never shows what was in the row
    )
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begin)
    _close_what_comes_back_late(engine)
    say_faults(engine)
    return engine


def _options(role: str) -> str:
    settings = {"timezone": "UTC", "lock_timeout": str(LOCK_MS)} | ({"role": role} if role else {})
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def _prepared(connection: Any, _record: object) -> None:
    keep_text_exact(connection)


def _close_what_comes_back_late(engine: Engine) -> None:
    """Close a connection that comes back after the engine was disposed; its old pool would keep it open."""

    def connected(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[POOL] = engine.pool

    def returned(_connection: Any, record: ConnectionPoolEntry) -> None:
        if record.info.get(POOL, engine.pool) is not engine.pool:
            record.invalidate()

    event.listen(engine, "connect", connected)
    event.listen(engine, "checkin", returned)


def _begin(connection: Connection) -> None:
    """Take the one write lock at the start of a write; it is given back with the transaction."""
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
