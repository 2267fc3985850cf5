"""Cards of the Overview: one figure with its caption, and the list of what is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.kit.dates import day_month
from gui.kit.labels import SEMIBOLD, ElidedLabel, PlainLabel, divider, heading
from gui.kit.theme import px
from gui.kit.tokens import CAPTION, FIGURE

BESIDE, RING = 8, 2
"""Pixels that a row reaches beyond its words at each side, and how many of them its focus ring takes."""


class ClickCard(QFrame):
    """A surface that leads somewhere, by mouse, Enter or Space."""

    def __init__(
        self, name: str, go: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.go = go
        self.setProperty("row", True)
        if go is not None:
            self.setProperty("clickable", True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.go is not None and self.rect().contains(event.position().toPoint()):
            self.go()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.go is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.go()
        else:
            super().keyPressEvent(event)


class FigureCard(ClickCard):
    """A caption, a figure, and one line about it."""

    def __init__(
        self, name: str, words: str, go: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, go, parent)
        self.setProperty("card", True)
        self.setProperty("row", False)
        self._words = words
        self.figure = PlainLabel("…", size=FIGURE, weight=SEMIBOLD)
        self.figure.setObjectName(f"{name}-figure")
        self.note = ElidedLabel(" ", ink="2")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(12))
        column.setSpacing(px(2))
        for part in (ElidedLabel(words.upper(), ink="3", size=CAPTION), self.figure, self.note):
            column.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: int | str, note: str, ink: str = "2") -> None:
        """Show a figure; `ink` colours the line below (the words must say it too)."""
        self.figure.setText(figure if isinstance(figure, str) else QLocale().toString(figure))
        self.note.setText(note)
        self.note.set_ink(ink)
        self.setAccessibleName(f"{self._words}: {self.figure.text()}. {note}")


@dataclass(frozen=True)
class Due:
    """One thing that is due, where it leads, and whether it is late."""

    words: str
    reference: str
    day: date
    go: Callable[[], object] | None = None
    late: bool = False


class DueList(QFrame):
    """What is due next, the nearest first."""

    def __init__(self, name: str, words: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", True)
        self._empty = empty
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16 - BESIDE), px(14), px(16 - BESIDE), px(14))
        column.setSpacing(0)
        column.addWidget(_beside(heading(words)))
        column.addSpacing(px(8))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)

    def show_due(self, items: Sequence[Due]) -> None:
        """Show these, in this order."""
        while (old := self._rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        if not items:
            self._rows.addWidget(_beside(divider()))
            self._rows.addSpacing(px(12))
            self._rows.addWidget(_beside(PlainLabel(self._empty, ink="2", wrap=True)))
        for at, one in enumerate(items):
            self._rows.addWidget(_beside(divider()))
            self._rows.addWidget(self._row(one, f"{self.objectName()}-{at + 1}"))

    def _row(self, one: Due, name: str) -> QWidget:
        row = ClickCard(name, one.go)
        row.setAccessibleName(f"{one.words}, {one.reference}")
        line = QHBoxLayout(row)
        line.setContentsMargins(px(BESIDE) - RING, px(9), px(BESIDE) - RING, px(9))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(ElidedLabel(one.words))
        words.addWidget(ElidedLabel(one.reference, ink="3", size=CAPTION))
        line.addLayout(words, 1)
        day = day_month(one.day)
        late = self.tr("%1, late").replace("%1", day)
        line.addWidget(PlainLabel(late if one.late else day, ink="bad" if one.late else "2"))
        return row


def _beside(one: QWidget) -> QWidget:
    """Begin what is no row where a row's words begin: its focus ring stands off them."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(px(BESIDE), 0, px(BESIDE), 0)
    line.addWidget(one)
    return holder
