"""Putting a file in its place whole or not at all: temporary name, sync, rename, sync of the folder."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from errno import EXDEV
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from core.errors import BadInput

BLOCK = 1 << 20


def land(path: Path, write: Callable[[BinaryIO], None], *, replace: bool = False) -> str:
    """Write a file that only its owner may read and return its SHA-256 (hex).

    Raises BadInput when the file is there already and `replace` is not set, or when the disk refuses;
    then nothing of it stays behind.
    """
    try:
        if path.exists() and not replace:
            raise BadInput(f"{path.name} is there already; choose another name.")
        temporary = _written_aside(path, write)
        try:
            digest = file_sha256(temporary)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(
            f"{path.name} could not be written: {error.strerror or 'the disk refused'}."
        ) from error
    sync_folder(path.parent)
    return digest


def land_bytes(path: Path, content: bytes, *, replace: bool = False) -> str:
    """Write these bytes as `land` does."""
    return land(path, lambda file: _write_all(file, content), replace=replace)


def move(source: Path, target: Path) -> None:
    """Put a finished file in its place, whole or not at all, on another disk too; replaces what is there.

    Raises OSError when the disk refuses; the source is then still there.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != EXDEV:
            raise
        _copy_across(source, target)
    sync_folder(target.parent)


def destroy(path: Path) -> None:
    """Overwrite a file and remove it, as far as the system can: a disk may keep old blocks all the same."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if path.is_file() and not path.is_symlink():
            _overwrite(path)
        path.unlink()


def destroy_folder(folder: Path) -> None:
    """Destroy every file below a folder, and the folder; one that is not there is done already."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            destroy(path)
    with suppress(FileNotFoundError):
        folder.rmdir()


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256 (hex), read in blocks."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_all(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _written_aside(path: Path, write: Callable[[BinaryIO], None]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w+b", dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        temporary = Path(file.name)
        try:
            write(file)  # type: ignore[arg-type]  # a named temporary file is a BinaryIO in all but name
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return temporary


def _overwrite(path: Path) -> None:
    with suppress(PermissionError), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(BLOCK, left)))
        file.flush()
        os.fsync(file.fileno())


def _copy_across(source: Path, target: Path) -> None:
    def write(file: BinaryIO) -> None:
        with source.open("rb") as content:
            shutil.copyfileobj(content, file, BLOCK)

    _written_aside(target, write).replace(target)
    destroy(source)


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system can."""
    with suppress(OSError):  # some systems cannot open a folder; there the rename alone must do
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
