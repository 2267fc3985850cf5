"""F1 or ?: the keys of this page and of the whole program."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.kit.dialogs import Dialog
from gui.kit.labels import MEDIUM, PlainLabel, caption
from gui.kit.theme import px

Keys = Sequence[tuple[str, str]]


class KeysDialog(Dialog):
    """Groups of keys, each with what it does."""

    def __init__(self, groups: Sequence[tuple[str, Keys]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keys"), main=self.tr("Close"), name="keys-dialog", width=640, parent=parent)
        self.cancel.hide()
        self.main.setDefault(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(32))
        self.fields.addLayout(grid)
        for column, (words, keys) in enumerate(groups):
            grid.addLayout(self._group(words, keys), 0, column, Qt.AlignmentFlag.AlignTop)

    def _group(self, words: str, keys: Keys) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.addWidget(caption(words), 0, 0, 1, 2)
        for row, (key, does) in enumerate(keys, start=1):
            grid.addWidget(PlainLabel(key, weight=MEDIUM), row, 0)
            grid.addWidget(PlainLabel(does, ink="2"), row, 1)
        grid.setColumnStretch(1, 1)
        return grid
