"""An unexpected mistake, put in words that can be copied without any personal data in them."""

from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from core.mistakes import mistake_report
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.theme import px


def crash_report(error: BaseException) -> str:
    """Return the kind of error and the places it passed: never its message, which may hold a value."""
    return mistake_report(error, f"Qt {qt_version}")


class CrashDialog(Dialog):
    """Says that something went wrong, offers the report to copy, and says where the log file lies."""

    def __init__(self, report: str, log_file: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Something went wrong"),
            self.tr(
                "Remit made a mistake, not you; the last change is either complete or did not happen. The "
                "text below names places in the program and no person, so it is safe to send to whoever "
                "looks after Remit for you."
            ),
            main=self.tr("Copy"),
            name="crash-dialog",
            parent=parent,
        )
        self.cancel.setText(self.tr("Close"))
        self.cancel.setAccessibleName(self.tr("Close"))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setObjectName("crash-report")
        self.report.setAccessibleName(self.tr("Report"))
        self.report.setMinimumHeight(px(160))
        self.fields.addWidget(self.report)
        if log_file is not None:
            self._tell_place(log_file)
        self.main.setFocus()

    @override
    def act(self) -> None:
        """Copy the report and say so; the dialog stays."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.main.setText(self.tr("Copied"))
        self.main.setAccessibleName(self.tr("Copied"))

    def _tell_place(self, log_file: Path) -> None:
        words = self.tr("Remit's log file names nobody either; it is here:")
        self.fields.addWidget(PlainLabel(words, ink="2", wrap=True).follow_width())
        place = PlainLabel(str(log_file), wrap=True, selectable=True).follow_width()
        place.setObjectName("crash-log-file")
        place.setAccessibleName(self.tr("Log file"))
        self.fields.addWidget(place)
