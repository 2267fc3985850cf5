"""A grouped bar chart, painted by hand: two figures a day, readable in five seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.kit.theme import colour, px, theme, tokens
from gui.kit.tokens import CAPTION

STEPS = 4
LEFT_ROOM, TOP_ROOM, FOOT_ROOM = 34, 40, 24
SHARE_OF_BAR = 0.34


@dataclass(frozen=True)
class Series:
    """One named row of figures; the last of a chart is drawn in the accent."""

    name: str
    values: Sequence[int]


class BarChart(QWidget):
    """Bars by label (a day), one per series. Screen readers are given the figures as text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(px(200))
        self._labels: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()
        theme().changed.connect(self.update)

    def show_figures(self, labels: Sequence[str], series: Sequence[Series], summary: str = "") -> None:
        """Show figures; every series is as long as `labels`."""
        self._labels, self._series = tuple(labels), tuple(series)
        self.setAccessibleName(summary or ", ".join(one.name for one in series))
        self.setAccessibleDescription(
            "; ".join(
                f"{label}: " + ", ".join(f"{one.name} {one.values[at]}" for one in series)
                for at, label in enumerate(labels)
            )
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(640), px(290))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._legend(painter)
        if self._labels:
            top = nice_top(max((max(one.values, default=0) for one in self._series), default=0))
            plot = QRectF(
                px(LEFT_ROOM),
                px(TOP_ROOM),
                self.width() - px(LEFT_ROOM),
                self.height() - px(TOP_ROOM + FOOT_ROOM),
            )
            self._lines(painter, plot, top)
            self._bars(painter, plot, top)

    def _legend(self, painter: QPainter) -> None:
        painter.setFont(theme().font(12))
        x = px(LEFT_ROOM)
        for at, one in enumerate(self._series):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._colour(at)))
            painter.drawRoundedRect(QRectF(x, px(6), px(10), px(10)), 3, 3)
            painter.setPen(colour(tokens().text_2))
            width = painter.fontMetrics().horizontalAdvance(one.name)
            painter.drawText(
                QRectF(x + px(16), 0, width + 4, px(22)), Qt.AlignmentFlag.AlignVCenter, one.name
            )
            x += px(16) + width + px(28)

    def _lines(self, painter: QPainter, plot: QRectF, top: int) -> None:
        painter.setFont(theme().font(CAPTION))
        for step in range(STEPS + 1):
            y = plot.bottom() - plot.height() * step / STEPS
            painter.fillRect(QRectF(plot.x(), round(y), plot.width(), 1), colour(tokens().border))
            painter.setPen(colour(tokens().text_3))
            place = QRectF(0, y - px(9), plot.x() - px(6), px(18))
            words = QLocale().toString(top * step // STEPS)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _bars(self, painter: QPainter, plot: QRectF, top: int) -> None:
        group = plot.width() / len(self._labels)
        width, gap = min(group * SHARE_OF_BAR, px(28)), px(3)
        block = len(self._series) * (width + gap) - gap
        for at, label in enumerate(self._labels):
            x = plot.x() + group * at + (group - block) / 2
            for number, one in enumerate(self._series):
                height = plot.height() * one.values[at] / top
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(self._colour(number)))
                bar = QRectF(x + number * (width + gap), plot.bottom() - height, width, height)
                painter.drawRoundedRect(bar, min(3, height / 2), min(3, height / 2))
            painter.setPen(colour(tokens().text_3))
            place = QRectF(plot.x() + group * at, plot.bottom() + px(6), group, px(18))
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, label)

    def _colour(self, at: int) -> str:
        return tokens().accent if at == len(self._series) - 1 else tokens().bar


def nice_top(highest: int) -> int:
    """Return a round number at or above the highest figure, divisible by the number of steps."""
    step = max(ceil(highest / STEPS), 1)
    digits = len(str(step))
    unit = {1: 1, 2: 5}.get(digits) or 25 * 10 ** (digits - 3)
    return ceil(step / unit) * unit * STEPS
