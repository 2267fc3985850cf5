"""The recovery key on the screen, once: to be copied or printed and put away."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.kit.actions import Button
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.tokens import CAPTION, TITLE


class RecoveryKeyDialog(Dialog):
    """Names: `recovery-key`, `recovery-key-code`, `recovery-key-main` (copies), `recovery-key-print`."""

    def __init__(self, code: str, parent: QWidget) -> None:
        super().__init__(
            "The desk's recovery key",
            "It is shown this once. Keep it on paper, away from this computer: whoever has it and the desk's "
            "folder or server opens the desk. It gives an admin a new passphrase when every admin's is lost.",
            main="Copy",
            name="recovery-key",
            parent=parent,
        )
        self._code, half = code, len(code) // 2
        self.code = PlainLabel(f"{code[:half]}\n{code[half + 1 :]}", size=TITLE, selectable=True)
        self.add(self.tr("Recovery key"), self.code, "recovery-key-code")
        note = self.tr("Each group ends in a check character, so that a slip is found when it is typed.")
        self.fields.addWidget(PlainLabel(note, ink="3", size=CAPTION, wrap=True))
        self.print = Button(self.tr("Print…"))
        self.print.setObjectName("recovery-key-print")
        self.print.setAccessibleName(self.tr("Print the recovery key"))
        self.print.setProperty("tone", "secondary")
        self.print.clicked.connect(self._print)
        self.fields.addWidget(self.print)
        self.cancel.setText(self.tr("I have put it away"))
        self.cancel.setAccessibleName(self.tr("Close; I have put it away"))
        self.main.setDefault(True)
        self.main.setFocus()  # Enter must not close what is shown once

    @override
    def act(self) -> None:
        """Copy the key and say so; the dialog stays."""
        QGuiApplication.clipboard().setText(self._code)
        self.main.setText(self.tr("Copied"))
        self.main.setAccessibleName(self.tr("Copied"))

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  # pages load on a thread, where no part of Qt may be imported

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: _paper(self._code).print_(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def _paper(code: str) -> QTextDocument:
    paper = QTextDocument()
    paper.setPlainText(f"Remit: recovery key of a desk\n\n{code}\n\nIt works once. Keep it locked away.")
    return paper
