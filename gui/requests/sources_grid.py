"""Every source that was searched, with the rows found in it, zeros too."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from core.requests.case_shapes import SourceCount
from gui.kit.labels import MEDIUM, ElidedLabel, PlainLabel
from gui.kit.theme import px
from gui.requests.words import tr

COLUMNS = 2


class SourcesGrid(QWidget):
    """Sources in two columns, read downwards; a zero is written, only paler."""

    def __init__(self, sources: Sequence[SourceCount], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("request-sources")
        self.setAccessibleName(tr("Sources searched"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(6))
        height = -(-len(sources) // COLUMNS)
        for at, source in enumerate(sources):
            self._add(source, at % height, at // height)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(3 * column, 1)
            self._grid.setColumnMinimumWidth(3 * column + 2, px(12) if column + 1 < COLUMNS else 0)

    def _add(self, source: SourceCount, row: int, column: int) -> None:
        name = ElidedLabel(source.title, ink="2" if source.hits else "3")
        count = PlainLabel(QLocale().toString(source.hits), ink="" if source.hits else "3", weight=MEDIUM)
        count.setAccessibleName(f"{source.title}: {source.hits}")
        self._grid.addWidget(name, row, 3 * column)
        self._grid.addWidget(count, row, 3 * column + 1, Qt.AlignmentFlag.AlignRight)
