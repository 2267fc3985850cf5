"""Text on the screen, always plain: other people's words never become markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from gui.kit.theme import theme
from gui.kit.tokens import BODY, CAPTION, HEADING, TITLE

MEDIUM, SEMIBOLD = QFont.Weight.Medium, QFont.Weight.DemiBold


class PlainLabel(QLabel):
    """A label that shows its text as it is; `ink` is "", "2", "3", "good", "warn", "bad" or "accent"."""

    def __init__(  # noqa: PLR0913  # a label's looks are one flat set of named choices
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        ink: str = "",
        size: int = BODY,
        weight: QFont.Weight = QFont.Weight.Normal,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setProperty("ink", ink)
        self.setFont(theme().font(size, weight))
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._selectable = selectable

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for one line at least: wrapped text says its height by its width, or a pane grows too tall."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 40), self.fontMetrics().height()) if self.wordWrap() else hint

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the text be selected from now on: before the pointer is here it would only cost time to lay."""
        if self._selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def follow_width(self) -> "PlainLabel":
        """Ask a dialog for one line at least; Qt asks for the lines of a narrower label, and leaves a gap."""
        self.setMinimumHeight(self.fontMetrics().height())
        return self

    def set_ink(self, ink: str) -> None:
        """Change the colour by its name."""
        self.setProperty("ink", ink)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(PlainLabel):
    """One line that ends in … where there is no room; the tooltip then holds all of it."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetrics(self.font())
        line = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if line != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)


def title(text: str) -> PlainLabel:
    """Return a page's title."""
    return PlainLabel(text, size=TITLE, weight=SEMIBOLD)


def heading(text: str) -> PlainLabel:
    """Return the heading of a card, a detail pane or a dialog."""
    return PlainLabel(text, size=HEADING, weight=SEMIBOLD, wrap=True)


def caption(text: str) -> PlainLabel:
    """Return a section's caption, in small capitals' manner."""
    return PlainLabel(text.upper(), ink="3", size=CAPTION)


def divider() -> QFrame:
    """Return a line between sections."""
    line = QFrame()
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    return line


def card(parent: QWidget | None = None) -> QFrame:
    """Return a rounded surface to lay things on."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    return frame
