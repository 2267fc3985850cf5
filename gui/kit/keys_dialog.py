"""F1 or ?: the keys of this page and of the whole program."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.kit.dialogs import Dialog
from gui.kit.labels import MEDIUM, PlainLabel, caption
from gui.kit.theme import px
from gui.kit.tokens import CAPTION

WIDTH, BETWEEN = 720, 10


@dataclass(frozen=True)
class KeyLine:
    """Keys and what they do; where they do nothing now, `usable` is false and `why_not` may say more."""

    keys: str
    does: str
    usable: bool = True
    why_not: str = ""


Keys = Sequence[KeyLine]


class KeysDialog(Dialog):
    """Groups of keys, each with what it does; those that do nothing now stand below in grey."""

    def __init__(self, groups: Sequence[tuple[str, Keys]], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Keys"), main=self.tr("Close"), name="keys-dialog", width=WIDTH, parent=parent
        )
        self.cancel.hide()
        self.main.setDefault(True)
        row = QGridLayout()
        row.setHorizontalSpacing(px(32))
        self.fields.addLayout(row)
        for column, (words, keys) in enumerate(groups):
            row.addLayout(self._group(words, keys), 0, column, Qt.AlignmentFlag.AlignTop)
            row.setColumnStretch(column, 1)

    def _group(self, words: str, keys: Keys) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        self._fill(grid, words, [one for one in keys if one.usable])
        self._fill(grid, self.tr("Not now"), [one for one in keys if not one.usable])
        return grid

    def _fill(self, grid: QGridLayout, words: str, keys: Keys) -> None:
        if keys:
            grid.setRowMinimumHeight(grid.rowCount(), px(BETWEEN) if grid.count() else 0)
            grid.addWidget(caption(words), grid.rowCount(), 0, 1, 2)
        for one in keys:
            row, ink = grid.rowCount(), "2" if one.usable else "3"
            name = PlainLabel(one.keys, ink="" if one.usable else "3", weight=MEDIUM)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(one.does, ink=ink, wrap=True), row, 1)
            if one.why_not:
                grid.addWidget(PlainLabel(one.why_not, ink="3", size=CAPTION, wrap=True), row + 1, 1)
