"""The embedded desk's folder: what stands in it, and whether it may stand where it stands."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import psutil

from core.errors import DeskUnusable
from core.landing import land_bytes
from core.toml import read_toml

FORMAT = 1
FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
"""What group and others could do; nothing, at a desk."""
NETWORK_KINDS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "ceph", "glusterfs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs", "davfs", "webdav", "9p", "beegfs",
        "lustre", "gpfs", "ocfs2", "gfs2",
    }
)  # fmt: skip


@dataclass(frozen=True)
class DeskFolder:
    """The desk's files: what opens it, and the one encrypted store."""

    path: Path
    desk_id: str
    salt: bytes
    demo: bool

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
    try:
        _make_empty(folder)
    except OSError as error:
        raise DeskUnusable(f"No desk can be made at {path}: {error.strerror}.") from error
    text = f'format = {FORMAT}\nengine = "embedded"\nid = "{folder.desk_id}"\nsalt = "{salt.hex()}"\n'
    land_bytes(path / "desk.toml", (text + f"demo = {str(demo).lower()}\n").encode())
    return folder


def _make_empty(folder: DeskFolder) -> None:
    """Make the folder, the slots' and an empty store; SQLite gives its other files the store's mode."""
    folder.outbox.exists()  # raises where the disk has no room for its longer name
    if folder.path.is_dir() and any(folder.path.iterdir()):
        raise DeskUnusable(f"{folder.path} is not empty; a new desk needs a folder of its own.")
    folder.path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    folder.path.chmod(FOLDER)
    folder.slots.mkdir(mode=FOLDER)
    folder.store.touch(mode=FILE, exist_ok=False)
    for one, mode in ((folder.slots, FOLDER), (folder.store, FILE)):
        one.chmod(mode)


def take_away(folder: DeskFolder) -> None:
    """Remove a desk that could not be finished, so that it can be made again; nobody has used it."""
    rmtree(folder.path, ignore_errors=True)


def read_folder(path: Path) -> DeskFolder:
    """Read what stands at a desk's folder; raises DeskUnusable with the reason when it is no desk."""
    refuse_network_share(path)
    try:
        head = read_toml((path / "desk.toml").read_text("utf-8"))
        folder = _checked(path, head)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DeskUnusable(f"There is no desk at {path}.") from error
    except PermissionError as error:
        raise DeskUnusable(f"This account of the machine may not read the desk at {path}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeskUnusable(f"desk.toml in {path} cannot be read; restore it from a backup.") from error
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
    return DeskFolder(path, str(head["id"]), bytes.fromhex(str(head["salt"])), bool(head["demo"]))


def refuse_network_share(path: Path) -> None:
    """Raise DeskUnusable when the folder lies on a network share: file locks there cannot be trusted."""
    mounts = [(one.mountpoint, one.fstype) for one in psutil.disk_partitions(all=True)]
    kind = kind_of_file_system(path, mounts)
    if kind in NETWORK_KINDS or str(path).startswith(("\\\\", "//")):
        raise DeskUnusable(
            f"{path} is on a network share ({kind or 'UNC path'}); an embedded desk there could be damaged. "
            "Keep it on this machine's own disk."
        )


def kind_of_file_system(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """Return the kind of file system a path is on, by the deepest mount point above it."""
    real = os.path.realpath(path)
    above = [(mount, kind) for mount, kind in mounts if Path(real).is_relative_to(mount)]
    return max(above, key=lambda one: len(one[0]), default=("", ""))[1].lower()
