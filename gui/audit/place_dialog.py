"""Choosing the folder where checkpoints are kept besides the desk."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.kit.file_field import FileField
from gui.kit.tasks import Tasks


class PlaceDialog(Dialog):
    """Names: `audit-place-choose`, `audit-place-file`, `audit-place-none`. `chosen(folder)`, empty: none.

    The folder is looked for on a thread of its own: one on a network may not answer.
    """

    chosen = Signal(str)

    def __init__(self, tasks: Tasks, place: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(
            "A second place for checkpoints",
            "Each checkpoint is written there too, and those of before. Take a folder that nobody who works "
            "at this desk can change, on another machine say: then a log that was cut short shows.",
            main="Keep them there",
            name="audit-place-choose",
            parent=parent,
        )
        self._tasks = tasks
        self.folder = FileField("audit-place", self.tr("Folder for checkpoints"), folder=True)
        self.folder.line.setText(str(place or ""))
        self.add(self.tr("Folder"), self.folder, "audit-place-file-row")
        self.none = QPushButton(self.tr("Keep them in the desk alone"))
        self.none.setObjectName("audit-place-none")
        self.none.setProperty("tone", "link")
        self.none.setAutoDefault(False)
        self.none.setVisible(place is not None)
        self.none.clicked.connect(self._give_up)
        self.fields.addWidget(self.none)
        self.folder.line.textChanged.connect(lambda _: self._filled())
        self.main.setDefault(True)
        self._filled()

    @override
    def act(self) -> None:
        folder = Path(self.folder.text()).expanduser()
        self.main.setEnabled(False)
        self._tasks.call(folder.is_dir, partial(self._looked, folder), owner=self, quiet=True)

    def _looked(self, folder: Path, there: bool) -> None:  # noqa: FBT001  # what was found
        if there:
            self.chosen.emit(str(folder))
            self.accept()
            return
        self._filled()
        self.say(self.tr("There is no such folder; make it first, or choose another."))

    def _give_up(self) -> None:
        self.chosen.emit("")
        self.accept()

    def _filled(self) -> None:
        self.main.setEnabled(bool(self.folder.text()))
