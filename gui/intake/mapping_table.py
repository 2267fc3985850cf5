"""Which heading of the file gives which field; suggested, and changed with a click."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from core.intake.mapping import ColumnMapping
from core.intake.shapes import SHAPES, STANDS_FOR, Kind
from gui.kit.theme import px

HEIGHT, LEAST, ROW = 276, 150, 38
SHOWN = 80
"""Characters of a heading in a box."""


class MappingTable(QTableWidget):
    """Fields at the left, those that a row cannot be without first; the file's headings at the right."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Which heading gives which field"))
        self.setHorizontalHeaderLabels([self.tr("Field"), self.tr("Heading in the file")])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setMinimumHeight(px(LEAST))
        self.setMaximumHeight(px(HEIGHT))
        self._kind = Kind.PEOPLE
        self._headings: tuple[str, ...] = ()
        self._boxes: dict[str, QComboBox] = {}

    @override
    def sizeHint(self) -> QSize:
        """Be lower in a small window."""
        return QSize(super().sizeHint().width(), px(HEIGHT))

    def show_mapping(self, mapping: ColumnMapping, headings: Sequence[str]) -> None:
        """Show a mapping of a file with these headings."""
        self._kind, self._headings, self._boxes = mapping.kind, tuple(headings), {}
        shape, offered = SHAPES[mapping.kind], self._offered()
        fields = sorted(shape.fields, key=lambda one: one not in shape.required)
        self.setRowCount(len(fields))
        for row, field in enumerate(fields):
            words = field.replace("_", " ").capitalize()
            item = QTableWidgetItem(self._named(words, field) if field in shape.required else words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(row, 0, item)
            box = self._box(field, words, offered)
            box.setCurrentIndex(max(box.findData(mapping.fields.get(field, "")), 0))
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
            self.setCellWidget(row, 1, _padded(box))

    def mapping(self) -> ColumnMapping:
        """Return the mapping as it is now; headings that no field takes are the rest."""
        fields = {name: str(box.currentData()) for name, box in self._boxes.items() if box.currentData()}
        taken = set(fields.values())
        return ColumnMapping(
            self._kind, fields, rest=tuple(one for one in self._headings if one not in taken)
        )

    def _named(self, words: str, field: str) -> str:
        other = STANDS_FOR.get(field)
        needed = self.tr("%1 (needed, or %2)") if other else self.tr("%1 (needed)")
        return needed.replace("%1", words).replace("%2", other or "")

    def _offered(self) -> QStandardItemModel:
        """Return the headings to choose from, once for the boxes of all fields: there may be hundreds."""
        offered = QStandardItemModel(len(self._headings) + 1, 1, self)
        for row, heading in enumerate(("", *self._headings)):
            item = QStandardItem(heading[:SHOWN] or "—")
            item.setData(heading, Qt.ItemDataRole.UserRole)
            offered.setItem(row, item)
        return offered

    def _box(self, field: str, words: str, offered: QStandardItemModel) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"intake-field-{field.replace('_', '-')}")
        box.setAccessibleName(words)
        box.setModel(offered)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._boxes[field] = box
        return box


def _padded(box: QComboBox) -> QWidget:
    cell = QWidget()
    cell.setObjectName("scroll-body")
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, px(2), px(4), px(2))
    row.addWidget(box)
    return cell
