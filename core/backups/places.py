"""Folders in which a backup or a restored desk is made before it has its name."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from core.errors import BadInput
from core.landing import sync_folder

PREFIX, SUFFIX = ".remit-", ".part"
STALE_S = 24 * 3600


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder, its owner's alone, on the disk of a file to be; what it holds is encrypted.

    Those that a stopped machine left a day ago or longer are taken away. Raises BadInput where there is none.
    """
    try:
        _sweep(target.parent)
        made = Path(mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=target.parent))
    except OSError as error:
        raise BadInput(f"Nothing can be written to {target.parent}: {error.strerror}.") from error
    try:
        yield made
    finally:
        rmtree(made, ignore_errors=True)


def left_beside(folder: Path) -> list[Path]:
    """List what backups and restores that were stopped left in a folder."""
    return sorted(one for one in folder.glob(f"{PREFIX}*{SUFFIX}") if one.is_dir())


def sync_below(folder: Path) -> None:
    """Have the disk keep every file below a folder, and their names."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        else:
            sync_folder(path)
    sync_folder(folder)


def _sweep(folder: Path) -> None:
    for one in left_beside(folder):
        with suppress(OSError):
            if time.time() - one.stat().st_mtime > STALE_S:
                rmtree(one)
