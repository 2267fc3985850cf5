"""A drop-down beside the search field: which of many kinds to show."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.kit.page import Page
from gui.kit.theme import px, theme
from gui.kit.tokens import CONTROL

NARROWEST, WIDEST, AROUND = 116, 220, 58
"""Pixels; the last is the arrow and the room beside the words."""


class ChoiceBox(QComboBox):
    """Keys with their words; `chosen(key)` follows the person's choice, never a program's."""

    chosen = Signal(str)

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.setFixedHeight(px(CONTROL))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumWidth(px(NARROWEST))
        self.setMaximumWidth(px(WIDEST))
        self.fill(choices)
        self.activated.connect(lambda at: self.chosen.emit(str(self.itemData(at))))

    @property
    def key(self) -> str:
        """The chosen key; empty when nothing is there to choose."""
        return str(self.currentData() or "")

    def fill(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what is chosen stays chosen where it is still offered."""
        kept = self.key
        with QSignalBlocker(self):
            self.clear()
            for key, words in choices:
                self.addItem(words, key)
        self.choose(kept)
        self._fit()

    def choose(self, key: str) -> None:
        """Choose without saying so; a key that is not offered chooses the first."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(key), 0))

    def _fit(self) -> None:
        """Be wide enough for the words that stand for all of them, which are the first."""
        words = theme().metrics().horizontalAdvance(self.itemText(0))
        self.setMinimumWidth(min(max(px(NARROWEST), words + px(AROUND)), px(WIDEST)))


def add_choice_box(page: Page, box: ChoiceBox) -> ChoiceBox:
    """Put a drop-down into a page's header, right after its search field."""
    row = page.header.row
    at = row.indexOf(page.search) + 1 if page.search is not None else row.count()
    row.insertWidget(at, box)
    return box
