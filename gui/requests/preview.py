"""The workbook as the person will see it: its sheets at the left, one as a table at the right."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QTableView, QWidget
from typing_extensions import override

from core.requests.workbook import PreviewSheet
from gui.kit.dialogs import Dialog
from gui.kit.labels import card
from gui.kit.theme import colour, px, theme, tokens
from gui.requests.words import tr

Index = QModelIndex | QPersistentModelIndex
WIDTH, HEIGHT, LIST_WIDTH = 1160, 560, 250
REST = 180
"""Pixels of the dialog above and below its sheets."""
WIDEST, NARROWEST, LETTER = 300, 80, 7
LOOKED_AT = 60
MASKED = "[masked: "
ROOT = QModelIndex()


class SheetModel(QAbstractTableModel):
    """One sheet, read only."""

    def __init__(self, sheet: PreviewSheet) -> None:
        super().__init__()
        self.sheet = sheet

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.sheet.rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.sheet.headings)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        }:
            return None
        text = cell_words(self.sheet.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour(tokens().warn) if MASKED in text else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return text

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.sheet.headings[section] if orientation is Qt.Orientation.Horizontal else str(section + 2)

    def width_of(self, column: int) -> int:
        """Return a width that suits what stands in a column, from its first rows."""
        texts = [cell_words(row[column]) for row in self.sheet.rows[:LOOKED_AT]]
        longest = max(
            len(line) for text in [*texts, self.sheet.headings[column]] for line in [*text.split("\n"), ""]
        )
        return max(NARROWEST, min(longest * LETTER + 24, WIDEST))


class PreviewDialog(Dialog):
    """Shows every sheet; `main` is what may follow once it was looked through, empty where nothing may."""

    reviewed = Signal()

    def __init__(
        self, sheets: Sequence[PreviewSheet], *, main: str = "", parent: QWidget | None = None
    ) -> None:
        words = tr("Exactly what the person will get. Masked places are shown in another colour.")
        name = "answer-preview"
        super().__init__(tr("The answer"), words, main=main, name=name, width=WIDTH, parent=parent)
        self.main.setVisible(bool(main))
        self.main.setEnabled(bool(main))
        self.cancel.setText(tr("Back"))
        self.accepted.connect(self.reviewed)
        self._models = [SheetModel(sheet) for sheet in sheets]
        self.sheets = self._sheet_list()
        self.table = self._sheet_table()
        self._lay_sheets()
        theme().changed.connect(self._tint)
        self._tint()
        self.sheets.currentRowChanged.connect(self._show_sheet)
        self.sheets.setCurrentRow(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sheets.doItemsLayout()  # its items were measured before the style sheet was there
        self.sheets.setFocus()

    def _tint(self) -> None:
        looks = "QTableView {{ gridline-color: {0}; }} QTableView::item {{ padding: 4px 8px; }}"
        self.table.setStyleSheet(looks.format(tokens().border))

    def _sheet_list(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("preview-sheets")
        made.setAccessibleName(tr("Sheets"))
        made.setFixedWidth(px(LIST_WIDTH))
        for model in self._models:
            made.addItem(f"{model.sheet.name}  ({len(model.sheet.rows)})")
        return made

    def _sheet_table(self) -> QTableView:
        made = QTableView()
        made.setObjectName("preview-table")
        made.setAccessibleName(tr("The sheet"))
        made.setWordWrap(True)
        made.setAlternatingRowColors(False)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        made.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        return made

    def _lay_sheets(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for widget, stretch in ((self.sheets, 0), (self.table, 1)):
            frame = card()
            inside = QHBoxLayout(frame)
            inside.setContentsMargins(px(4), px(4), px(4), px(4))
            inside.addWidget(widget)
            frame.setMinimumHeight(min(px(HEIGHT), self.room().height() - px(REST)))
            row.addWidget(frame, stretch)
        self.fields.addLayout(row)

    def _show_sheet(self, at: int) -> None:
        model = self._models[at]
        self.table.setModel(model)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setVisible(any(model.sheet.headings))  # the cover is no table: it has neither
        for column in range(model.columnCount()):
            self.table.setColumnWidth(column, px(model.width_of(column)))
        self.table.horizontalHeader().setStretchLastSection(True)
        if model.rowCount() <= LOOKED_AT:
            self.table.resizeRowsToContents()


def cell_words(cell: object) -> str:
    """Return a cell as a sheet shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
