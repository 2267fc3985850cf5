"""How cells are drawn: badge, risk bar, plain elided text, and the selected row with its bar."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui.kit.columns import Badge, Column, Kind, cell_text
from gui.kit.table_model import RecordModel
from gui.kit.theme import colour, px, theme, tokens
from gui.kit.tokens import BODY, CAPTION, Tone

PAD = 12
LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
MEDIUM_RISK, HIGH_RISK = 40, 75
HIDDEN_WIDTH = 56


class RecordDelegate(QStyledItemDelegate):
    """Draws every cell itself, from the row in memory: no roles are asked for."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(80), px(40))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, RecordModel):
            return
        state: Any = option.state
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        _ground(
            painter,
            rect,
            index.column(),
            selected=selected,
            active=bool(state & QStyle.StateFlag.State_Active),
        )
        row, column = model.row(index.row()), model.columns[index.column()]
        place = rect.adjusted(px(PAD), 0, -px(6), -1)
        if row is None:
            _placeholder(painter, place)
        else:
            holder = model.holder(row.id) if column.stretch else ""
            if holder:
                place = _held(painter, place, holder)
            _cell(painter, place, column, column.value(row), selected=selected)


def _ground(painter: QPainter, rect: QRect, column: int, *, selected: bool, active: bool) -> None:
    t = tokens()
    if selected:
        painter.fillRect(rect, colour(t.selection))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colour(t.border))
    if selected and column == 0:
        painter.fillRect(rect.x(), rect.y(), 3, rect.height(), colour(t.accent if active else t.text_3))


def _cell(painter: QPainter, rect: QRect, column: Column[Any], value: Any, *, selected: bool) -> None:
    if isinstance(value, Badge):
        draw_badge(painter, rect, value, selected=selected)
    elif column.kind is Kind.RISK and value is not None:
        draw_risk(painter, rect, int(value))
    else:
        _text(painter, rect, column.kind, cell_text(column.kind, value))


def _held(painter: QPainter, rect: QRect, holder: str) -> QRect:
    """Say at the right of a cell who is reading the record; gives the room that is left."""
    words = QCoreApplication.translate("claims", "%1 is reading this").replace("%1", holder)
    width = min(badge_width(words), rect.width() // 2)
    draw_badge(painter, rect.adjusted(rect.width() - width, 0, 0, 0), Badge(Tone.WARN, words))
    return rect.adjusted(0, 0, -width - px(8), 0)


def _text(painter: QPainter, rect: QRect, kind: Kind, text: str) -> None:
    strong = kind is Kind.STRONG
    font = theme().font(BODY)
    painter.setFont(font)
    painter.setPen(colour(tokens().text if strong else tokens().text_2))
    line = theme().metrics(BODY).elidedText(text[:300], Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, RIGHT if kind is Kind.NUMBER else LEFT, line)


def badge_width(word: str) -> int:
    """Return how wide a badge of this word is, in pixels."""
    return theme().metrics(CAPTION, QFont.Weight.DemiBold).horizontalAdvance(word) + px(18)


def draw_badge(painter: QPainter, rect: QRect, badge: Badge, *, selected: bool = False) -> None:
    """Draw a pill with a word in a tone, at the left of a rectangle."""
    ink, ground = tokens().tone(badge.tone)
    if selected and badge.tone is Tone.NEUTRAL:
        ground = tokens().surface
    font = theme().font(CAPTION, QFont.Weight.DemiBold)
    width, height = min(badge_width(badge.word), rect.width()), px(20)
    pill = QRectF(rect.x(), rect.y() + (rect.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(colour(ink))
    room = int(width) - px(10)
    painter.drawText(
        pill,
        MIDDLE,
        theme()
        .metrics(CAPTION, QFont.Weight.DemiBold)
        .elidedText(badge.word, Qt.TextElideMode.ElideRight, room),
    )
    painter.restore()


def risk_tone(risk: int) -> Tone:
    """Return the tone of a risk from 0 to 100."""
    if risk >= HIGH_RISK:
        return Tone.BAD
    return Tone.WARN if risk >= MEDIUM_RISK else Tone.GOOD


def draw_risk(painter: QPainter, rect: QRect, risk: int) -> None:
    """Draw a short bar and the number beside it."""
    width, height = px(44), px(5)
    top = rect.y() + (rect.height() - height) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tokens().on_neutral))
    painter.drawRoundedRect(QRectF(rect.x(), top, width, height), height / 2, height / 2)
    painter.setBrush(colour(tokens().tone(risk_tone(risk))[0]))
    filled = max(height, width * min(max(risk, 0), 100) / 100)
    painter.drawRoundedRect(QRectF(rect.x(), top, filled, height), height / 2, height / 2)
    painter.setFont(theme().font(BODY))
    painter.setPen(colour(tokens().text_2))
    painter.drawText(rect.adjusted(width + px(8), 0, 0, 0), LEFT, str(risk))
    painter.restore()


def _placeholder(painter: QPainter, rect: QRect) -> None:
    height = px(8)
    bar = QRectF(
        rect.x(), rect.y() + (rect.height() - height) / 2, min(rect.width(), px(HIDDEN_WIDTH)), height
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tokens().on_neutral))
    painter.drawRoundedRect(bar, height / 2, height / 2)
