"""Where the demo desk lives on this computer, and the making of it, once."""

from pathlib import Path
from shutil import rmtree

from PySide6.QtCore import QStandardPaths

from core.progress import Progress


def demo_folder() -> Path:
    """Return the demo desk's folder, in the person's own data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(place) / "remit" / "demo-desk"


def made_demo_desk(folder: Path, progress: Progress) -> Path:
    """Return the demo desk's folder, made now if it is not there; a half-made one is made again."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    if unfinished.exists():
        _remove(folder)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished.touch()
        _make(folder, progress)
        unfinished.unlink()
    return folder


def _make(folder: Path, progress: Progress) -> None:
    from core.demo.making import make_demo_desk  # noqa: PLC0415  # storage is imported after the window is painted

    make_demo_desk(folder, progress=progress)


def _remove(folder: Path) -> None:
    for place in (folder, folder.with_name(f"{folder.name}-mail"), folder.with_name(f"{folder.name}-outbox")):
        rmtree(place, ignore_errors=True)
