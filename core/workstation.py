"""Where this machine keeps its part of a desk on a server: its way in, what is on its way out, its outbox."""

from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from core.db.folder import HEAD
from core.founding import join_desk, without_password

PROGRAM = "remit"
TELLS_APART = 12
"""Letters of a digest: enough for the servers of one machine."""


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
