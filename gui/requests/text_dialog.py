"""Asking for a reason in the person's own words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.kit.theme import px
from gui.requests.words import tr

HEIGHT = 88


class TextDialog(Dialog):
    """`given(text)` follows; an empty text is asked for again."""

    given = Signal(str)

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        explanation: str,
        label: str,
        *,
        main: str,
        name: str,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, main=main, name=name, danger=danger, parent=parent)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(px(HEIGHT))
        self.add(label, self.text, f"{name}-text")
        self.text.setFocus()

    @override
    def act(self) -> None:
        words = self.text.toPlainText().strip()
        if not words:
            self.say(tr("Write a few words; they are kept with the request."), self.text)
            return
        self.given.emit(words)
        self.accept()
