"""How an export's file gets out: written in the desk's private place, logged, then put where it is wanted."""

from contextlib import suppress
from dataclasses import dataclass
from errno import ENAMETOOLONG
from pathlib import Path
from tempfile import TemporaryFile

from core.errors import BadInput, DeskError
from core.landing import destroy, move
from core.sheets.manifest import manifest_path

ENDING = ".xlsx"
SHOWN = 60
"""Characters of a name that a sentence shows."""


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
        if problem := file_problem(self.file):
            raise BadInput(problem)
        try:
            for path in (self.waiting, manifest_path(self.waiting)):
                destroy(path)
        except OSError as error:
            raise BadInput(_unusable(self.file, error)) from error
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


def wanted_file(typed: str) -> Path:
    """Return the path that was typed, `~` being the person's own folder where there is one."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # "~nobody", where nobody has no home
        return Path(typed)


def file_problem(path: Path) -> str:
    """Say why an export cannot be written there; empty when it can."""
    try:
        return _problem(path)
    except OSError as error:  # as where the disk takes no name of this length
        return _unusable(path, error)


def _unusable(path: Path, error: OSError) -> str:
    """Say which of the names given the disk does not take; a long one is shortened in the sentence."""
    longest = max((*path.parts[-2:], path.name), key=len)
    shown = longest if len(longest) <= SHOWN else f"{longest[: SHOWN - 12]}…{longest[-11:]}"
    if error.errno == ENAMETOOLONG:
        return f"The name {shown} is too long for this disk, {len(longest)} characters; choose a shorter one."
    return f"Nothing can be written to {shown}: {error.strerror}."


def _problem(path: Path) -> str:
    if path.suffix.lower() != ENDING or not path.stem.strip():
        return f"The file's name must end in {ENDING}."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent.name or path.parent}; choose one that is there."
    taken = next((one for one in (path, manifest_path(path)) if one.exists()), None)
    return f"{taken.name} is there already; choose another name." if taken else ""
