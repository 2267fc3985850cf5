"""The right-hand card: a scrolling body of blocks, and the actions at its foot."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.kit.action_row import ActionRow
from gui.kit.actions import ActionButton
from gui.kit.columns import Badge
from gui.kit.dates import clock_time, short_date
from gui.kit.delegates import badge_width, draw_badge
from gui.kit.icons import pixmap
from gui.kit.labels import PlainLabel
from gui.kit.links import fitted_link
from gui.kit.notices import ICONS
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import Tone
from gui.kit.whole_value import WholeValue, has_long_word

MARGIN, GAP, KEY_WIDTH = 20, 10, 92


class BadgePill(QWidget):
    """A badge as a widget."""

    def __init__(self, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.badge = badge
        self.setAccessibleName(badge.word)
        self.setFixedSize(badge_width(badge.word), px(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_badge(QPainter(self), self.rect(), self.badge)


class KeyValues(QWidget):
    """Names at the left, values beside them; a value is text, a Badge, or a widget of one's own."""

    def __init__(
        self, pairs: Sequence[tuple[str, str | Badge | QWidget]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(7))
        grid.setColumnMinimumWidth(0, px(KEY_WIDTH))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(pairs):
            badge = isinstance(value, Badge)
            beside = Qt.AlignmentFlag.AlignVCenter if badge else Qt.AlignmentFlag.AlignTop
            grid.addWidget(PlainLabel(name, ink="3"), row, 0, beside)
            grid.addWidget(
                _shown(value, name), row, 1, Qt.AlignmentFlag.AlignLeft if badge else Qt.AlignmentFlag(0)
            )


def _shown(value: str | Badge | QWidget, name: str) -> QWidget:
    if isinstance(value, Badge):
        return BadgePill(value)
    if isinstance(value, QPushButton):
        return fitted_link(value)
    if isinstance(value, QWidget):
        return value
    if has_long_word(value):
        return WholeValue(value, f"{name}: {value}")
    label = PlainLabel(value, wrap=True, selectable=True)
    label.setAccessibleName(f"{name}: {value}")
    return label


class HistoryList(QWidget):
    """What happened and when, oldest first; on one day only the times are shown, unless `dated`."""

    def __init__(
        self, entries: Sequence[tuple[datetime, str]], parent: QWidget | None = None, *, dated: bool = False
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(7))
        grid.setColumnStretch(1, 1)
        one_day = not dated and len({at.date() for at, _ in entries}) <= 1
        for row, (at, words) in enumerate(entries):
            when = PlainLabel(clock_time(at) if one_day else short_date(at), ink="3")
            when.setToolTip(short_date(at))
            grid.addWidget(when, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(words, wrap=True), row, 1)


class NoticeStrip(QFrame):
    """A limit or a warning that stays with the record: an icon, a sentence, a tone."""

    def __init__(
        self, tone: Tone, text: str, name: str = "notice-strip", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tone = tone
        self._sign = QLabel()
        self.words = PlainLabel(text, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(10), px(12), px(10))
        row.setSpacing(px(10))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        ink, ground = tokens().tone(self._tone)
        self.setStyleSheet(f"QFrame#{self.objectName()} {{ background: {ground}; border-radius: 6px; }}")
        self.words.setStyleSheet(f"color: {ink};")
        self._sign.setPixmap(pixmap(ICONS[self._tone], ink, px(16), self.devicePixelRatioF()))


class ActionBar(QFrame):
    """Buttons at the foot of a card: main ones at the left, what takes away at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("action-bar")
        self._row = ActionRow(self)
        self._row.setContentsMargins(px(MARGIN), px(12), px(MARGIN), px(12))
        self._row.setSpacing(px(8))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.hide()

    def add(self, button: ActionButton | QWidget, *, right: bool = False) -> None:
        """Add a button, by default after those at the left."""
        self._row.add(button, right=right)
        self.show()

    def show_if_used(self) -> None:
        """Leave no empty strip where none of the buttons is shown."""
        buttons = self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self.setVisible(any(not one.isHidden() for one in buttons))


class DetailPanel(QFrame):
    """Shows one record: `show_blocks` replaces the body; the buttons in `foot` stay."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", True)
        self.setMinimumWidth(px(280))
        self.foot = ActionBar(self)
        self.holder = NoticeStrip(Tone.WARN, "", f"{name}-holder")
        self.holder.hide()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.holder)
        column.addWidget(self.foot)
        self.show_blocks([])

    def show_blocks(self, blocks: Sequence[QWidget | int]) -> None:
        """Show these blocks from the top; a number is a gap in pixels."""
        body = QWidget()
        body.setObjectName("scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(px(MARGIN), px(16), px(MARGIN), px(16))
        column.setSpacing(px(GAP))
        for block in blocks:
            if isinstance(block, int):
                column.addSpacing(px(block))
            else:
                column.addWidget(block)
        column.addStretch(1)
        self._scroll.setWidget(body)

    def show_holder(self, words: str) -> None:
        """Say under the record, where its text does not move, who else is reading it; empty for nobody."""
        self.holder.words.setText(words)
        self.holder.setVisible(bool(words))

    def show_nothing(self, words: str) -> None:
        """Say that nothing is chosen."""
        self.show_blocks([PlainLabel(words, ink="3", wrap=True)])
