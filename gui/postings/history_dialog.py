"""What one author has sent here, newest first, and what became of it."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QWidget

from core.postings.queries import PostingRow
from gui.kit.dates import short_date
from gui.kit.detail import BadgePill
from gui.kit.dialogs import Dialog
from gui.kit.labels import ElidedLabel, PlainLabel
from gui.kit.numbers import grouped
from gui.kit.theme import px
from gui.postings.words import state_badge, tr

WIDTH, HEIGHT, ROW = 640, 360, 36


class HistoryDialog(Dialog):
    """Lists the author's postings; `chosen(id)` when one of them is to be shown."""

    chosen = Signal(int)

    def __init__(self, rows: Sequence[PostingRow], parent: QWidget | None = None) -> None:
        author = rows[0].author if rows else ""
        super().__init__(
            tr("History of %1").replace("%1", author),
            _summary(rows),
            main=tr("Close"),
            name="author-history",
            width=WIDTH,
            parent=parent,
        )
        self.cancel.hide()
        self.main.setDefault(True)
        self.fields.addWidget(self._scrolled(rows))

    def _scrolled(self, rows: Sequence[PostingRow]) -> QScrollArea:
        body = QWidget()
        body.setObjectName("scroll-body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(12))
        grid.setColumnStretch(3, 1)
        for at, row in enumerate(rows):
            grid.addWidget(self._number(row), at, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(short_date(row.received_at), ink="3"), at, 1)
            grid.addWidget(BadgePill(state_badge(row.state)), at, 2, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(ElidedLabel(row.title), at, 3)
        grid.setRowStretch(len(rows), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(min(px(HEIGHT), px(ROW) * len(rows)))
        area.setWidget(body)
        return area

    def _number(self, row: PostingRow) -> QPushButton:
        button = QPushButton(str(row.id))
        button.setProperty("tone", "link")
        button.setObjectName(f"author-history-{row.id}")
        button.setStyleSheet("padding: 0; text-align: left;")
        button.setAccessibleName(tr("Show posting %1").replace("%1", str(row.id)))
        button.clicked.connect(lambda: self._choose(row.id))
        return button

    def _choose(self, posting_id: int) -> None:
        self.chosen.emit(posting_id)
        self.accept()


def _summary(rows: Sequence[PostingRow]) -> str:
    counts = Counter(state_badge(row.state).word for row in rows)
    parts = (f"{word} {grouped(count)}" for word, count in counts.most_common())
    newest = tr("The newest %n sent", len(rows))
    return f"{newest}: {' · '.join(parts)}"
