"""Saving one entry with its proof: into which file."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.audit.proof_files import ENDING
from gui.kit.dialogs import Dialog
from gui.kit.file_field import FileField


class ProofDialog(Dialog):
    """Names: `audit-proof-save`, `audit-proof-file`. `chosen(file)` follows."""

    chosen = Signal(str)

    def __init__(self, position: int, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Save the proof of entry {position}",
            "Whoever has the log's key can check with “remitctl check”, without this desk, that the entry is "
            "in the log as written. Values of people stay sealed in it.",
            main="Save",
            name="audit-proof-save",
            parent=parent,
        )
        self.file = FileField(
            "audit-proof", self.tr("Save the proof as"), self.tr("Proofs (*%1)").replace("%1", ENDING),
            save_as=ENDING.removeprefix("."),
        )  # fmt: skip
        self.file.line.setText(str(_free_name(position)))
        self.add(self.tr("File"), self.file, "audit-proof-file-row")
        self.main.setDefault(True)
        self.file.setFocus()

    @override
    def act(self) -> None:
        path = Path(self.file.text()).expanduser()
        if problem := self._problem(path):
            self.say(problem)
            return
        self.chosen.emit(str(path))
        self.accept()

    def _problem(self, path: Path) -> str:
        if not path.name.endswith(ENDING) or path.name == ENDING:
            return self.tr("The file's name must end in %1.").replace("%1", ENDING)
        if not path.parent.is_dir():
            return self.tr("There is no such folder; choose one that is there.")
        return self.tr("That file is there already; choose another name.") if path.exists() else ""


def _free_name(position: int) -> Path:
    """Return a name in the person's own folder for documents that no file has yet."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents and Path(documents).is_dir() else Path.home()
    names = (f"entry-{position}{'' if n == 1 else f'-{n}'}{ENDING}" for n in range(1, 1000))
    return next((folder / one for one in names if not (folder / one).exists()), folder / f"entry{ENDING}")
