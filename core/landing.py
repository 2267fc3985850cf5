"""Putting a file in its place whole or not at all: temporary name, sync, rename, sync of the folder."""

import os
from collections.abc import Callable
from contextlib import suppress
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
    if path.exists() and not replace:
        raise BadInput(f"{path.name} is there already; choose another name.")
    try:
        temporary = _written_aside(path, write)
    except OSError as error:
        raise BadInput(
            f"{path.name} could not be written: {error.strerror or 'the disk refused'}."
        ) from error
    digest = file_sha256(temporary)
    temporary.replace(path)
    sync_folder(path.parent)
    return digest


def land_bytes(path: Path, content: bytes, *, replace: bool = False) -> str:
    """Write these bytes as `land` does."""
    return land(path, lambda file: _write_all(file, content), replace=replace)


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


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system can."""
    with suppress(OSError):  # some systems cannot open a folder; there the rename alone must do
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
