"""Ctrl+K: every action and page by a few letters of its name, and records by what is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
)
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

SHOWN, PAUSE_MS = 200, 150
HINT = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Command:
    """One line of the palette; one that is not `usable` now says why when it is chosen."""

    words: str
    run: Callable[[], object]
    hint: str = ""
    usable: bool = True


Found = Callable[[Sequence[Command], bool], object]
"""Told of records as they are found, the last time with True."""

Find = Callable[[str, Found], object]
"""Looks for records that fit what was typed; a later call ends an earlier one."""


def fits(words: str, typed: str) -> bool:
    """Tell whether every typed word begins or stands within a word of the command."""
    text = words.casefold()
    return all(part in text for part in typed.casefold().split())


def ranked(commands: Iterable[Command], typed: str) -> list[Command]:
    """Return the commands that fit: those of use now first, and of them those that begin so."""
    fitting = [one for one in commands if fits(one.words, typed)]
    begins = typed.casefold()
    return sorted(fitting, key=lambda one: _later(one, begins) if typed else False)[:SHOWN]


def _later(one: Command, begins: str) -> tuple[bool, bool]:
    return not one.usable, not one.words.casefold().startswith(begins)


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

    def __init__(
        self, commands: Sequence[Command], parent: QWidget | None = None, find: Find | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._find = commands, find
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self._fitting: list[Command] = []
        self.search = QLineEdit()
        self.search.setObjectName("palette-search")
        self.search.setPlaceholderText(self.tr("Type what you want to do, or a record's number or title"))
        self.search.setAccessibleName(self.tr("Command"))
        self.list = QListWidget()
        self.list.setObjectName("palette-list")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = PlainLabel(ink="2")
        self.nothing.setObjectName("palette-nothing")
        self.nothing.setContentsMargins(px(8), px(8), px(8), px(8))
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self.resize(px(520), px(380))
        self.search.textChanged.connect(self._typed)
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

    def _typed(self, typed: str) -> None:
        self._show(typed)
        self._pause.start()

    def _show(self, typed: str) -> None:
        self._fitting = []
        self.list.clear()
        self._add(ranked(self._commands, typed.strip()))
        self._say_nothing(still_looking=self._find is not None and bool(typed.strip()))

    def _add(self, more: Sequence[Command]) -> None:
        self._fitting += more
        for one in more:
            line = QListWidgetItem(one.words)
            line.setData(HINT, one.hint)
            if not one.usable:
                line.setForeground(colour(tokens().text_3))
            self.list.addItem(line)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _look(self) -> None:
        if self._find is not None:
            typed = self.search.text().strip()
            self._find(typed, partial(self._came, typed))

    def _came(self, typed: str, found: Sequence[Command], last: bool) -> None:  # noqa: FBT001  # the shape of Found
        if typed == self.search.text().strip():
            self._add(found)
            self._say_nothing(still_looking=not last)

    def _say_nothing(self, *, still_looking: bool) -> None:
        """Say that nothing fits; while records are looked for, say that."""
        looking = self.tr("Looking among the records…")
        nothing = self.tr("Nothing here is called that. Try fewer letters.")
        self.nothing.setText(looking if still_looking else nothing)
        self.nothing.setVisible(not self._fitting)

    def _go(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._fitting):
            chosen = self._fitting[at]
            self.close()
            chosen.run()
