"""A desk's folder: all of an embedded desk, or this machine's part of one on a server."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import tomli_w
from sqlalchemy import make_url

from core.db.network_shares import refuse_network_share
from core.errors import DeskUnusable
from core.landing import land_bytes
from core.toml import read_toml

FORMAT = 1
HEAD = "desk.toml"
EMBEDDED, SERVER = "embedded", "postgresql"
FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
"""What group and others could do; nothing, at a desk."""


@dataclass(frozen=True)
class DeskFolder:
    """The desk's files on this machine: all of an embedded desk, or the way to one on a server."""

    path: Path
    desk_id: str
    salt: bytes
    demo: bool
    database: str = ""
    """The server's URL without its password; "" for an embedded desk."""

    @property
    def name(self) -> str:
        """What people call the desk: its folder's name, or its database's and its server's."""
        if not self.database:
            return self.path.name
        url = make_url(self.database)
        return f"{url.database} on {url.host or 'this machine'}"

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.path / "desk.db"

    @property
    def slots(self) -> Path:
        """The key slots."""
        return self.path / "slots"

    @property
    def outbox(self) -> Path:
        """Where what leaves is put: beside the desk, never in it, since it is readable by design."""
        return self.path.with_name(f"{self.path.name}-outbox")


def make_folder(path: Path, salt: bytes, *, demo: bool) -> DeskFolder:
    """Make a new desk's folder, for its owner alone; raises DeskUnusable when something stands there."""
    refuse_network_share(path)
    folder = DeskFolder(path, uuid4().hex, salt, demo)
    with _making(path):
        _make_empty(folder)
        _make_store(folder)
    _write_head(folder)
    return folder


def make_server_folder(folder: DeskFolder) -> None:
    """Make this machine's folder for a desk on a server; raises DeskUnusable when something stands there."""
    with _making(folder.path):
        _make_empty(folder)
    _write_head(folder)


@contextmanager
def _making(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeskUnusable(f"No desk can be made at {path}: {error.strerror}.") from error


def _write_head(folder: DeskFolder) -> None:
    head = {
        "format": FORMAT,
        "engine": SERVER if folder.database else EMBEDDED,
        "id": folder.desk_id,
        "salt": folder.salt.hex(),
        "demo": folder.demo,
    }
    text = tomli_w.dumps(head | ({"database": folder.database} if folder.database else {}))
    land_bytes(folder.path / HEAD, text.encode())


def _make_empty(folder: DeskFolder) -> None:
    folder.outbox.exists()  # raises where the disk has no room for its longer name
    if folder.path.is_dir() and any(folder.path.iterdir()):
        raise DeskUnusable(f"{folder.path} is not empty; a new desk needs a folder of its own.")
    folder.path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    folder.path.chmod(FOLDER)


def _make_store(folder: DeskFolder) -> None:
    """Make the slots' folder and an empty store; SQLite gives its other files the store's mode."""
    folder.slots.mkdir(mode=FOLDER)
    folder.store.touch(mode=FILE, exist_ok=False)
    for one, mode in ((folder.slots, FOLDER), (folder.store, FILE)):
        one.chmod(mode)


def take_away(folder: DeskFolder) -> None:
    """Remove a desk that could not be finished, so that it can be made again; nobody has used it."""
    rmtree(folder.path, ignore_errors=True)


def read_folder(path: Path) -> DeskFolder:
    """Read what stands at a desk's folder; raises DeskUnusable with the reason when it is no desk."""
    try:
        head = read_toml((path / HEAD).read_text("utf-8"))
        folder = _checked(path, head)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DeskUnusable(f"There is no desk at {path}.") from error
    except PermissionError as error:
        raise DeskUnusable(f"This account of the machine may not read the desk at {path}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeskUnusable(f"{HEAD} in {path} cannot be read; restore it from a backup.") from error
    if not folder.database:
        refuse_network_share(path)
        _whole(folder)
    _keep_to_owner(folder)
    return folder


def _whole(folder: DeskFolder) -> None:
    if not folder.store.is_file():
        raise DeskUnusable(f"The desk's store is gone from {folder.path}; restore a backup.")
    if not folder.slots.is_dir():
        raise DeskUnusable(f"The desk's key slots are gone from {folder.path}; restore a backup.")


def _keep_to_owner(folder: DeskFolder) -> None:
    """Take from everyone but the owner what the desk's files allow them (C22).

    Where this account may not change modes, the desk opens all the same: what is in it is encrypted.
    """
    with suppress(OSError):
        for one in (folder.path, *folder.path.rglob("*")):
            mode = stat.S_IMODE(one.lstat().st_mode)
            if mode & OTHERS and not one.is_symlink():
                one.chmod(mode & ~OTHERS)


def _checked(path: Path, head: dict[str, object]) -> DeskFolder:
    if int(str(head["format"])) > FORMAT:
        raise DeskUnusable("This desk was made by a newer Remit; install that version to open it.")
    database = str(head["database"]) if head["engine"] == SERVER else ""
    return DeskFolder(path, str(head["id"]), bytes.fromhex(str(head["salt"])), bool(head["demo"]), database)
