"""Exporting a page's list as filtered: the purpose is asked, the policy answers while it is chosen.

A page offers it with one line: `offer_list_export(self, "postings")`.
"""

from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox
from typing_extensions import override

from core.errors import Cancelled, DeskError
from core.exports.leaving import file_problem, wanted_file
from core.exports.lists import LISTS
from core.exports.planning import ExportPlan, plan_export
from core.exports.purposes import OfferedPurpose, offered_purposes
from core.exports.shapes import ExportList, ExportOrder, ListKind
from core.exports.writing import Exported, export_list
from core.staff.roles import Permission
from gui.kit.dialogs import Dialog
from gui.kit.export_plan import PlanView
from gui.kit.file_field import FileField
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Query, RecordPage
from gui.kit.tokens import Tone

if TYPE_CHECKING:
    from gui.kit.job import Job

WIDTH = 580


def offer_list_export(page: RecordPage, kind: str) -> None:
    """Put the export button on a page, for those who may export its list."""
    if all(page.context.may(one) for one in LISTS[ListKind(kind)].permissions):
        page.offer_export(partial(ask_export, page, kind))


def ask_export(page: RecordPage, kind: str, query: Query) -> "ExportDialog":
    """Ask what a page's list, as it is filtered on screen, is exported for; then export it."""
    told = {one.name: str(getattr(query, one.name)) for one in fields(query) if one.name != "search"}
    listing = page.records.listing(query)
    order = ExportOrder(ListKind(kind), listing, "", search=query.search, told=told)
    dialog = ExportDialog(page, order)
    dialog.open()
    return dialog


class ExportDialog(Dialog):
    """Names: `export`, `export-purpose`, `export-values`, `export-plan`, `export-file`, `export-go`."""

    def __init__(self, page: RecordPage, order: ExportOrder) -> None:
        exported = LISTS[order.kind]
        super().__init__(
            f"Export {exported.plural}",
            "The list as filtered on screen. What the policy does not allow for the purpose stays here. "
            "The log keeps who exported what, and for which purpose.",
            main="Export",
            name="export",
            width=WIDTH,
            parent=page,
        )
        self._page, self._order = page, order
        self._planning: Job | None = None
        self.main.setObjectName("export-go")
        self.main.setDefault(True)
        self.purpose, self.values, self.plan = QComboBox(), QCheckBox(), PlanView("export-plan")
        self.file = FileField("export", self.tr("Export to"), self.tr("Workbooks (*.xlsx)"), save_as="xlsx")
        self._offers: list[OfferedPurpose] = []
        self._lay_fields(exported)
        self._listen()

    @property
    def context(self) -> PageContext:
        """What the page was given."""
        return self._page.context

    def order(self) -> ExportOrder:
        """Return what is asked for now."""
        at = self.purpose.currentIndex()
        chosen = self._offers[at].key if 0 <= at < len(self._offers) else ""
        return replace(self._order, purpose=chosen, values=self.values.isChecked())

    @override
    def act(self) -> None:
        path = wanted_file(self.file.text())
        problem = file_problem(path)
        self.say(problem)
        if not problem:
            _start(self._page, self.order(), path)
            self.accept()

    def _lay_fields(self, exported: ExportList) -> None:
        self.add(self.tr("Purpose"), self.purpose, "export-purpose")
        self.values.setObjectName("export-values")
        self.values.setText(self.tr("Personal values as stored; otherwise masked, as in the list"))
        self.fields.addWidget(self.values)
        masks = any(one.plain is not None for one in exported.columns)
        self.values.setVisible(masks and self.context.may(Permission.EXPORT_VALUES))
        self.fields.addWidget(self.plan)
        self.add(self.tr("File"), self.file, "export-file-row")
        self.main.setEnabled(False)

    def _listen(self) -> None:
        self.file.line.setText(str(_free_name(self._order.kind, f"{self.context.desk.clock():%Y-%m-%d}")))
        self.purpose.currentIndexChanged.connect(lambda _: self._ask_plan())
        self.values.toggled.connect(lambda _: self._ask_plan())
        self.purpose.setFocus()
        ask = partial(offered_purposes, kind=self._order.kind)
        self.context.tasks.read(ask, self._show_purposes, self._show_problem, owner=self, quiet=True)

    def _show_purposes(self, offers: list[OfferedPurpose]) -> None:
        with QSignalBlocker(self.purpose):
            self._offers = offers
            for one in offers:
                self.purpose.addItem(f"{one.label} ({', '.join(one.clauses)})", one.key)
            self.purpose.setCurrentIndex(0 if len(offers) == 1 else -1)
            self.purpose.setPlaceholderText(self.tr("What is it for?"))
        if len(offers) == 1:
            self._ask_plan()

    def _ask_plan(self) -> None:
        self.main.setEnabled(False)
        if self._planning is not None:
            self._planning.cancel()
        order = self.order()
        if order.purpose:
            self._planning = self.context.tasks.read(
                partial(plan_export, order=order),
                partial(self._show_plan, order),
                partial(self._show_refusal, order),
                owner=self,
                quiet=True,
            )

    def _show_plan(self, order: ExportOrder, plan: ExportPlan) -> None:
        if order == self.order():
            self.plan.show_plan(plan)
            self.main.setEnabled(not plan.blocked)

    def _show_refusal(self, order: ExportOrder, error: DeskError) -> None:
        if order == self.order() and not isinstance(error, Cancelled):
            self._show_problem(error)

    def _show_problem(self, error: DeskError) -> None:
        self.plan.show_words(error.sentence, "bad")


def _start(page: RecordPage, order: ExportOrder, path: Path) -> None:
    context = page.context
    title = f"Exporting {LISTS[order.kind].plural}"
    make = partial(export_list, context.desk, order, path)
    context.tasks.run(title, make, partial(_say_exported, context), owner=page)


def _say_exported(context: PageContext, done: Exported) -> None:
    folder = QUrl.fromLocalFile(str(done.file.parent))
    context.notices.say(
        f"{done.sentence[:-1]}: {done.file.name}.",
        Tone.GOOD,
        "Show folder",
        lambda: QDesktopServices.openUrl(folder),
    )


def _free_name(kind: ListKind, day: str) -> Path:
    """Return a name in the person's own folder for documents that no file has yet."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents and Path(documents).is_dir() else Path.home()
    names = (f"{kind.value}-{day}{'' if n == 1 else f'-{n}'}.xlsx" for n in range(1, 1000))
    return next(
        (folder / one for one in names if not file_problem(folder / one)), folder / f"{kind.value}.xlsx"
    )
