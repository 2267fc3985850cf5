"""The middle of a dialog: as high as what it holds, and scrolled where the window is too small for that."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.kit.theme import px

LEAST = 96
"""Pixels of height that are worth scrolling in."""


class FieldsArea(QScrollArea):
    """Lay into `fields`; `changed` says that what it holds needs another height."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = QWidget()
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
            self.changed.emit()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_width()

    def _follow_width(self) -> None:
        """Ask for the height at this width: Qt asks for that of wrapped words in a narrower one."""
        self._body.setMinimumHeight(self.heightForWidth(self.viewport().width()))
