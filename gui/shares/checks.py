"""A few check boxes by key, in columns."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from gui.kit.theme import px


class Checks(QWidget):
    """Keys with their words, any of them chosen; `changed` follows each choice."""

    changed = Signal()

    def __init__(
        self, choices: Sequence[tuple[str, str]], name: str, columns: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._columns = name, columns
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what is chosen stays chosen where it is still offered."""
        kept = self.checked()
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = {key: self._box(key, words) for key, words in choices}
        for place, box in enumerate(self.boxes.values()):
            self._grid.addWidget(box, place // self._columns, place % self._columns)
        self.check(kept)

    def checked(self) -> tuple[str, ...]:
        """Return the chosen keys, in the order in which they are offered."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def check(self, keys: Collection[str]) -> None:
        """Choose these and no others, without saying so."""
        for key, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(key in keys)

    def _box(self, key: str, words: str) -> QCheckBox:
        box = QCheckBox(words.replace("&", "&&"))
        box.setObjectName(f"{self._name}-{key.replace('_', '-')}")
        box.setAccessibleName(words)
        box.toggled.connect(lambda _checked: self.changed.emit())
        return box
