"""The middle of a dialog: as high as what it holds, and scrolled where the window is too small for that."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.kit.theme import px

LEAST, BESIDE_BAR = 96, 8
"""Pixels of height that are worth scrolling in, and between the fields and the bar."""


class _Body(QWidget):
    """Asks a scroll area for the least height: what can be lower, as a table, is so before it is scrolled."""

    @override
    def heightForWidth(self, width: int) -> int:
        within = self.layout()
        if within is None:
            return -1
        high = within.totalMinimumHeightForWidth(width) if within.hasHeightForWidth() else -1
        return high if high >= 0 else within.totalMinimumSize().height()


class FieldsArea(QScrollArea):
    """Lay into `fields`; the dialog follows what they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = _Body()
        self._body.setObjectName("scroll-body")
        self.fields = QVBoxLayout(self._body)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._body.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(self._leave_room)

    @override
    def sizeHint(self) -> QSize:
        return self.fields.totalSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        least = self.fields.totalMinimumSize()
        return QSize(least.width(), min(least.height(), px(LEAST)))

    @override
    def heightForWidth(self, width: int) -> int:
        if self.fields.hasHeightForWidth():
            return self.fields.totalHeightForWidth(width)
        return self.fields.totalSizeHint().height()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self._follow_width()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_width()

    def _follow_width(self) -> None:
        """Ask for the height at this width: Qt asks for that of wrapped words in a narrower one."""
        self._body.setMinimumHeight(self._body.heightForWidth(self.viewport().width()))

    def _leave_room(self, _least: int, most: int) -> None:
        """Keep the fields off the bar that scrolls them."""
        self.fields.setContentsMargins(0, 0, px(BESIDE_BAR) if most > 0 else 0, 0)
