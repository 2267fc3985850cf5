"""How an export's file gets out: written aside, logged with the commit, put in its place after it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from core.errors import BadInput, DeskError
from core.landing import sync_folder
from core.sheets.manifest import manifest_path

ENDING = ".xlsx"


@dataclass(frozen=True)
class Leaving:
    """A workbook on its way to `file`; until the log has it, it waits in a hidden folder beside it."""

    file: Path
    folder: Path

    @property
    def waiting(self) -> Path:
        """The workbook before its place."""
        return self.folder / self.file.name

    def end(self, committed: bool) -> None:  # noqa: FBT001  # the signature of `WriteWork.at_end`
        """Put the files in their place once the log has them, else forget them."""
        if committed:
            self._put_in_place()
        self.forget()

    def forget(self) -> None:
        """Remove what waits."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _put_in_place(self) -> None:
        try:
            for path in (manifest_path(self.waiting), self.waiting):
                path.replace(self.file.parent / path.name)
        except OSError as error:
            self.forget()
            raise DeskError(
                "The export is logged, but its file found no place; make room there and export again."
            ) from error
        sync_folder(self.file.parent)


def prepare(path: Path) -> Leaving:
    """Make the hidden folder beside the file; raises BadInput for a name or folder that cannot be taken."""
    if problem := file_problem(path):
        raise BadInput(problem)
    try:
        return Leaving(path, Path(mkdtemp(prefix=".remit-export-", dir=path.parent)))
    except OSError as error:
        raise BadInput(
            f"Nothing can be written to the folder {path.parent.name or path.parent}: {error.strerror}."
        ) from error


def file_problem(path: Path) -> str:
    """Say why an export cannot be written there; empty when it can."""
    if path.suffix.lower() != ENDING or not path.stem.strip():
        return f"The file's name must end in {ENDING}."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent.name or path.parent}; choose one that is there."
    taken = next((one for one in (path, manifest_path(path)) if one.exists()), None)
    return f"{taken.name} is there already; choose another name." if taken else ""
