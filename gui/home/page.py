"""The Overview: what waits, what is due, how the fortnight went; readable in five seconds."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import DeskError
from core.home.due import Due as Waits
from core.home.due import DueKind
from core.home.queries import Overview, overview
from core.intake.shapes import Kind
from core.staff.roles import Permission
from gui.home.cards import CARDS, CardOf, LogStrip
from gui.home.words import due_words
from gui.intake.offering import offer_intake
from gui.intake.quarantine_dialog import open_quarantine
from gui.kit.chart import BarChart, Series
from gui.kit.dates import local
from gui.kit.figure_card import Due, DueList, FigureCard
from gui.kit.labels import card, heading
from gui.kit.page import Page
from gui.kit.page_spec import PageContext
from gui.kit.state_view import StateView
from gui.kit.theme import px

PAUSE_MS, GAP, LOWER_HEIGHT = 300, 16, 352
PAGE_OF = {DueKind.REQUEST: "requests", DueKind.FEED: "feed"}


class OverviewPage(Page):
    """Names: `overview-waiting` and so on for the cards, `overview-chart`, `overview-due`, `overview-log`."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "overview", "Overview")
        if not context.may(Permission.POSTINGS):  # who has no page of records takes files in here
            offer_intake(self, *Kind)
        self.add_tool("refresh-cw", self.tr("Read again"), "refresh", self.refresh)
        self.cards = [self._card(one) for one in CARDS if self._belongs(one)]
        self.chart = BarChart("overview-chart")
        self.due = DueList("overview-due", self.tr("Due next"), self.tr("Nothing is due in the next days."))
        self.log = LogStrip(partial(context.go_to, "audit", None) if context.may(Permission.AUDIT) else None)
        self.state = StateView("overview-state")
        self._stack = QStackedLayout()
        self._lay()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._read_if_seen)
        context.changes.changed.connect(self._changed)

    @override
    def shown(self) -> None:
        self.refresh()

    @override
    def refresh(self) -> None:
        self._pause.stop()
        self.context.tasks.read(overview, self._show, self._say_failed, owner=self, quiet=True)

    def _changed(self, _changes: object) -> None:
        self._pause.start()

    def _read_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, told: Overview) -> None:
        for of, shown in self.cards:
            figure, note, ink = of.words(told)
            shown.show_figure(figure, note, ink)
        self._show_days(told)
        self.due.show_due([self._due(one, told) for one in told.due])
        self.log.show_log(told)
        self._say_empty() if told.is_new else self._stack.setCurrentIndex(0)
        self.updated.emit()

    def _show_days(self, told: Overview) -> None:
        received = Series(self.tr("Received"), [one.received for one in told.days])
        decided = Series(self.tr("Decided"), [one.decided for one in told.days])
        summary = self.tr("Postings received and decided on each of the last 14 days")
        self.chart.show_figures([str(one.day.day) for one in told.days], [received, decided], summary)

    def _due(self, one: Waits, told: Overview) -> Due:
        words, reference = due_words(one)
        day = local(one.at).date().toPython()
        return Due(words, reference, day, partial(self._go_due, one), one.at < told.now)  # type: ignore[arg-type]  # a date, says Qt

    def _go_due(self, one: Waits) -> None:
        if one.kind is DueKind.QUARANTINE:
            open_quarantine(self.context, self, one.words)
        else:
            self.context.go_to(PAGE_OF.get(one.kind, "shares"), one.id)

    def _belongs(self, one: CardOf) -> bool:
        return all(self.context.may(it) for it in one.needs) and not any(
            self.context.may(it) for it in one.not_for
        )

    def _card(self, one: CardOf) -> tuple[CardOf, FigureCard]:
        go = partial(self.context.go_to, one.page, None) if one.page else None
        return one, FigureCard(f"overview-{one.key}", one.caption, go)

    def _lay(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(GAP))
        column.addLayout(_row([shown for _, shown in self.cards]))
        if self.context.may(Permission.POSTINGS):
            column.addLayout(self._lower())
        elif self.context.may(Permission.RELEASE_QUARANTINE):
            column.addWidget(self.due)
        column.addWidget(self.log)
        column.addStretch(1)
        self.body.addLayout(self._stack, 1)  # before its pages: one without a parent would open as a window
        self._stack.addWidget(content)
        self._stack.addWidget(self.state)

    def _lower(self) -> QHBoxLayout:
        pictured = card()
        column = QVBoxLayout(pictured)
        column.setContentsMargins(px(16), px(14), px(16), px(12))
        column.addWidget(heading(self.tr("Received and decided, last 14 days")))
        column.addWidget(self.chart, 1)
        row = _row([pictured, self.due])
        row.setStretch(0, 3)
        row.setStretch(1, 2)
        for one in (pictured, self.due):
            one.setMinimumHeight(px(LOWER_HEIGHT))
        return row

    def _say_empty(self) -> None:
        words = self.tr("Figures appear here once your site's people and postings are taken in.")
        step = self.tr("Go to Postings") if self.context.may(Permission.INTAKE) else ""
        self.state.show_state(
            "inbox",
            self.tr("Nothing is on this desk yet"),
            words,
            step,
            partial(self.context.go_to, "postings", None),
        )
        self._stack.setCurrentWidget(self.state)

    def _say_failed(self, error: DeskError) -> None:
        self.state.show_state(
            "triangle-alert",
            self.tr("The Overview could not be read"),
            error.sentence,
            self.tr("Try again"),
            self.refresh,
        )
        self._stack.setCurrentWidget(self.state)


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(GAP))
    for one in widgets:
        row.addWidget(one, 1)
    return row
