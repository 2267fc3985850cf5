"""A note with a step: why it is rejected, withdrawn or revoked, or how it went."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.shares.columns import tr


class NoteDialog(Dialog):
    """Asks for a note; `noted(text)` follows. With `needed` it may not be empty."""

    noted = Signal(str)

    def __init__(  # noqa: PLR0913 - each is a named choice of the caller
        self,
        title: str,
        explanation: str,
        *,
        main: str,
        name: str,
        needed: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, main=main, name=name, danger=danger, parent=parent)
        self._needed = needed
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.add(tr("Reason") if needed else tr("Note (may stay empty)"), self.note, f"{name}-note")
        self.main.setDefault(True)
        self.note.setFocus()

    @override
    def act(self) -> None:
        if self._needed and not self.note.text().strip():
            self.say(tr("Say why; the proposer reads this."), self.note)
            return
        self.noted.emit(self.note.text().strip())
        self.accept()
