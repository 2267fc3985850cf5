"""The rail at the left: pages with live counts, and who is signed in."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.kit.actions import IconButton
from gui.kit.delegates import LEFT, MIDDLE
from gui.kit.icons import pixmap
from gui.kit.labels import MEDIUM, SEMIBOLD, ElidedLabel, PlainLabel
from gui.kit.theme import colour, px, theme, tokens
from gui.kit.tokens import BODY, CAPTION, RADIUS, RAIL, RAIL_NARROW

ITEM, INSET, ICON, TEXT_AT = 36, 12, 18, 42
PRODUCT = "Remit"


class RailItem(QAbstractButton):
    """One page: icon, name, count."""

    def __init__(self, key: str, words: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self._icon, self._count = key, icon_name, 0
        self._narrow = False
        self.setObjectName(f"rail-{key}")
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)
        theme().changed.connect(self.update)

    @property
    def count(self) -> int:
        """The number that is shown."""
        return self._count

    def show_count(self, count: int) -> None:
        """Show how many wait; nothing for zero."""
        self._count = count
        number = QLocale().toString(count)
        self.setAccessibleName(f"{self.text()}, {number}" if count else self.text())
        self.setToolTip(self.accessibleName() if self._narrow else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        """Show the icon alone, its name under the pointer, and a dot where something waits."""
        self._narrow = narrow
        self.show_count(self._count)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px((RAIL_NARROW if self._narrow else RAIL) - 2 * INSET), px(ITEM))

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), tokens(), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        ink = t.accent if on else t.text_2
        picture = pixmap(self._icon, ink, px(ICON), self.devicePixelRatioF())
        left = (self.width() - px(ICON)) // 2 if self._narrow else px(INSET)
        painter.drawPixmap(left, (self.height() - px(ICON)) // 2, picture)
        if self._narrow:
            self._dot(painter)
            return
        painter.setFont(theme().font(BODY, SEMIBOLD if on else MEDIUM))
        painter.setPen(colour(t.text if on else t.text_2))
        painter.drawText(self.rect().adjusted(px(TEXT_AT), 0, 0, 0), LEFT, self.text())
        if self._count:
            self._badge(painter)

    def _ground(self, painter: QPainter) -> None:
        t = tokens()
        ground = t.selection if self.isChecked() else t.on_neutral if self.underMouse() else None
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(colour(t.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _dot(self, painter: QPainter) -> None:
        if self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(tokens().accent))
            painter.drawEllipse(QRectF(self.width() - px(13), px(6), px(7), px(7)))

    def _badge(self, painter: QPainter) -> None:
        t, on = tokens(), self.isChecked()
        painter.setFont(theme().font(CAPTION, SEMIBOLD))
        words = QLocale().toString(self._count)
        width, height = max(painter.fontMetrics().horizontalAdvance(words) + px(16), px(26)), px(18)
        pill = QRectF(self.width() - px(10) - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(t.accent if on else t.border))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colour(t.accent_text if on else t.text_2))
        painter.drawText(pill, MIDDLE, words)


class ProductMark(QWidget):
    """The product's sign and name."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._size = QLabel(), size + 5
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(self._sign)
        self.name = PlainLabel(PRODUCT, size=size, weight=SEMIBOLD)
        row.addWidget(self.name)
        row.addStretch(1)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._sign.setPixmap(
            pixmap("shield-check", tokens().accent, px(self._size), self.devicePixelRatioF())
        )


class Rail(QWidget):
    """The pages this person may use. `asked(key)` follows a click; up and down walk, Enter or Space goes."""

    asked = Signal(str)
    lock_asked = Signal()
    look_asked = Signal()
    passphrase_asked = Signal()

    def __init__(
        self, pages: Sequence[tuple[str, str, str]], person: str, role: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Pages"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setFixedWidth(px(RAIL))
        self.items = {key: RailItem(key, words, icon) for key, words, icon in pages}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(INSET), px(14), px(INSET), px(12))
        column.setSpacing(px(2))
        self._mark = ProductMark(15)
        self._mark.setContentsMargins(px(8), px(2), 0, px(14))
        column.addWidget(self._mark)
        for item in self.items.values():
            item.clicked.connect(lambda _on=False, key=item.key: self.asked.emit(key))
            column.addWidget(item)
        column.addStretch(1)
        column.addLayout(self._foot(person, role))

    def show_current(self, key: str) -> None:
        """Mark the page that is shown."""
        for one, item in self.items.items():
            item.setChecked(one == key)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        """Leave the words out, or show them again."""
        self.setFixedWidth(px(RAIL_NARROW if narrow else RAIL))
        self._mark.name.setHidden(narrow)
        self._mark.setContentsMargins(px(10 if narrow else 8), px(2), 0, px(14))
        self._names.setHidden(narrow)
        self._buttons.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        for item in self.items.values():
            item.set_narrow(narrow)

    def _foot(self, person: str, role: str) -> QBoxLayout:
        self._names = QWidget()
        names = QVBoxLayout(self._names)
        names.setContentsMargins(px(8), 0, 0, 0)
        names.setSpacing(px(1))
        who = ElidedLabel(person)
        who.setObjectName("signed-in-name")
        names.addWidget(who)
        names.addWidget(PlainLabel(role, ink="2", size=CAPTION))
        lock = IconButton("lock", self.tr("Lock (Ctrl+L)"), "lock")
        lock.clicked.connect(self.lock_asked)
        own = IconButton("key-round", self.tr("Change your passphrase"), "own-passphrase-ask")
        own.clicked.connect(self.passphrase_asked)
        self._look = IconButton("moon", self.tr("Light or dark"), "look")
        self._look.clicked.connect(self.look_asked)
        theme().changed.connect(self._show_look)
        self._show_look()
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(0)
        self._buttons.addWidget(self._names, 1)
        for button in (own, lock, self._look):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        return self._buttons

    def _show_look(self) -> None:
        self._look.show_icon("sun" if tokens().dark else "moon")
