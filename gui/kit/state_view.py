"""The three designed states of a list: empty, loading, failed; each an icon, a sentence, and a step."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.kit.actions import Button
from gui.kit.icons import pixmap
from gui.kit.labels import SEMIBOLD, PlainLabel
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import HEADING

WORDS_WIDTH, SIGN = 380, 32


class StateView(QWidget):
    """Fills the place of a table. `show_state` says everything at once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = "inbox"
        self._run: Callable[[], object] | None = None
        self._sign = QLabel()
        self.headline = PlainLabel(size=HEADING, weight=SEMIBOLD)
        self.words = PlainLabel(ink="2", wrap=True)
        self.step = Button()
        self.step.setObjectName(f"{name}-step")
        self.step.clicked.connect(self._go)
        self._lay()
        theme().changed.connect(self._tint)

    def show_state(
        self, icon: str, headline: str, words: str, step: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Show a state; `step` names the button that helps, `run` is what it does."""
        self._icon, self._run = icon, run
        self.headline.setText(headline)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        # Centred in its layout it would get one line only.
        self.words.setFixedHeight(max(0, self.words.heightForWidth(px(WORDS_WIDTH))))
        self.step.setText(step)
        self.step.setVisible(bool(step))
        self._tint()

    def _go(self) -> None:
        if self._run is not None:
            self._run()

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(px(8))
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.words.setAlignment(middle)
        self.words.setFixedWidth(px(WORDS_WIDTH))
        for part in (self._sign, self.headline, self.words):
            column.addWidget(part, 0, middle)
        column.addSpacing(px(8))
        column.addWidget(self.step, 0, middle)
        column.addStretch(3)

    def _tint(self) -> None:
        self._sign.setPixmap(pixmap(self._icon, tokens().text_3, px(SIGN), self.devicePixelRatioF()))
