"""The desk's private place for files that are on their way out.

Whatever is written in plain before it may leave stands here and nowhere else: each piece of work has a folder
of its own, locked while its process lives. The system lets go of the lock however the process ends, so what a
killed one left is known and can be destroyed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import BinaryIO

from core.landing import destroy_folder

PLACE, LOCK, NEW = "aside", "lock", ".new-"


@contextmanager
def folder_aside(desk: Path) -> Iterator[Path]:
    """Give an empty folder that only its owner may read; it is destroyed afterwards with all in it."""
    place = desk / PLACE
    place.mkdir(mode=0o700, exist_ok=True)
    made = Path(mkdtemp(prefix=NEW, dir=place))
    lock, folder = _locked(made)
    with lock:
        try:
            yield folder
        finally:
            if sys.platform == "win32":
                lock.close()  # an open file cannot be removed there
            with suppress(OSError):  # the work is done all the same; the next sign-in destroys what is left
                destroy_folder(folder)


def _locked(made: Path) -> tuple[BinaryIO, Path]:
    """Lock a new folder and give it its name; where the disk refuses, nothing of it stays."""
    try:
        with ExitStack() as until_named:
            lock = until_named.enter_context((made / LOCK).open("wb"))
            _lock(lock.fileno())
            folder = made.rename(made.with_name(made.name.removeprefix(NEW)))
            until_named.pop_all()
    except OSError:
        rmtree(made, ignore_errors=True)
        raise
    return lock, folder


def left_behind(desk: Path) -> list[Path]:
    """List the folders of work whose process has ended without tidying up.

    A file, or a link to somewhere else, was never made here and is left alone.
    """
    place = desk / PLACE
    if not place.is_dir():
        return []
    made = [one for one in sorted(place.iterdir()) if one.is_dir() and not one.is_symlink()]
    return [one for one in made if not one.name.startswith(".") and not _is_alive(one)]


def _is_alive(folder: Path) -> bool:
    if sys.platform == "win32":
        with suppress(FileNotFoundError, PermissionError):
            (folder / LOCK).unlink()
        return (folder / LOCK).exists()
    try:
        with (folder / LOCK).open("rb") as lock:
            return not _lock(lock.fileno())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    """Lock a file until it is closed; False when someone else has. An open file is lock enough on Windows."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  # not there on Windows

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return os.fstat(descriptor).st_nlink > 0
