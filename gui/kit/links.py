"""Links at the left edge of a detail, with an ellipsis in the middle where there is no room for all of it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from gui.kit.theme import px

LEAST = 40


def fitted_link(link: QPushButton) -> QPushButton:
    """Let a link be as narrow as its place; what is left out then stands in its tooltip."""
    link.setProperty("tone", "link")
    link.setProperty("flush", True)
    link.setMinimumWidth(px(LEAST))
    link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    link.setAccessibleName(link.accessibleName() or link.text().replace("&&", "&"))
    if not link.toolTip():
        link.setToolTip(link.text().replace("&&", "&"))
    link.installEventFilter(_Fit(link))
    return link


class _Fit(QObject):
    def __init__(self, link: QPushButton) -> None:
        super().__init__(link)
        self._link, self._whole = link, link.text()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            middle = Qt.TextElideMode.ElideMiddle
            self._link.setText(self._link.fontMetrics().elidedText(self._whole, middle, self._link.width()))
        return super().eventFilter(watched, event)
