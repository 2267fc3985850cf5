"""Rows that wait in quarantine: why, and what to do with them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from core.changes import Changes
from core.errors import DeskError
from core.intake.assigning import ASSIGNED, choices_of
from core.intake.quarantine import CHILD, Waiting, discard, waiting
from core.intake.release import release
from core.intake.shapes import Kind
from core.staff.roles import Permission
from gui.intake.words import KINDS
from gui.kit.dates import short_date
from gui.kit.dialogs import ConfirmDialog, Dialog
from gui.kit.page_spec import PageContext
from gui.kit.theme import px

WIDTH, HEIGHT, ROW = 780, 320, 36
HEADINGS = ("Row", "Kind", "Why it waits", "Clause", "Since")
WIDTHS = (60, 150, 0, 70, 110)


def open_quarantine(context: PageContext, parent: QWidget, kind: str = "") -> "QuarantineDialog":
    """Show the rows that wait, those of one kind or all."""
    dialog = QuarantineDialog(context, parent, kind)
    dialog.open()
    return dialog


class QuarantineDialog(Dialog):
    """Names: `quarantine`, `quarantine-table`, and `-assign`, `-release`, `-discard`."""

    def __init__(self, context: PageContext, parent: QWidget, kind: str = "") -> None:
        super().__init__(
            "Quarantine",
            "These rows could not be taken in. Release them with what was missing, or discard them.",
            main="Release",
            name="quarantine",
            width=WIDTH,
            parent=parent,
        )
        self.context, self._kind = context, kind
        self.main.setObjectName("quarantine-release")
        self.main.setAutoDefault(False)
        self.cancel.setText(self.tr("Close"))
        self.rows: list[Waiting] = []
        self.table, self.assign = QTableWidget(0, len(HEADINGS)), QComboBox()
        self.throw = QPushButton(self.tr("Discard…"))
        self._lay_fields()
        self.table.itemSelectionChanged.connect(self._chosen)
        self.throw.clicked.connect(self._ask_discard)
        self.table.setFocus()
        self._read()

    def selected(self) -> list[Waiting]:
        """Return the rows that are selected."""
        return [self.rows[at.row()] for at in self.table.selectionModel().selectedRows()]

    @override
    def act(self) -> None:
        rows = self.selected()
        kinds = {one.kind for one in rows}
        if len(kinds) != 1:
            self.say(self.tr("Select rows of one kind."))
            return
        value = str(self.assign.currentData() or "")
        assigned = {ASSIGNED[Kind(rows[0].kind)]: value} if value else {}
        self._do(partial(release, ids=[one.id for one in rows], assigned=assigned))

    def _ask_discard(self) -> None:
        rows = self.selected()
        confirm = ConfirmDialog(
            self.tr("Discard %1 in quarantine").replace("%1", _rows(len(rows))),
            self.tr("Their content is destroyed; that they were here stays in the log."),
            main=self.tr("Discard"),
            name="quarantine-confirm",
            parent=self,
        )
        confirm.accepted.connect(lambda: self._do(partial(discard, ids=[one.id for one in rows])))
        confirm.open()

    def _do(self, verb: partial[Changes]) -> None:
        self.say("")
        self.context.tasks.write(verb, lambda _: self._read(), self._refused, owner=self)

    def _refused(self, error: DeskError) -> None:
        self.say(error.sentence)

    def _read(self) -> None:
        self.context.tasks.read(waiting, self._show, self._refused, owner=self, quiet=True)

    def _show(self, rows: Sequence[Waiting]) -> None:
        self.rows = [one for one in rows if not self._kind or one.kind == self._kind]
        self.table.clearSelection()
        self.table.setRowCount(len(self.rows))
        for at, one in enumerate(self.rows):
            cells = (str(one.number), KINDS[Kind(one.kind)], one.reason, one.clause, short_date(one.at))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        self.explanation.setText(self._sentence())
        self.table.selectRow(0)
        self._chosen()

    def _sentence(self) -> str:
        if not self.rows:
            return self.tr("No row waits in quarantine.")
        count = self.tr("%1 could not be taken in.").replace("%1", _rows(len(self.rows)))
        lost = sum(one.lost for one in self.rows)
        if lost == len(self.rows):
            return f"{count} " + self.tr("Discarding is all that can be done.")
        return f"{count} " + self.tr("Release them with what was missing, or discard them.")

    def _chosen(self) -> None:
        rows = self.selected()
        kinds = {one.kind for one in rows}
        lost = any(one.lost for one in rows)
        self.throw.setEnabled(bool(rows) and not self._is_for_an_officer(rows))
        self.main.setEnabled(bool(rows) and not lost)
        self.say(self._why_not_released(rows) if lost else "")
        self.assign.clear()
        for value, words in choices_of(Kind(next(iter(kinds)))) if len(kinds) == 1 else ():
            self.assign.addItem(words, value)
        self.assign.setEnabled(self.assign.count() > 1 and not lost)

    def _is_for_an_officer(self, rows: Sequence[Waiting]) -> bool:
        child = any(one.clause == CHILD for one in rows)
        return child and not self.context.may(Permission.PURGE_CHILDREN)

    def _why_not_released(self, rows: Sequence[Waiting]) -> str:
        if self._is_for_an_officer(rows):
            return self.tr("A child's row (C24) can only be discarded, and only by a privacy officer.")
        return self.tr("A child's row (C24), or one damaged in its file, can only be discarded.")

    def _lay_fields(self) -> None:
        self.table.setObjectName("quarantine-table")
        self.table.setAccessibleName(self.tr("Rows in quarantine"))
        self.table.setHorizontalHeaderLabels([self.tr(one) for one in HEADINGS])
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(px(ROW))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(px(HEIGHT))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(column, px(width))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.fields.addWidget(self.table)
        self.fields.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.assign.setObjectName("quarantine-assign")
        self.assign.setAccessibleName(self.tr("Assign"))
        self.assign.setMinimumWidth(px(280))
        self.throw.setObjectName("quarantine-discard")
        self.throw.setProperty("tone", "danger")
        self.throw.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.assign)
        row.addStretch(1)
        row.addWidget(self.throw)
        return row


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{QLocale().toString(count)} rows"
