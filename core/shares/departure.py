"""How a share's files leave: written aside, logged with the commit, put in their place after it.

A kill before the commit leaves an approved share and at most a hidden folder, which the next execution of
that share clears. A kill after it leaves an executed share whose log entry and hashes stand, and the finished
files in the hidden folder: executing the share again puts them in their place.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, DeskError
from core.landing import file_sha256, sync_folder
from core.sheets.manifest import manifest_path


@dataclass(frozen=True)
class Departure:
    """One share's workbook on its way out of the desk."""

    outbox: Path
    share_id: int
    name: str

    @property
    def folder(self) -> Path:
        """Where the files wait for the commit: hidden, in the outbox, so that the last step is a rename."""
        return self.outbox / f".share-{self.share_id}"

    @property
    def waiting(self) -> Path:
        """The workbook before the commit."""
        return self.folder / self.name

    @property
    def file(self) -> Path:
        """The workbook in its place."""
        return self.outbox / self.name

    def begin(self) -> None:
        """Clear what an earlier try left; raises BadInput when a file of this name is there already."""
        self.forget()
        for path in (self.file, manifest_path(self.file)):
            if path.exists():
                raise BadInput(f"{path.name} is in the outbox already; move it away, then execute again.")

    def end(self, committed: bool) -> None:  # noqa: FBT001 - the signature of `WriteWork.at_end`
        """Put the files in their place once the write is committed, else forget them."""
        if committed:
            self.put_in_place()
        else:
            self.forget()

    def put_in_place(self) -> None:
        """Move the manifest, then the workbook, which is never there without it. Raises DeskError."""
        try:
            for path in (manifest_path(self.waiting), self.waiting):
                if path.exists():
                    path.replace(self.outbox / path.name)
            sync_folder(self.outbox)
            self.folder.rmdir()
        except OSError as error:
            raise DeskError(
                f"The share is executed and logged, but {self.name} could not be put in the outbox; "
                "make room there, then execute it again."
            ) from error

    def forget(self) -> None:
        """Remove what waits."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def stopped_short(self, sha256: str) -> bool:
        """Tell whether the finished workbook of this digest still waits."""
        return not self.file.exists() and self.waiting.exists() and file_sha256(self.waiting) == sha256
