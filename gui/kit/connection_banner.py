"""A banner over the pages while the desk does not answer: when it is tried again, and a way to now."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.kit.actions import Button
from gui.kit.labels import MEDIUM, PlainLabel
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import Tone

SECOND_MS = 1_000


class ConnectionBanner(QFrame):
    """Counts down to the next try; what is typed stays. `try_asked` follows the button."""

    try_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._why = 0, ""
        self.setObjectName("connection-banner")
        self.words = PlainLabel(weight=MEDIUM, wrap=True)
        self.words.setObjectName("connection-words")
        self.button = Button()
        self.button.setText(self.tr("Try now"))
        self.button.setObjectName("connection-try-now")
        self.button.setAccessibleName(self.tr("Try the connection now"))
        self.button.setProperty("tone", "link")
        self.button.clicked.connect(self.try_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(6), px(16), px(6))
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self._tick = QTimer(self, interval=SECOND_MS)
        self._tick.timeout.connect(self._count)
        theme().changed.connect(self._tint)
        self._tint()
        self.hide()

    def show_lost(self, seconds: int, why: str) -> None:
        """Say that the connection is lost and when it is tried again."""
        self._left, self._why = seconds, why
        self._say()
        self._tick.start()
        self.show()

    def show_back(self) -> None:
        """Go: the connection is back."""
        self._tick.stop()
        self.hide()

    def _count(self) -> None:
        self._left = max(self._left - 1, 0)
        self._say()

    def _say(self) -> None:
        again = self.tr("trying again in %n s", "", self._left) if self._left else self.tr("trying again…")
        told = self.tr("Connection lost, %1. What you typed stays.").replace("%1", again)
        self.words.setText(told)
        self.words.setToolTip(self._why)

    def _tint(self) -> None:
        ink, ground = tokens().tone(Tone.WARN)
        self.setStyleSheet(f"QFrame#connection-banner {{ background: {ground}; }}")
        self.words.setStyleSheet(f"color: {ink};")
