"""A sentence at the foot of the window that says what was done, with Undo where it can be taken back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from core.changes import Changes
from gui.kit.actions import Button, IconButton
from gui.kit.icons import pixmap
from gui.kit.labels import MEDIUM, PlainLabel
from gui.kit.tasks import Tasks
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import Tone

SHOWN_MS, ABOVE_FOOT = 8_000, 84
ICONS = {
    Tone.GOOD: "circle-check", Tone.INFO: "info", Tone.WARN: "triangle-alert", Tone.BAD: "circle-alert",
    Tone.NEUTRAL: "info",
}  # fmt: skip


class Notices(QFrame):
    """One notice at a time, over the foot of its parent; it leaves by itself, or by Esc on its button."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._over = tasks, parent
        self._act: Callable[[], object] | None = None
        self._tone = Tone.GOOD
        self.setObjectName("notice")
        self.setProperty("card", True)
        self._sign = QLabel()
        self.words = PlainLabel(weight=MEDIUM, wrap=False)
        self.words.setObjectName("notice-words")
        self.button = Button()
        self.button.setObjectName("notice-action")
        self.button.setProperty("tone", "link")
        self.button.clicked.connect(self._acted)
        close = IconButton("x", self.tr("Close the notice"), "notice-close", self)
        close.clicked.connect(self.hide)
        self._lay(close)
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        tasks.changes.changed.connect(self.say_changes)
        tasks.refused.connect(self.say_refused)
        theme().changed.connect(self._tint)
        self.hide()

    def say(
        self, sentence: str, tone: Tone = Tone.GOOD, action: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence, with a button when `action` names one."""
        self._act, self._tone = run, tone
        self.words.setText(sentence)
        self.words.setWordWrap(False)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._tint()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.words, sentence))

    def say_refused(self, sentence: str) -> None:
        """Show why something was not done."""
        self.say(sentence, Tone.BAD)

    def say_changes(self, changes: Changes) -> None:
        """Show what a write did, with Undo where it has one."""
        if not changes.sentence:
            return
        if changes.undo is None:
            self.say(changes.sentence)
        else:
            self.say(changes.sentence, Tone.GOOD, self.tr("Undo"), lambda: self._tasks.undo(changes))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _acted(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _lay(self, close: QWidget) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(6), px(6), px(6))
        row.setSpacing(px(10))
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(close)

    def _tint(self) -> None:
        ink = tokens().tone(self._tone)[0]
        self._sign.setPixmap(pixmap(ICONS[self._tone], ink, px(18), self.devicePixelRatioF()))

    def _place(self) -> None:
        room = self._over.width() - px(48)
        self.words.setWordWrap(self._row.sizeHint().width() > room)
        wanted = self._row.sizeHint()
        width = min(wanted.width() + px(8), room)
        height = max(self._row.totalHeightForWidth(width), wanted.height())
        self.setGeometry(
            (self._over.width() - width) // 2, self._over.height() - height - px(ABOVE_FOOT), width, height
        )
