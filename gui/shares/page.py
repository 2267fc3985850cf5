"""The page of vendor shares: what waits, one share in full, its steps, and the register (C14)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from typing_extensions import override

from core.changes import Changes
from core.shares.detail import ShareDetail, share_detail
from core.shares.evaluation import Evaluation
from core.shares.queries import ShareRow, purpose_labels, share_now, shares
from core.shares.rules import Step
from gui.kit.actions import ActionButton
from gui.kit.export_dialog import offer_list_export
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.theme import px
from gui.shares.columns import FILTERS, share_columns, tr
from gui.shares.propose_dialog import ProposeDialog
from gui.shares.register import REGISTER_DEEDS, VendorRegister
from gui.shares.share_view import share_blocks
from gui.shares.steps import LOOKS, ShareSteps
from gui.shares.tabs import REGISTER, SHARES, add_tabs

PROPOSE = "propose vendor shares"
TABLE_WIDTH, DETAIL_WIDTH, NARROWEST = 748, 400, 396
UNDECIDED = {"draft", "submitted"}


class SharesPage(RecordPage):
    """Proposes, approves and executes shares; the second tab is the register of vendors."""

    def __init__(self, context: PageContext) -> None:
        self.detail: ShareDetail | None = None
        self.purposes: Mapping[str, str] = {}
        self.register: VendorRegister | None = None
        super().__init__(context, self._records(may_propose=context.may(PROPOSE)))
        self.panel.setMinimumWidth(px(NARROWEST))
        if context.settings.state(f"{self.key}/splitter").isEmpty():
            self.splitter.setSizes([px(TABLE_WIDTH), px(DETAIL_WIDTH)])
        self.splitter.setStretchFactor(1, 1)
        self.tabs = add_tabs(self, REGISTER, self._switch)
        context.tasks.read(purpose_labels, self._name_purposes, owner=self, quiet=True)
        context.changes.changed.connect(self._follow)
        offer_list_export(self, "shares")
        self.header.row.addWidget(ActionButton(self.propose, "primary"))

    @override
    def add_actions(self) -> None:
        made = {
            step: self.act(
                look.name,
                tr(look.words),
                look.key,
                partial(self._take, step),
                tone=look.tone,
                right=look.right,
            )
            for step, look in LOOKS.items()
        }
        self.steps = ShareSteps(self.context, self, made, self.refresh)
        self.propose = self.act("share-propose", tr("Propose…"), "P", self._propose, button=False)
        self.propose.setEnabled(self.context.may(PROPOSE))

    @override
    def show_row(self, row: ShareRow | None) -> None:
        if row is None or self.detail is None or self.detail.id != row.id:
            self.detail = None
            self.steps.show(None)
        if row is None:
            self.panel.show_nothing(tr("Choose a share."))
            return
        read = partial(share_detail, share_id=row.id)
        self.context.tasks.read(read, self._show_full, owner=self, quiet=True)

    @override
    def open_record(self, record_id: int) -> None:
        self.tabs.setCurrentIndex(0)
        super().open_record(record_id)

    @override
    def refresh(self) -> None:
        super().refresh()
        if self.register is not None:
            self.register.refresh()

    @override
    def page_actions(self) -> Sequence[QAction]:
        shown = self.register if self.register is not None and self.register.isVisible() else None
        return shown.page_actions() if shown else super().page_actions()

    @override
    def come_for(self, name: str) -> None:
        self.tabs.setCurrentIndex(REGISTER if name in REGISTER_DEEDS else SHARES)

    @override
    def focus_search(self) -> None:
        if self.register is not None and self.register.isVisible():
            self.register.focus_search()
        else:
            super().focus_search()

    def _records(self, *, may_propose: bool) -> Records:
        words = tr("A share gives a vendor some fields for one purpose, once another person has approved it.")
        step = tr("Propose a share") if may_propose else ""
        return Records(
            key="shares",
            title=tr("Vendor shares"),
            kind="share",
            columns=share_columns(lambda key: self.purposes.get(key, key)),
            listing=self._listing,
            search_hint=tr("Search title, vendor or ID"),
            filters=tuple(Filter(one.key, tr(one.label)) for one in FILTERS),
            empty=Empty("share-2", tr("No share yet"), words, step, self._propose),
            first=Query(sort="id", descending=True),
        )

    def _listing(self, query: Query) -> Any:
        now = self.context.desk.clock()
        order = query.sort or "id"
        return shares(
            now, query.search, query.filter, sort=order, descending=query.descending or not query.sort
        )

    def _name_purposes(self, purposes: Mapping[str, str]) -> None:
        self.purposes = purposes
        self.table.viewport().update()

    def _show_full(self, detail: ShareDetail) -> None:
        if detail.id != self.table.current_id():
            return
        self.detail = detail
        self.steps.show(detail)
        self._show_blocks(detail)
        if detail.state in UNDECIDED:
            read = partial(share_now, share_id=detail.id)
            self.context.tasks.read(read, partial(self._show_today, detail), owner=self, quiet=True)

    def _show_today(self, seen: ShareDetail, now: Evaluation) -> None:
        """Show an undecided share as it is judged today, if that has changed since it was stored."""
        if self.detail is not seen or (now.grid, now.excluded) == (seen.grid, seen.excluded):
            return
        today = replace(
            seen, selected=now.selected, records=now.records, grid=now.grid, excluded=now.excluded,
            judged_at=self.context.desk.clock(), policy_version=now.policy_version,
        )  # fmt: skip
        self.detail = today
        self._show_blocks(today)

    def _show_blocks(self, detail: ShareDetail) -> None:
        desk = self.context.desk
        self.panel.show_blocks(share_blocks(detail, desk.clock, desk.folder.outbox))

    def _take(self, step: Step) -> None:
        self.steps.take(step)

    def _propose(self) -> None:
        dialog = ProposeDialog(self.context, self)
        dialog.proposed.connect(self._show_new)
        dialog.open()

    def _show_new(self, share_id: int) -> None:
        self.show_all()
        self.open_record(share_id)

    def _follow(self, changes: Changes) -> None:
        """Read the share again that is shown, and the list when there is a new one."""
        ids = changes.ids.get("share", frozenset())
        if self.detail is not None and self.detail.id in ids:
            self.show_row(self.table.current())

    def _switch(self, tab: int) -> None:
        """Show the list of shares (0) or the register (1)."""
        if tab and self.register is None:
            self.register = VendorRegister(
                self.context, self.open_record, lambda: self.tabs.setCurrentIndex(0)
            )
            self.body.addWidget(self.register, 1)
        side = (0, 0, 0, 0) if tab else (px(24), px(20), px(24), px(16))
        self.body.setContentsMargins(*side)
        for part in (self.header, self.filters, self.splitter):
            part.setVisible(not tab)
        for one in self.actions():  # the register has keys of its own
            one.setEnabled(not tab)
        self.propose.setEnabled(not tab and self.context.may(PROPOSE))
        self.steps.show(None if tab else self.detail)
        if self.register is not None:
            self.register.setVisible(bool(tab))
            if tab:
                self.register.come()
