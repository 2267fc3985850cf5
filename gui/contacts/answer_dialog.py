"""Writing an answer: where it goes is said, and what was written is never lost."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from core.contacts.queries import ContactDetail
from core.errors import DeskError
from gui.contacts.templates import TEMPLATES
from gui.kit.actions import Button
from gui.kit.choice_box import ChoiceBox
from gui.kit.dates import clock_time
from gui.kit.dialogs import Dialog
from gui.kit.drafts import Draft
from gui.kit.labels import PlainLabel
from gui.kit.theme import px

WIDTH, HEIGHT = 620, 220


class AnswerDialog(Dialog):
    """`answered(text)` asks for the answer to be sent; it stays open until `accept`, or `refuse` says why."""

    answered = Signal(str)

    def __init__(
        self, contact: ContactDetail, draft: Draft | None = None, parent: QWidget | None = None
    ) -> None:
        goes = self.tr("Goes to %1, the address given with this record.").replace("%1", contact.address)
        limit = self.tr("It may be used to answer, and for nothing else (C16).")
        super().__init__(
            self.tr("Answer contact %1").replace("%1", str(contact.id)), f"{goes} {limit}",
            main=self.tr("Answer"), name="contact-answer-dialog", width=WIDTH, parent=parent,
        )  # fmt: skip
        choices = [("", self.tr("Nothing prepared")), *((one.key, one.name) for one in TEMPLATES)]
        self.start = ChoiceBox("contact-answer-start", self.tr("Begin with"), choices)
        self.start.chosen.connect(self._begin_with)
        self.text = QPlainTextEdit(draft.text if draft else "")
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(HEIGHT))
        self.add(self.tr("Begin with"), self.start, "contact-answer-start")
        self.add(self.tr("Answer"), self.text, "contact-answer-text")
        if draft is not None:
            self._tell_of(draft)
        self.text.textChanged.connect(self._check)
        self._check()
        self.text.setFocus()

    @property
    def written(self) -> str:
        """What is written so far."""
        return self.text.toPlainText()

    @override
    def act(self) -> None:
        if self.written.strip():
            self.say("")
            self.main.setEnabled(False)
            self.answered.emit(self.written)

    def refuse(self, error: DeskError) -> None:
        """Say why it was not sent; the text stays."""
        self.say(error.sentence)
        self._check()

    def _tell_of(self, draft: Draft) -> None:
        """Say above the text that it was begun before, and let it be begun anew."""
        self._kept = QWidget()
        words = PlainLabel(self.tr("Draft kept from %1").replace("%1", clock_time(draft.left_at)), ink="warn")
        words.setObjectName("contact-answer-draft")
        anew = Button(self.tr("Start anew"))
        anew.setObjectName("contact-answer-anew")
        anew.setProperty("tone", "link")
        anew.setAutoDefault(False)
        anew.clicked.connect(self._start_anew)
        row = QHBoxLayout(self._kept)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words)
        row.addWidget(anew)
        row.addStretch(1)
        self.fields.insertWidget(self.fields.indexOf(self.text), self._kept)

    def _start_anew(self) -> None:
        whole = self.text.textCursor()
        whole.select(QTextCursor.SelectionType.Document)
        whole.removeSelectedText()  # Ctrl+Z brings it back, which a mere clear() would not allow
        self._kept.hide()
        self.text.setFocus()

    def _check(self) -> None:
        self.main.setEnabled(bool(self.written.strip()))

    def _begin_with(self, key: str) -> None:
        words = next((one.text for one in TEMPLATES if one.key == key), "")
        cursor = self.text.textCursor()
        cursor.insertText(f"\n{words}" if self.written and not self.written.endswith("\n") else words)
        self.text.setFocus()
