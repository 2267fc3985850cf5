"""Network shares, where an embedded desk's file locks cannot be trusted."""

import os
from collections.abc import Iterable
from pathlib import Path

import psutil

from core.errors import DeskUnusable

NETWORK_KINDS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "ceph", "glusterfs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs", "davfs", "webdav", "9p", "beegfs",
        "lustre", "gpfs", "ocfs2", "gfs2",
    }
)  # fmt: skip


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
