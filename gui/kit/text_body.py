"""Other people's text, whole, plain, with places marked at their exact offsets. Never markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip, QWidget
from typing_extensions import override

from gui.kit.theme import colour, px, theme, tokens

LINE = 150.0


@dataclass(frozen=True)
class Span:
    """A marked place: offsets in Python characters, and what the pointer is told there."""

    start: int
    end: int
    note: str = ""


class TextBody(QTextEdit):
    """Read-only text that takes the height it needs; `next_asked` is the Space key."""

    next_asked = Signal()

    def __init__(
        self, text: str, spans: Sequence[Span] = (), label: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("body", True)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda *_: self._fit())
        self.spans: tuple[Span, ...] = ()
        self._heights: dict[int, int] = {}
        theme().changed.connect(self._mark)
        self.show_text(text, spans)

    def show_text(self, text: str, spans: Sequence[Span] = ()) -> None:
        """Show a text with its marks."""
        self.setPlainText(text)
        self._space_lines()
        self._heights.clear()
        at = _utf16_offsets(text)
        self.spans = tuple(
            Span(at[one.start], at[one.end], one.note) for one in spans if 0 <= one.start < one.end < len(at)
        )
        self._mark()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(200), self.heightForWidth(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), self.fontMetrics().height())

    @override
    def heightForWidth(self, width: int) -> int:
        room = width - (self.width() - self.viewport().width())
        if room not in self._heights:  # a layout asks for the same few widths again and again
            self._heights[room] = self._height_at(room)
        return self._heights[room]

    def _height_at(self, room: int) -> int:
        whole = self.document() if self.document().textWidth() == room else self.document().clone()
        whole.setTextWidth(room)
        return int(whole.size().height()) + px(6)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(event.pos()).position()
            notes = [one.note for one in self.spans if one.start <= place <= one.end and one.note]
            QToolTip.showText(event.globalPos(), _plain_tip("\n".join(notes)), self)
            return True
        return super().event(event)

    def _mark(self) -> None:
        looks = QTextCharFormat()
        looks.setBackground(colour(tokens().mark))
        looks.setForeground(colour(tokens().text))
        marks = []
        for one in self.spans:
            cursor = QTextCursor(self.document())
            cursor.setPosition(one.start)
            cursor.setPosition(one.end, QTextCursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, looks
            marks.append(mark)
        self.setExtraSelections(marks)

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = cursor.blockFormat()
        block.setLineHeight(LINE, 1)  # 1 is QTextBlockFormat.ProportionalHeight
        cursor.setBlockFormat(block)

    def _fit(self) -> None:
        self.updateGeometry()


def _utf16_offsets(text: str) -> list[int]:
    """Map Python's character offsets to Qt's (UTF-16 code units; Qt keeps CR LF as one)."""
    offsets, at, before = [0], 0, ""
    for one in text:
        paired = before == "\r" and one == "\n"
        at += 2 if ord(one) > 0xFFFF else not paired  # noqa: PLR2004  # above the basic plane a character is a pair
        offsets.append(at)
        before = one
    return offsets


def _plain_tip(text: str) -> str:
    """Keep a tooltip plain: Qt would guess markup from a tag at its start."""
    return text.replace("<", "\u2039").replace(">", "\u203a")
