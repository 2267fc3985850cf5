"""An unexpected mistake, put in words that can be copied without any personal data in them."""

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from core.mistakes import mistake_report
from gui.kit.dialogs import Dialog
from gui.kit.theme import px


def crash_report(error: BaseException) -> str:
    """Return the kind of error and the places it passed: never its message, which may hold a value."""
    return mistake_report(error, f"Qt {qt_version}")


class CrashDialog(Dialog):
    """Says that something went wrong, and offers the report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Something went wrong"),
            self.tr(
                "Remit made a mistake. Nothing was half saved: the last change is either complete or did not "
                "happen. The text below names places in the program and no person; send it to whoever looks "
                "after Remit for you."
            ),
            main=self.tr("Copy and close"),
            name="crash-dialog",
            parent=parent,
        )
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setObjectName("crash-report")
        self.report.setAccessibleName(self.tr("Report"))
        self.report.setMinimumHeight(px(160))
        self.fields.addWidget(self.report)
        self.accepted.connect(self._copy)

    def _copy(self) -> None:
        self.report.selectAll()
        self.report.copy()
