"""Ctrl+K: every action and page by a few letters of its name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.kit.delegates import RIGHT
from gui.kit.labels import PlainLabel
from gui.kit.theme import colour, px, tokens

SHOWN = 200
HINT = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Command:
    """One line of the palette."""

    words: str
    run: Callable[[], object]
    hint: str = ""


def fits(words: str, typed: str) -> bool:
    """Tell whether every typed word begins or stands within a word of the command."""
    text = words.casefold()
    return all(part in text for part in typed.casefold().split())


def ranked(commands: Iterable[Command], typed: str) -> list[Command]:
    """Return the commands that fit, those that begin with what was typed first."""
    fitting = [one for one in commands if fits(one.words, typed)]
    return sorted(fitting, key=lambda one: not one.words.casefold().startswith(typed.casefold()))[:SHOWN]


class _Line(QStyledItemDelegate):
    """Draws a command with its keys at the right."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        hint = index.data(HINT)
        if hint:
            painter.save()
            painter.setPen(colour(tokens().text_2))
            rect: QRect = option.rect
            painter.drawText(rect.adjusted(0, 0, -px(12), 0), RIGHT, str(hint))
            painter.restore()


class CommandPalette(QDialog):
    """Type, go up and down, Enter does it, Esc goes back."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._fitting: list[Command] = []
        self.search = QLineEdit()
        self.search.setObjectName("palette-search")
        self.search.setPlaceholderText(self.tr("Type what you want to do"))
        self.search.setAccessibleName(self.tr("Command"))
        self.list = QListWidget()
        self.list.setObjectName("palette-list")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = PlainLabel(self.tr("Nothing here is called that. Try fewer letters."), ink="2")
        self.nothing.setObjectName("palette-nothing")
        self.nothing.setContentsMargins(px(8), px(8), px(8), px(8))
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self.resize(px(520), px(380))
        self.search.textChanged.connect(self._show)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self._go())
        self.list.itemClicked.connect(lambda _: self._go())
        self._show("")

    def open_over(self, window: QWidget) -> None:
        """Open near the top of a window."""
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + px(80))
        self.show()
        self.search.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(key))
        if step is not None:
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            return False
        return True

    def _show(self, typed: str) -> None:
        self._fitting = ranked(self._commands, typed.strip())
        self.list.clear()
        for one in self._fitting:
            line = QListWidgetItem(one.words)
            line.setData(HINT, one.hint)
            self.list.addItem(line)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not self._fitting)

    def _go(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._fitting):
            chosen = self._fitting[at]
            self.close()
            chosen.run()
