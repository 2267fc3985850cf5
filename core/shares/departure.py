"""How a share's files leave: written in the desk's private place, logged, then put in the outbox.

A file that has not reached its name in the outbox has not left. A kill before the commit leaves an approved
share; a kill between the commit and the renaming leaves an executed one whose workbook still waits aside. The
next sign-in, or the next execution, finds it there, destroys it and has the share stand as approved again, so
that letting it out means judging it again (`core.shares.recovery`).
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, DeskError
from core.landing import destroy, file_sha256, move
from core.sheets.manifest import manifest_path

PREFIX = "share-"


@dataclass(frozen=True)
class Departure:
    """One share's workbook on its way out of the desk; `aside` is this work's private folder."""

    outbox: Path
    aside: Path
    share_id: int
    name: str

    @property
    def folder(self) -> Path:
        """Where the files wait for the commit."""
        return self.aside / f"{PREFIX}{self.share_id}"

    @property
    def waiting(self) -> Path:
        """The workbook before the commit."""
        return self.folder / self.name

    @property
    def file(self) -> Path:
        """The workbook in its place."""
        return self.outbox / self.name

    def begin(self) -> None:
        """Make room aside; raises BadInput when a file of this name is in the outbox already."""
        for path in (self.file, manifest_path(self.file)):
            if path.exists():
                raise BadInput(f"{path.name} is in the outbox already; move it away, then execute again.")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for path in (self.waiting, manifest_path(self.waiting)):
            destroy(path)

    def put_in_place(self) -> None:
        """Move the manifest, then the workbook, which is never there without it.

        Raises DeskError when the outbox refuses them; then neither is in it.
        """
        try:
            self.outbox.mkdir(mode=0o700, exist_ok=True)
            move(manifest_path(self.waiting), manifest_path(self.file))
            move(self.waiting, self.file)
        except OSError as error:
            with suppress(OSError):
                destroy(manifest_path(self.file))
            raise DeskError(
                f"{self.name} could not be put in the outbox ({error.strerror}), so nothing left the desk. "
                "Make room there, then execute the share again."
            ) from error


def has_left(outbox: Path, name: str, sha256: str) -> bool:
    """Tell whether the workbook of this digest stands in the outbox."""
    file = outbox / name
    return file.is_file() and file_sha256(file) == sha256
