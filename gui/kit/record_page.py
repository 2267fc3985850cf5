"""A page of records: search, chips, table at the left, detail at the right, and its three states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget
from typing_extensions import override

from core.errors import DeskError
from gui.kit.actions import ActionButton, action
from gui.kit.columns import Column
from gui.kit.desk_views import RowListing
from gui.kit.detail import DetailPanel
from gui.kit.filter_bar import Filter, FilterBar
from gui.kit.labels import card
from gui.kit.page import Page
from gui.kit.page_spec import PageContext
from gui.kit.state_view import StateView
from gui.kit.table_model import RecordModel
from gui.kit.table_view import RecordTable
from gui.kit.theme import px
from gui.kit.tokens import Tone

TABLE_SHARE, DETAIL_SHARE = 797, 351


@dataclass(frozen=True)
class Query:
    """What the person asked to see; the page's `listing` makes a list of it."""

    search: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what would fill it, and the step to take."""

    icon: str
    headline: str
    words: str
    step: str = ""
    run: Callable[[], object] | None = None


@dataclass(frozen=True)
class Records:
    """What makes one record page different from another.

    `kind` is the kind of record in Changes; `listing` makes a list of a query, cheaply: it reads nothing yet.
    """

    key: str
    title: str
    kind: str
    columns: Sequence[Column[Any]]
    listing: Callable[[Query], RowListing[Any]]
    search_hint: str
    empty: Empty
    filters: Sequence[Filter] = ()
    first: Query = field(default_factory=Query)


class RecordPage(Page):
    """Override `show_row`; add actions with `self.act`.

    Object names: `page-KEY`, `KEY-table`, `KEY-search`, `KEY-filter-…`, `KEY-refresh`, `KEY-export`,
    `KEY-detail`, `KEY-state`.
    """

    def __init__(self, context: PageContext, records: Records) -> None:
        super().__init__(context, records.key, records.title)
        self.records, self.query = records, records.first
        self._total: int | None = None
        self._wanted: int | None = None
        self._widened = False
        self.model = RecordModel(records.columns, context.tasks, records.kind, self)
        self.table = RecordTable(self.model, f"{self.key}-table", records.title)
        self.panel = DetailPanel(f"{self.key}-detail")
        self.state = StateView(f"{self.key}-state")
        self.filters = FilterBar(records.filters, self.key)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedLayout()
        self._lay()
        self.add_actions()
        self._connect()
        self._say_loading()
        self.show_row(None)

    def add_actions(self) -> None:
        """Add this page's actions with `act`; comes before the first `show_row`."""

    def show_row(self, row: Any) -> None:
        """Show a record in `self.panel`; None when there is none (or it is still being read)."""
        self.panel.show_nothing("" if row is not None else self.tr("Choose a record."))

    def ask(self, query: Query) -> None:
        """Show another query."""
        self.query, self._wanted = query, None
        self.context.settings.keep(f"{self.key}/filter", query.filter)
        self.model.show_listing(self.records.listing(query))

    @override
    def refresh(self) -> None:
        if self.model.rowCount() and self.model.complete:
            self.model.reload()
        else:
            self.ask(self.query)
        self._count_all()

    @override
    def open_record(self, record_id: int) -> None:
        self._wanted, self._widened = record_id, False
        self._look_for_wanted()

    def open_new(self, record_id: int) -> None:
        """Show a record that has just come in: in the list that is shown, if it fits there."""
        self._wanted, self._widened = record_id, False
        self.model.reload()

    def _look_for_wanted(self) -> None:
        """Go to the record that is to be opened, once it is listed; where it is not, list everything."""
        wanted = self._wanted
        if wanted is None:
            return
        row = self.model.row_of(wanted)
        if row is not None:
            self._wanted = None
            self.table.go_to_row(row)
        elif self.model.complete:
            self._widen()

    def _widen(self) -> None:
        """List everything, and anew, for a record that is not in this list; once, for it may be in none."""
        wanted, self._wanted = self._wanted, None
        if self._widened:
            return
        if self.search is not None:
            self.search.setText("")
        self.ask(self._widest())
        self.filters.choose(self.query.filter)
        self._wanted, self._widened = wanted, True

    def _widest(self) -> Query:
        """Return the query that leaves nothing out; a page without a chip for all keeps its first."""
        keys = {one.key for one in self.records.filters}
        first = self.records.first
        return replace(first, filter="" if "" in keys else first.filter)

    def act(  # noqa: PLR0913  # each is a named choice of the page
        self,
        name: str,
        text: str,
        keys: str | Sequence[str],
        run: Callable[[], object],
        *,
        tone: str = "secondary",
        right: bool = False,
        button: bool = True,
    ) -> QAction:
        """Add an action of the current record, with its button at the foot of the detail."""
        made = action(self, name, text, keys, run)
        if button:
            self.panel.foot.add(ActionButton(made, tone), right=right)
        return made

    def offer_export(self, run: Callable[[Query], object]) -> None:
        """Add the export button; `run` is given the query on screen."""
        self.add_tool("download", self.tr("Export this list"), "export", lambda: run(self.query), "Ctrl+E")

    @override
    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        (self.table if shown is self.table else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all(self) -> None:
        """Show the list as it begins: nothing searched, the first filter and order."""
        if self.search is not None:
            self.search.setText("")
        self.filters.choose(self.records.first.filter)
        self.ask(self.records.first)

    def next_record(self) -> None:
        """Go to the next record."""
        self.table.step(1)

    def _lay(self) -> None:
        self.add_search(self.records.search_hint)
        self.add_tool("refresh-cw", self.tr("Read again"), "refresh", self.refresh)
        self.body.addWidget(self.filters)
        self.filters.setVisible(bool(self.records.filters))
        left = card()
        left.setLayout(self._stack)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.state)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setHandleWidth(px(12))
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([TABLE_SHARE, DETAIL_SHARE])
        self.splitter.setStretchFactor(0, 1)
        self.body.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        settings = self.context.settings
        self.splitter.restoreState(settings.state(f"{self.key}/splitter"))
        self.splitter.splitterMoved.connect(
            lambda *_: settings.keep(f"{self.key}/splitter", self.splitter.saveState())
        )
        self._remember_columns()
        self._remembered_filter()
        self.filters.chosen.connect(lambda key: self.ask(replace(self.query, filter=key)))
        if self.search is not None:
            self.search.asked.connect(self._searched)
        self.table.sort_asked.connect(
            lambda key, down: self.ask(replace(self.query, sort=key, descending=down))
        )
        self.table.header.show_order(self.query.sort, descending=self.query.descending)
        self.table.row_shown.connect(self.show_row)
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self._say_failed)
        self.model.arrived.connect(self._say_arrived)
        action(self, f"{self.key}-next", self.tr("Next (also Space)"), "J", self.next_record)
        action(self, f"{self.key}-previous", self.tr("Previous"), "K", lambda: self.table.step(-1))

        self.model.holder = partial(self.context.holder, self.records.kind)
        self.table.row_shown.connect(lambda _row: self._claim())
        if self.context.claims is not None:
            self.context.claims.changed.connect(self._show_claims)

    def _claim(self) -> None:
        """Claim the record that is on the screen, and say who else has it."""
        if self.context.claims is not None and self.isVisible():
            self.context.claims.open(self.records.kind, self.table.current_id())
            self._show_holder()

    def _show_claims(self) -> None:
        self.table.viewport().update()
        self._show_holder()

    def _show_holder(self) -> None:
        current = self.table.current_id()
        who = self.context.holder(self.records.kind, current) if current is not None else ""
        words = self.tr("%1 is reading this. You may decide it all the same.").replace("%1", who)
        self.panel.show_holder(words if who else "")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._claim()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.context.claims is not None:
            self.context.claims.open(self.records.kind, None)

    def _remember_columns(self) -> None:
        settings, header = self.context.settings, self.table.header
        key = f"{self.key}/columns-{len(self.records.columns)}"
        if header.restoreState(settings.state(key)):
            self.table.take_widths()
        self.table.sized.connect(lambda: settings.keep(key, header.saveState()))

    def _remembered_filter(self) -> None:
        kept = self.context.settings.text(f"{self.key}/filter", self.query.filter)
        self.filters.choose(kept)
        self.query = replace(self.query, filter=self.filters.current or self.query.filter)

    def _searched(self, text: str) -> None:
        if text != self.query.search:
            self.ask(replace(self.query, search=text))

    def _counted(self, count: int, complete: bool) -> None:  # noqa: FBT001  # the signal's own shape
        focus = self.window().focusWidget()  # where the keys will go, be the window active already or not
        at_work = focus in (self, self.table) or focus in self.state.findChildren(QWidget)
        self._stack.setCurrentWidget(self.table if count else self.state)
        if at_work:
            self.take_focus()
        if not count and complete:
            self._say_empty()
        self._look_for_wanted()
        self.header.show_count(count, self._total)
        if self._total is not None and count > self._total:  # new ones came in
            self._count_all()
        self.updated.emit()

    def _count_all(self) -> None:
        everything = self.records.listing(type(self.records.first)())
        self.context.tasks.read(everything.total, self._counted_all, lambda _: None, owner=self, quiet=True)

    def _counted_all(self, total: int) -> None:
        self._total = total
        self.header.show_count(self.model.rowCount(), total)

    def _say_empty(self) -> None:
        self.panel.show_blocks([])  # there is nothing to choose
        first = self.records.first
        if replace(self.query, sort=first.sort, descending=first.descending) != first:
            words = self.tr("No record fits this search and filter.")
            self.state.show_state(
                "search", self.tr("Nothing found"), words, self.tr("Show all"), self.show_all
            )
        else:
            one = self.records.empty
            self.state.show_state(one.icon, one.headline, one.words, one.step, one.run)

    def _say_loading(self) -> None:
        self.state.show_state("loader", self.tr("Reading…"), "")
        self._stack.setCurrentWidget(self.state)

    def _say_failed(self, error: DeskError) -> None:
        self.show_row(None)  # what was read before may be old; nothing may be decided on it
        self.panel.show_blocks([])
        step = self.tr("Try again")
        self.state.show_state(
            "triangle-alert", self.tr("This list could not be read"), error.sentence, step, self._again
        )
        self._stack.setCurrentWidget(self.state)

    def _again(self) -> None:
        self._say_loading()
        self.ask(self.query)

    def _say_arrived(self, count: int) -> None:
        words = self.tr("%n new", "", count)
        self.context.notices.say(words, Tone.INFO, self.tr("Show"), self.model.reload)
