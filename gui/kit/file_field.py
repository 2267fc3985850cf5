"""A file's name with a button to look for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class FileField(QWidget):
    """Names: `name-row`, `name-file`, `name-browse`. `chosen()` follows a file found with the button."""

    chosen = Signal()

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        name: str,
        title: str,
        pattern: str = "",
        *,
        save_as: str = "",
        folder: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field for a file that is there, for one to be written (`save_as` ends it), or a folder."""
        super().__init__(parent)
        self.setObjectName(f"{name}-file-row")
        self._title, self._pattern, self._suffix, self._folder = title, pattern, save_as, folder
        self.line = QLineEdit()
        self.line.setObjectName(f"{name}-file")
        self.line.setAccessibleName(self.tr("Folder") if folder else self.tr("File"))
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.setObjectName(f"{name}-browse")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._look)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)

    def text(self) -> str:
        """Return the name as typed, trimmed."""
        return self.line.text().strip()

    def _look(self) -> None:
        chooser = QFileDialog(self, self._title, self.text(), self._pattern)
        if self._folder:
            chooser.setFileMode(QFileDialog.FileMode.Directory)
            chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        elif self._suffix:
            chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            chooser.setDefaultSuffix(self._suffix)
        else:
            chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._found)
        chooser.open()

    def _found(self, name: str) -> None:
        self.line.setText(name)
        self.chosen.emit()
