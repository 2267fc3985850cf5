"""Messages as files: dropped onto the page, or chosen in a dialog."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.requests.words import tr

ENDING = ".eml"


def dropped_mail(data: QMimeData) -> list[Path]:
    """Return the messages in what is dragged: .eml files, and those in a folder."""
    found: list[Path] = []
    for url in data.urls():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.is_dir():
            found += sorted(path.glob(f"*{ENDING}"))
        elif path is not None and path.suffix.lower() == ENDING:
            found.append(path)
    return found


def choose_mail(parent: QWidget, desk: Path, then: Callable[[Sequence[Path]], object]) -> None:
    """Ask for messages and hand them over, beginning where a desk's mail waits: in `DESK-mail` beside it."""
    waits = desk.with_name(f"{desk.name}-mail")
    start = waits if waits.is_dir() else Path.home()
    dialog = QFileDialog(parent, tr("Take in mail"), str(start), tr("E-mail messages (*.eml)"))
    dialog.setObjectName("request-mail-files")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
