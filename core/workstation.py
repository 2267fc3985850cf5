"""Where this machine keeps its part of a desk on a server: its way in, what is on its way out, its outbox."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from sqlalchemy import URL

from core.db.folder import HEAD
from core.errors import BadInput
from core.founding import join_desk, without_password

PROGRAM = "remit"
TELLS_APART = 12
"""Letters of a digest: enough for the servers of one machine."""


def server_address(host: str, database: str, login: str = "", password: str = "") -> str:
    """Return the URL of a desk's server; `host` is a name or address, with its port after a colon or without.

    The folder of a socket may stand for the host. Raises BadInput for a port that is none.
    """
    place = {"host": host.strip()} if host.strip().startswith("/") else {}
    name, port = ("", None) if place else _host_and_port(host.strip())
    url = URL.create(
        "postgresql+psycopg",
        login.strip() or None,
        password or None,
        name or None,
        port,
        database.strip(),
        place,
    )
    return url.render_as_string(hide_password=False)


def _host_and_port(host: str) -> tuple[str, int | None]:
    with suppress(ValueError):  # a port that is no number, brackets that do not close
        found = urlsplit(f"//{host}")
        if found.hostname and found.netloc == host and found.username is None:
            return found.hostname, found.port
    raise BadInput("The server is named as db.example.com, or db.example.com:5433 with a port of its own.")


def server_folder(database: str) -> Path:
    """Return this machine's folder for the desk at a server's URL, whether it is there yet or not."""
    from core.db.server import server_url  # noqa: PLC0415  # psycopg loads for a desk on a server alone

    url = server_url(database)
    digest = sha256(without_password(url).encode()).hexdigest()[:TELLS_APART]
    return user_data_path(PROGRAM, appauthor=False) / "servers" / f"{url.database}-{digest}"


def joined(database: str) -> Path:
    """Return this machine's folder for the desk at a server's URL; the first time it is made.

    Raises DeskUnusable when the server cannot be reached or holds no desk.
    """
    folder = server_folder(database)
    if not (folder / HEAD).exists():
        join_desk(folder, database)
    return folder
