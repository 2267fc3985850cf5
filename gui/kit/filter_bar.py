"""Chips above a table: one filter at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from gui.kit.actions import Button
from gui.kit.theme import px


@dataclass(frozen=True)
class Filter:
    """One chip; `key` is what the page's query is given."""

    key: str
    label: str


class FilterBar(QWidget):
    """Exclusive chips, walked with the arrow keys. `chosen(key)` follows the person's choice."""

    chosen = Signal(str)

    def __init__(self, filters: Sequence[Filter], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}-filters")
        self._filters = tuple(filters)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for at, one in enumerate(self._filters):
            row.addWidget(self._chip(at, one, name))
        row.addStretch(1)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._filters[at].key))

    @property
    def current(self) -> str:
        """The key of the chosen chip; empty when there are none."""
        at = self._group.checkedId()
        return self._filters[at].key if at >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose a chip without saying so."""
        for at, one in enumerate(self._filters):
            if one.key == key:
                self._group.button(at).setChecked(True)

    def label(self, key: str, text: str) -> None:
        """Give a chip another word (with a count, say)."""
        for at, one in enumerate(self._filters):
            if one.key == key:
                self._group.button(at).setText(text.replace("&", "&&"))

    def _chip(self, at: int, one: Filter, name: str) -> QPushButton:
        chip = Button(one.label)
        chip.setObjectName(f"{name}-filter-{one.key.replace('_', '-')}" if one.key else f"{name}-filter-all")
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.setChecked(at == 0)
        chip.setAutoDefault(False)
        self._group.addButton(chip, at)
        return chip
