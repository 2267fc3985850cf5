"""Three facts about who wrote, graded apart: the name, the address, the sender (C25)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from core.requests.case_shapes import Case
from gui.kit.columns import Badge
from gui.kit.icons import pixmap
from gui.kit.labels import MEDIUM, ElidedLabel, PlainLabel
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import CAPTION, Tone
from gui.requests.words import grade_badge, tr

BESIDE = 360
"""Pixels that the three need side by side for their longest usual words."""
SIGNS = {Tone.GOOD: "circle-check", Tone.WARN: "triangle-alert", Tone.BAD: "circle-x"}


class FactCard(QFrame):
    """One fact: what it is about, an icon and a word for how it stands, and a line of what was compared."""

    def __init__(
        self, name: str, caption: str, verdict: Badge, more: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{caption}: {verdict.word}")
        self.verdict = verdict
        self._sign = QLabel()
        self._word = PlainLabel(verdict.word, weight=MEDIUM, wrap=True)
        self._lay(PlainLabel(caption.upper(), ink="3", size=CAPTION), more)
        theme().changed.connect(self._tint)
        self._tint()

    def _lay(self, caption: PlainLabel, more: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 1)
        column.addWidget(caption)
        column.addLayout(row)
        if more:
            column.addWidget(ElidedLabel(more, ink="2", size=CAPTION))
        column.addStretch(1)

    def _tint(self) -> None:
        ink, ground = tokens().tone(self.verdict.tone)
        self._sign.setPixmap(pixmap(SIGNS[self.verdict.tone], ink, px(16), self.devicePixelRatioF()))
        self._word.setStyleSheet(f"color: {ink};")
        self.setStyleSheet(f"QFrame#{self.objectName()} {{ background: {ground}; border-radius: 6px; }}")


class FactRow(QWidget):
    """The three facts, side by side where there is room; none of them stands for another."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        for card in (
            FactCard("fact-name", tr("Name"), grade_badge(case.name_match), case.from_name),
            FactCard("fact-address", tr("Address"), grade_badge(case.address_match), case.from_address),
            FactCard("fact-sender", tr("Sender"), *_sender(case)),
        ):
            self._row.addWidget(card, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below one another where a word would be cut off side by side."""
        super().resizeEvent(event)
        beside = self.width() >= px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._row.direction():
            self._row.setDirection(way)


def _sender(case: Case) -> tuple[Badge, str]:
    if case.confirmed_by:
        return Badge(Tone.GOOD, tr("Confirmed")), tr("by %1").replace("%1", case.confirmed_by)
    return Badge(Tone.WARN, tr("Not proven")), tr("to be confirmed")
