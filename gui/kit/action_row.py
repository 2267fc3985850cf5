"""Buttons side by side that go on in another line where there is no room: no word of theirs is cut off."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

Line = list[QLayoutItem]


class ActionRow(QLayout):
    """Those added to the left first, then those to the right, which end at the right edge of their line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._at_right: set[QWidget] = set()
        self._left = 0

    def add(self, widget: QWidget, *, right: bool = False) -> None:
        """Add a button after those of its side."""
        self.addWidget(widget)
        if right:
            self._at_right.add(widget)
        else:
            self._items.insert(self._left, self._items.pop())
            self._left += 1

    @override
    def addItem(self, item: QLayoutItem) -> None:  # Qt's name
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        heights = sum(_height(line) for line in lines) + self.spacing() * max(len(lines) - 1, 0)
        return heights + margins.top() + margins.bottom()

    @override
    def sizeHint(self) -> QSize:
        """Ask for one line."""
        hints = [one.sizeHint() for one in self._shown()]
        width = sum(one.width() for one in hints) + self.spacing() * max(len(hints) - 1, 0)
        return self._around(QSize(width, max((one.height() for one in hints), default=0)))

    @override
    def minimumSize(self) -> QSize:
        """Be content with the widest button."""
        hints = [one.sizeHint() for one in self._shown()]
        widest = max((one.width() for one in hints), default=0)
        return self._around(QSize(widest, max((one.height() for one in hints), default=0)))

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        room = rect.marginsRemoved(self.contentsMargins())
        top = room.top()
        for line in self._lines(room.width()):
            self._place(line, QRect(room.left(), top, room.width(), _height(line)))
            top += _height(line) + self.spacing()

    def _place(self, line: Line, room: QRect) -> None:
        left = room.left()
        ends = [one for one in line if one.widget() in self._at_right]
        for one in line:
            if ends and one is ends[0]:
                left = max(left, room.right() + 1 - self._width(ends))
            one.setGeometry(QRect(QPoint(left, room.top()), one.sizeHint()))
            left += one.sizeHint().width() + self.spacing()

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for one in self._shown():
            if lines and self._width([*lines[-1], one]) <= width:
                lines[-1].append(one)
            else:
                lines.append([one])
        return lines

    def _width(self, line: Line) -> int:
        return sum(one.sizeHint().width() for one in line) + self.spacing() * (len(line) - 1)

    def _shown(self) -> Line:
        return [one for one in self._items if not one.isEmpty()]

    def _around(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        more = QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
        return size + more


def _height(line: Line) -> int:
    return max(one.sizeHint().height() for one in line)
