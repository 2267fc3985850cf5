"""How an export's file gets out: written in the desk's private place, logged, then put where it is wanted."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from core.errors import BadInput, DeskError
from core.landing import destroy, move
from core.sheets.manifest import manifest_path

ENDING = ".xlsx"


@dataclass(frozen=True)
class Leaving:
    """A workbook on its way to `file`; until the log has it, it waits in a private folder of this work."""

    file: Path
    aside: Path

    @property
    def waiting(self) -> Path:
        """The workbook before its place."""
        return self.aside / self.file.name

    def begin(self) -> None:
        """Forget an earlier try; raises BadInput for a name or folder that cannot be taken."""
        for path in (self.waiting, manifest_path(self.waiting)):
            destroy(path)
        if problem := file_problem(self.file):
            raise BadInput(problem)
        try:
            TemporaryFile(dir=self.file.parent).close()
        except OSError as error:
            folder = self.file.parent.name or self.file.parent
            raise BadInput(f"Nothing can be written to the folder {folder}: {error.strerror}.") from error

    def put_in_place(self) -> None:
        """Put the manifest, then the workbook, in their place; raises DeskError, and then neither is."""
        try:
            move(manifest_path(self.waiting), manifest_path(self.file))
            move(self.waiting, self.file)
        except OSError as error:
            with suppress(OSError):
                destroy(manifest_path(self.file))
            raise DeskError(
                "The export is logged, but its file found no place; make room there and export again."
            ) from error


def file_problem(path: Path) -> str:
    """Say why an export cannot be written there; empty when it can."""
    if path.suffix.lower() != ENDING or not path.stem.strip():
        return f"The file's name must end in {ENDING}."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent.name or path.parent}; choose one that is there."
    taken = next((one for one in (path, manifest_path(path)) if one.exists()), None)
    return f"{taken.name} is there already; choose another name." if taken else ""
