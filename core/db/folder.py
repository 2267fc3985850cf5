"""The embedded desk's folder: what stands in it, and whether it may stand where it stands."""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil

from core.errors import DeskUnusable
from core.landing import land_bytes

FORMAT = 1
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
    """Make a new desk's folder; raises DeskUnusable when something stands there."""
    refuse_network_share(path)
    if path.exists() and any(path.iterdir()):
        raise DeskUnusable(f"{path} is not empty; a new desk needs a folder of its own.")
    desk_id = uuid4().hex
    (path / "slots").mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    text = f'format = {FORMAT}\nengine = "embedded"\nid = "{desk_id}"\nsalt = "{salt.hex()}"\n'
    land_bytes(path / "desk.toml", (text + f"demo = {str(demo).lower()}\n").encode())
    return DeskFolder(path, desk_id, salt, demo)


def read_folder(path: Path) -> DeskFolder:
    """Read what stands at a desk's folder; raises DeskUnusable with the reason when it is no desk."""
    refuse_network_share(path)
    try:
        head = tomllib.loads((path / "desk.toml").read_text("utf-8"))
        return _checked(path, head)
    except FileNotFoundError as error:
        raise DeskUnusable(f"There is no desk at {path}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeskUnusable(f"desk.toml in {path} cannot be read; restore it from a backup.") from error


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
