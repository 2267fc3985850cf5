"""What an export would hold, shown beside the purpose while it is being chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.exports.planning import ExportPlan
from gui.kit.labels import SEMIBOLD, PlainLabel, caption
from gui.kit.theme import px

HEIGHT, NAME_WIDTH = 236, 84


class PlanView(QFrame):
    """How many records and columns go, and what stays with rule and clause."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", True)
        self.headline = PlainLabel(weight=SEMIBOLD, wrap=True)
        self.headline.setObjectName(f"{name}-headline")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(12), px(6), px(8))
        column.setSpacing(px(6))
        column.addWidget(self.headline)
        column.addWidget(self._scroll, 1)
        self.setFixedHeight(px(HEIGHT))
        self.show_words(self.tr("Choose a purpose to see what would go."))

    def show_words(self, words: str, ink: str = "2") -> None:
        """Show a sentence alone."""
        self.headline.setText(words)
        self.headline.set_ink(ink)
        self._fill([])

    def show_plan(self, plan: ExportPlan) -> None:
        """Show what a plan lets go and what it leaves out."""
        number = QLocale().toString
        goes = self.tr("%1 of %2 would go, with %3.").replace("%1", number(plan.records))
        goes = goes.replace("%2", plan.exported.count(plan.selected)).replace("%3", self._width(plan))
        if plan.people is not None:
            persons = self.tr("1 person") if plan.people == 1 else self.tr("%1 people")
            goes = f"{persons.replace('%1', number(plan.people))}, {goes}"
        self.headline.setText(plan.blocked or goes)
        self.headline.set_ink("bad" if plan.blocked else "")
        self._fill([*self._records(plan, number), *self._columns(plan)])

    def _width(self, plan: ExportPlan) -> str:
        count = len(plan.columns)
        return self.tr("1 column") if count == 1 else self.tr("%1 columns").replace("%1", str(count))

    def _records(self, plan: ExportPlan, number: Callable[[int], str]) -> list[QWidget]:
        if not plan.left_out:
            return []
        lines = [_line(number(one.records), one.reason.sentence) for one in plan.left_out]
        return [caption(self.tr("Records left out")), *lines]

    def _columns(self, plan: ExportPlan) -> list[QWidget]:
        if not plan.columns_out:
            return []
        grouped: dict[str, list[str]] = {}
        for one in plan.columns_out:
            grouped.setdefault(one.reason.sentence, []).append(one.title)
        lines = [_line(", ".join(titles), sentence) for sentence, titles in grouped.items()]
        return [caption(self.tr("Columns left out")), *lines]

    def _fill(self, lines: Sequence[QWidget]) -> None:
        body = QWidget()
        body.setObjectName("scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(6))
        for at, line in enumerate(lines):
            if at and isinstance(line, PlainLabel):  # a caption of its own
                column.addSpacing(px(6))
            column.addWidget(line)
        column.addStretch(1)
        self._scroll.setWidget(body)


def _line(what: str, why: str) -> QWidget:
    line = QWidget()
    line.setAccessibleName(f"{what}: {why}")
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(10))
    name = PlainLabel(what, wrap=True)
    name.setFixedWidth(px(NAME_WIDTH))
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(why, ink="2", wrap=True), 1, Qt.AlignmentFlag.AlignTop)
    return line
