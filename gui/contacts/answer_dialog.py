"""Writing an answer: where it goes is said, and what was written is never lost."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from core.contacts.queries import ContactDetail
from core.errors import DeskError
from gui.contacts.templates import TEMPLATES
from gui.kit.choice_box import ChoiceBox
from gui.kit.dialogs import Dialog
from gui.kit.theme import px

WIDTH, HEIGHT = 620, 220


class AnswerDialog(Dialog):
    """`answered(text)` asks for the answer to be sent; it stays open until `accept`, or `refuse` says why."""

    answered = Signal(str)

    def __init__(self, contact: ContactDetail, draft: str = "", parent: QWidget | None = None) -> None:
        goes = self.tr("Goes to %1, the address given with this record.").replace("%1", contact.address)
        limit = self.tr("It may be used to answer, and for nothing else (C16).")
        super().__init__(
            self.tr("Answer contact %1").replace("%1", str(contact.id)), f"{goes} {limit}",
            main=self.tr("Answer"), name="contact-answer-dialog", width=WIDTH, parent=parent,
        )  # fmt: skip
        choices = [("", self.tr("Nothing prepared")), *((one.key, one.name) for one in TEMPLATES)]
        self.start = ChoiceBox("contact-answer-start", self.tr("Begin with"), choices)
        self.start.chosen.connect(self._begin_with)
        self.text = QPlainTextEdit(draft)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(HEIGHT))
        self.add(self.tr("Begin with"), self.start, "contact-answer-start")
        self.add(self.tr("Answer"), self.text, "contact-answer-text")
        self.text.textChanged.connect(self._check)
        self._check()
        self.text.setFocus()

    @property
    def draft(self) -> str:
        """What is written so far."""
        return self.text.toPlainText()

    @override
    def act(self) -> None:
        if self.draft.strip():
            self.say("")
            self.main.setEnabled(False)
            self.answered.emit(self.draft)

    def refuse(self, error: DeskError) -> None:
        """Say why it was not sent; the text stays."""
        self.say(error.sentence)
        self._check()

    def _check(self) -> None:
        self.main.setEnabled(bool(self.draft.strip()))

    def _begin_with(self, key: str) -> None:
        words = next((one.text for one in TEMPLATES if one.key == key), "")
        cursor = self.text.textCursor()
        cursor.insertText(f"\n{words}" if self.draft and not self.draft.endswith("\n") else words)
        self.text.setFocus()
