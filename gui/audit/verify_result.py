"""What verification found, above the list: it stays until the next one."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.audit.verification import LogCheck
from gui.kit.detail import NoticeStrip
from gui.kit.theme import px
from gui.kit.tokens import Tone


class VerifyResult(QWidget):
    """One strip; when an entry is not as written, a button that goes to it."""

    def __init__(self, go: Callable[[int], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("audit-verify-result")
        self._go, self._bad = go, 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.strip: NoticeStrip | None = None
        self.step = QPushButton()
        self.step.setObjectName("audit-verify-show")
        self.step.setProperty("tone", "link")
        self.step.setStyleSheet("min-height: 0; padding: 0;")
        self.step.setFixedHeight(px(18))
        self.step.clicked.connect(lambda: self._go(self._bad))
        self.hide()

    def show_words(self, tone: Tone, words: str) -> None:
        """Show one sentence."""
        if self.strip is not None:
            self.step.setParent(None)
            self.strip.deleteLater()
        self.strip = NoticeStrip(tone, words, "audit-verify-strip")
        self._row.addWidget(self.strip)
        self.setAccessibleName(words)
        self.show()

    def show_found(self, found: LogCheck) -> None:
        """Show what was found, exact about numbers."""
        self.show_words(Tone.GOOD if found.ok else Tone.BAD, found.sentence)
        layout = self.strip.layout() if self.strip else None
        if found.first_bad is not None and layout is not None:
            self._bad = found.first_bad
            self.step.setText(self.tr("Show entry %1").replace("%1", str(found.first_bad)))
            layout.addWidget(self.step)
            self.step.show()
