"""A file that left the desk: its name, and a click opens the folder where it lies."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget


class FileLink(QPushButton):
    """Names a file of the outbox; a click opens the outbox."""

    def __init__(self, file_name: str, outbox: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(file_name, parent)
        self._outbox = outbox
        self.setObjectName(name)
        self.setProperty("tone", "link")
        self.setStyleSheet("text-align: left; padding: 0; min-height: 18px;")
        where = QCoreApplication.translate("kit", "Show it in the outbox: %1")
        self.setToolTip(where.replace("%1", str(outbox / file_name)))
        self.clicked.connect(self._show)

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._outbox)))
