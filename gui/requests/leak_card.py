"""One finding of another person's data: where it stands, what it is, and how it is settled (C22)."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.requests.case_shapes import LeakRow
from gui.kit.columns import Badge
from gui.kit.detail import BadgePill
from gui.kit.labels import PlainLabel
from gui.kit.text_body import Span, TextBody
from gui.kit.theme import px
from gui.kit.tokens import CAPTION, Tone
from gui.requests.words import tr

LONGEST = 240


class LeakCard(QFrame):
    """`mask_asked(id)` and `release_asked(id)` follow the person's choice."""

    mask_asked = Signal(int)
    release_asked = Signal(int)

    def __init__(
        self, leak: LeakRow, *, may_mask: bool, may_release: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.leak = leak
        self.setObjectName(f"leak-{leak.id}")
        self.setProperty("card", True)
        self.setAccessibleName(f"{leak.kind}, {leak.sheet}, {leak.line}")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(6))
        column.addLayout(self._head())
        column.addWidget(self._snippet())
        column.addLayout(self._foot(may_mask=may_mask, may_release=may_release))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        place = f"{self.leak.sheet} · {tr('line %1').replace('%1', str(self.leak.line))} · {self.leak.column}"
        row.addWidget(PlainLabel(place, ink="3", size=CAPTION, wrap=True), 1)
        row.addWidget(BadgePill(_outcome(self.leak)), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _snippet(self) -> TextBody:
        text = self.leak.text[:LONGEST] + ("…" if len(self.leak.text) > LONGEST else "")
        whole = f"{self.leak.before}{text}{self.leak.after}"
        start = len(self.leak.before)
        return TextBody(whole, [Span(start, start + len(text), self.leak.kind)], self.leak.kind)

    def _foot(self, *, may_mask: bool, may_release: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(PlainLabel(self.leak.reason or self.leak.kind, ink="2", size=CAPTION, wrap=True), 1)
        if may_mask and self.leak.settled != "masked":
            row.addWidget(self._button(tr("Mask"), "mask", self.mask_asked))
        if may_release and self.leak.settled != "released":
            row.addWidget(self._button(tr("Give…"), "release", self.release_asked))
        return row

    def _button(self, words: str, name: str, asked: SignalInstance) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"leak-{name}-{self.leak.id}")
        button.setAccessibleName(f"{words} {self.leak.kind}")
        button.setProperty("tone", "link")
        button.clicked.connect(lambda: asked.emit(self.leak.id))
        return button


def _outcome(leak: LeakRow) -> Badge:
    if leak.settled == "masked":
        return Badge(Tone.GOOD, tr("Masked"))
    if leak.settled == "released":
        return Badge(Tone.NEUTRAL, tr("Given"))
    return Badge(Tone.WARN, tr("To settle"))
