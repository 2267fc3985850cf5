"""Asking why a private message is to be read; the answer is kept (C23)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from core.errors import DeskError
from core.postings.rules import checked_opening_reason
from gui.kit.dialogs import Dialog
from gui.postings.words import tr


class OpeningDialog(Dialog):
    """`told(reason)` follows once there is one."""

    told = Signal(str)

    def __init__(self, message_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Open message %1").replace("%1", str(message_id)),
            tr("It opens to you alone, for half an hour. The log keeps that you read it, and why."),
            main=tr("Open"),
            name="message-opening",
            parent=parent,
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("For example: reported by its recipient"))
        self.add(tr("Why it must be read"), self.reason, "message-opening-reason")
        self.main.setDefault(True)
        self.reason.setFocus()

    @override
    def act(self) -> None:
        try:
            reason = checked_opening_reason(self.reason.text())
        except DeskError as error:
            self.say(error.sentence)
            self.reason.setFocus()
            return
        self.told.emit(reason)
        self.accept()
