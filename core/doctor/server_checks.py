"""Checks of a desk's server: the connection, the login, and what its disk must have encrypted."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import make_url, text

from core.db.server import is_local
from core.db.server_store import APPENDED
from core.db.unit_of_work import Work
from core.desk import Desk
from core.doctor.findings import Finding

OLDEST = 150_000
"""PostgreSQL 15, as the server numbers its versions."""
MAY_CHANGE = text(
    "SELECT bool_or(has_table_privilege(session_user, quote_ident(name), 'UPDATE, DELETE, TRUNCATE')) "
    "FROM unnest(CAST(:names AS text[])) AS name"
)
COVER = (
    "Have the disk under it encrypted: the data directory with its write-ahead log, every other tablespace, "
    "temporary files, the server's own log, swap, replicas and each backup."
)


def check_server(work: Work, desk: Desk) -> Iterator[Finding]:
    """Look at the server of a desk; nothing for a desk in a folder."""
    if work.on_server:
        yield from _version(work)
        yield from _connection(work, desk)
        yield from _login(work)
        yield Finding("server-disk", "The server's disk cannot be seen from here.", COVER, serious=False)


def _version(work: Work) -> Iterator[Finding]:
    number = int(work.session.scalar(text("SHOW server_version_num")) or 0)
    if number < OLDEST:
        what = f"The server is PostgreSQL {number // 10_000}; this program is tested with 15 and newer."
        yield Finding("server-version", what, "Have the server upgraded.")


def _connection(work: Work, desk: Desk) -> Iterator[Finding]:
    driver: Any = work.session.connection().connection.driver_connection
    if not driver.pgconn.ssl_in_use and not is_local(make_url(desk.folder.database)):
        what = "What goes to and from the server is not encrypted."
        yield Finding(
            "server-tls", what, "Take sslmode out of the server's address; have TLS switched on there."
        )


def _login(work: Work) -> Iterator[Finding]:
    if work.session.scalar(MAY_CHANGE, {"names": list(APPENDED)}):
        what = (
            "This login at the server may change the log itself, and is not held to the application's role."
        )
        fix = "For daily work use one that has that role alone: GRANT remit_app TO login (docs/server.md)."
        yield Finding("server-login", what, fix, serious=False)
