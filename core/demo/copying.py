"""A copy of a demo desk to try things on: the desk itself is read, and nothing of it is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy2, copytree
from tempfile import mkdtemp

from core.db.folder import DeskFolder, read_folder
from core.errors import DeskUnusable
from core.landing import destroy_folder

COPIED = 10
"""Times a store is copied that others write to meanwhile."""

Stamp = tuple[tuple[int, int], ...]


@contextmanager
def place_aside() -> Iterator[Path]:
    """Give an empty folder that only its owner may read; it is destroyed afterwards with all in it."""
    place = Path(mkdtemp(prefix="remit-aside-"))
    try:
        yield place
    finally:
        destroy_folder(place)


def copied_demo_desk(desk: Path, place: Path) -> Path:
    """Copy a demo desk and the mail beside it into an empty folder; returns the copy, of the same name.

    The copy is the desk as one moment left it, also where somebody works at it. Raises DeskUnusable where
    there is no desk, where it is no demo desk, and where it is written to without a pause.
    """
    folder = read_folder(desk)
    if folder.database:
        raise DeskUnusable(f"{desk} is kept on a server; only a demo desk in a folder can be copied.")
    if not folder.demo:
        raise DeskUnusable(f"{desk} is no demo desk; only one of invented people can be copied.")
    made = DeskFolder(place / desk.resolve().name, folder.desk_id, folder.salt, demo=True)
    made.path.mkdir(mode=0o700)
    try:
        _copy_store(folder, made)
        copy2(desk / "desk.toml", made.path)
        copytree(folder.slots, made.slots)
    except OSError as error:
        raise DeskUnusable(f"{desk} could not be copied: {error.strerror or 'the disk refused'}.") from error
    _copy_mail(desk.resolve(), made.path)
    return made.path


def _copy_store(folder: DeskFolder, made: DeskFolder) -> None:
    """Copy the store with its write-ahead log, again when either changed while it was copied."""
    for _ in range(COPIED):
        before = _stamp(folder)
        for source, target in zip(_files(folder), _files(made), strict=True):
            target.unlink(missing_ok=True)
            if source.exists():
                copy2(source, target)
        if _stamp(folder) == before:
            return
    raise DeskUnusable(f"{folder.path} is written to without a pause; copy it once that is done.")


def _files(folder: DeskFolder) -> tuple[Path, Path]:
    return folder.store, folder.store.with_name(f"{folder.store.name}-wal")


def _stamp(folder: DeskFolder) -> Stamp:
    found = [one.stat() for one in _files(folder) if one.exists()]
    return tuple((one.st_size, one.st_mtime_ns) for one in found)


def _copy_mail(desk: Path, made: Path) -> None:
    mail = desk.with_name(f"{desk.name}-mail")
    if mail.is_dir():
        copytree(mail, made.with_name(f"{made.name}-mail"))
