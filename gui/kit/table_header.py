"""The table's header: names of columns, and which of them the list is sorted by."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from gui.kit.columns import Kind
from gui.kit.delegates import LEFT, PAD, RIGHT
from gui.kit.icons import pixmap
from gui.kit.table_model import RecordModel
from gui.kit.theme import colour, px, theme, tokens
from gui.kit.tokens import CAPTION, HEADER_ROW


class RecordHeader(QHeaderView):
    """Asks for another order on a click: `sort_asked(key, descending)`. It sorts nothing itself."""

    sort_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(self.tr("Columns"))
        self.sorted_by, self.descending = "", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(px(HEADER_ROW))
        self.setMinimumSectionSize(px(48))
        self.sectionClicked.connect(self.ask)

    def show_order(self, key: str, *, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        self.sorted_by, self.descending = key, descending
        self.viewport().update()

    def ask(self, section: int) -> None:
        """Ask for the order by a column; the other way round when it is sorted by it already."""
        model = self.model()
        key = model.columns[section].sort if isinstance(model, RecordModel) else None
        if key is None:
            return
        self.show_order(key, descending=self.sorted_by == key and not self.descending)
        self.sort_asked.emit(key, self.descending)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # Qt's name
        model, t = self.model(), tokens()
        if not isinstance(model, RecordModel):
            return
        column = model.columns[logicalIndex]
        font = theme().font(CAPTION, QFont.Weight.DemiBold)
        name = model.headerData(logicalIndex, Qt.Orientation.Horizontal)
        place = rect.adjusted(px(PAD), 0, -px(6), 0)
        by = column.sort is not None and column.sort == self.sorted_by
        painter.save()
        painter.setFont(font)
        painter.setPen(colour(t.text if by else t.text_2))
        numeric = column.kind is Kind.NUMBER
        painter.drawText(
            place.adjusted(0, 0, -px(14) if by and numeric else 0, 0), RIGHT if numeric else LEFT, name
        )
        if by:
            self._arrow(painter, place, 0 if numeric else QFontMetrics(font).horizontalAdvance(name) + px(4))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colour(t.border))
        painter.restore()

    def _arrow(self, painter: QPainter, place: QRect, after: int) -> None:
        size = px(12)
        left = place.x() + after if after else place.right() - size
        picture = pixmap(
            "chevron-down" if self.descending else "chevron-up",
            tokens().text_2,
            size,
            self.devicePixelRatioF(),
        )
        painter.drawPixmap(left, place.y() + (place.height() - size) // 2, picture)
