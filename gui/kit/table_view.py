"""The table of a page: uniform rows, keys of its own, selection kept by record."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from gui.kit.column_room import fitted, left_out, wish
from gui.kit.columns import Column, cell_text
from gui.kit.delegates import RecordDelegate
from gui.kit.table_header import RecordHeader
from gui.kit.table_model import RecordModel
from gui.kit.theme import px, theme
from gui.kit.tokens import ROW, ROW_COMPACT

COPIED, LOOKED_AT = 8_000, 500
SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RecordTable(QTableView):
    """Shows a RecordModel. `row_shown(row or None)` follows the current record, read again or not."""

    row_shown = Signal(object)
    row_opened = Signal(object)
    sort_asked = Signal(str, bool)
    sized = Signal()
    """The person made a column wider or narrower."""

    def __init__(self, model: RecordModel, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self.header = RecordHeader(self)
        self._current_id: int | None = None
        self._current_row = 0
        self._told: Any = None
        self._place: int | None = None
        self._wanted: list[int] = []
        self._fitting = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._dress()
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(RecordDelegate(self))
        self.setModel(model)
        self._lay_columns(model.columns)
        self.header.sort_asked.connect(self.sort_asked)
        self.selectionModel().currentRowChanged.connect(self._moved)
        model.modelReset.connect(self._restore)
        model.rowsAboutToBeRemoved.connect(lambda *_: self._note_place())
        model.modelAboutToBeReset.connect(self._note_place)
        model.rowsRemoved.connect(lambda *_: self._restore())
        model.under_hand = self.current_id
        model.dataChanged.connect(lambda *_: self._tell())
        theme().changed.connect(self._rethemed)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        """Choose 32 px rows over 40 px."""
        self.verticalHeader().setDefaultSectionSize(px(ROW_COMPACT if compact else ROW))

    def current(self) -> Any:
        """Return the current row, None when there is none or it is still being read."""
        return self.records.row(self.currentIndex().row())

    def current_id(self) -> int | None:
        """Return the current record's id."""
        return self._current_id

    def go_to_row(self, row: int) -> None:
        """Make a row the current one and show it."""
        count = self.records.rowCount()
        if count:
            index = self.records.index(min(max(row, 0), count - 1), 0)
            self.selectionModel().setCurrentIndex(index, SELECT)
            self.scrollTo(index)

    def go_to_record(self, record_id: int) -> bool:
        """Make a record the current one; False when it is not in this list."""
        row = self.records.row_of(record_id)
        if row is None:
            self._current_id = record_id  # it may be in a part that is still coming
            return False
        self.go_to_row(row)
        return True

    def step(self, by: int) -> None:
        """Go so many rows down (or up); the next is one that nobody else is reading, where there is such."""
        start = self.currentIndex().row() + by
        rows = range(start, min(start + LOOKED_AT, self.records.rowCount())) if by > 0 else range(0)
        self.go_to_row(next((row for row in rows if not self._is_held(row)), start))

    def _is_held(self, row: int) -> bool:
        found = self.records.id_at(row)
        return found is not None and bool(self.records.holder(found))

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows, by ranges."""
        ids = (self.records.id_at(row) for rows in self._ranges() for row in rows)
        return [one for one in ids if one is not None]

    def selected_text(self) -> str:
        """Return the selected rows that are in memory as tab-separated text, with a header."""
        columns = self.records.columns
        lines = [[self.records.headerData(at, Qt.Orientation.Horizontal) for at in range(len(columns))]]
        for shown in self._ranges():
            rows = (self.records.peek(at) for at in shown[:COPIED])
            lines += [[cell_text(c.kind, c.value(row)) for c in columns] for row in rows if row is not None]
        return "\n".join("\t".join(line) for line in lines)

    def _ranges(self) -> list[range]:
        chosen = self.selectionModel().selection()
        return [range(one.top(), one.bottom() + 1) for one in (chosen.at(i) for i in range(chosen.count()))]

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: type-ahead would read the whole list, and letters are the page's keys."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.step(1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.row_opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(px(ROW_COMPACT))
        self.verticalHeader().setDefaultSectionSize(px(ROW))

    def _lay_columns(self, columns: Sequence[Column[Any]]) -> None:
        for at, column in enumerate(columns):
            self.header.resizeSection(at, px(column.width))
        self.take_widths()
        self.header.sectionResized.connect(self._resized)

    def take_widths(self) -> None:
        """Take the columns' widths as those that are wanted, and fit them in."""
        sizes = [self.header.sectionSize(at) for at in range(self.header.count())]
        columns = self.records.columns  # a column that was left out has no width of its own
        self._wanted = [size or px(one.width) for size, one in zip(sizes, columns, strict=True)]
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give the columns that stretch what is left; in a narrow window let words give way first."""
        columns = self.records.columns
        wishes = [wish(one, width, px(100) / 100) for one, width in zip(columns, self._wanted, strict=True)]
        room = self.viewport().width()
        out = left_out(room, wishes, self._sorted_column())
        shown = [at for at in range(len(columns)) if at not in out]
        self._fitting = True
        for at in range(len(columns)):
            self.header.setSectionHidden(at, at in out)
        for at, width in zip(shown, fitted(room, [wishes[at] for at in shown]), strict=True):
            if columns[at].stretch:
                self.header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.header.resizeSection(at, width)
        self._fitting = False

    def _sorted_column(self) -> int | None:
        """Return the column that the list is sorted by: it is shown however narrow the window is."""
        keys = [one.sort for one in self.records.columns]
        return keys.index(self.header.sorted_by) if self.header.sorted_by in keys else None

    def _resized(self, at: int, _old: int, new: int) -> None:
        if not self._fitting:
            self._wanted[at] = new
            self.fit_columns()
            self.sized.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _rethemed(self) -> None:
        self.viewport().update()
        self.header.viewport().update()

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._current_id = self.records.id_at(index.row())
            self._current_row = index.row()
            QTimer.singleShot(0, self.records, self.records.let_go)
        self._tell()

    def _restore(self) -> None:
        found = None if self._current_id is None else self.records.row_of(self._current_id)
        if found is None and self.records.keeps_place:
            found = self._current_row
        if self.records.rowCount():
            self.go_to_row(found or 0)
        self._hold_place()
        self._tell()

    def _note_place(self) -> None:
        """Note where the current row stands before somebody else's change moves it."""
        at = self.currentIndex().row()
        self._place = self.rowViewportPosition(at) if self.records.steady and at >= 0 else None

    def _hold_place(self) -> None:
        if self._place is not None:
            moved = self.rowViewportPosition(self.currentIndex().row()) - self._place
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
            self._place = None

    def _tell(self) -> None:
        row = self.current()
        if row is not self._told:
            self._told = row
            self.row_shown.emit(row)
