"""A list of any length as Qt wants it: ids in an array, rows by pages, late answers dropped."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from core.changes import Changes
from core.errors import DeskError
from gui.kit.columns import Column, cell_text
from gui.kit.desk_views import Row, RowListing
from gui.kit.id_stream import A_FEW, Piece, Settled, all_ids, pieces, settle
from gui.kit.page_cache import PAGE, PageCache
from gui.kit.tasks import Tasks

if TYPE_CHECKING:
    from gui.kit.job import Job

Index = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
NOWHERE = QModelIndex()


class RecordModel(QAbstractTableModel):
    """Shows one listing. `kind` is the kind of record in Changes ("posting").

    `counted(n, complete)` says how many are listed; `failed(DeskError)` that reading did not work;
    `arrived(n)` that n more records are in the list than are shown (`reload` brings them in). `steady` while
    somebody else's change is followed: the view is not to move.
    """

    counted = Signal(int, bool)
    failed = Signal(object)
    arrived = Signal(int)

    def __init__(
        self, columns: Sequence[Column[Any]], tasks: Tasks, kind: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns, self.kind = tuple(columns), kind
        self.keeps_place = False
        self.complete = False
        self.holder: Callable[[int], str] = lambda _: ""
        self.under_hand: Callable[[], int | None] = lambda: None
        self.steady = False
        self._lingering: set[int] = set()
        self._tasks = tasks
        self._listing: RowListing[Any] | None = None
        self._ids = array("q")
        self._generation = 0  # which list was asked for
        self._order = 0  # which order of it the pages belong to
        self._reading: Job | None = None
        self._cache: PageCache[Any] = PageCache(self._fetch)
        tasks.changes.changed.connect(self.take_changes)

    def show_listing(self, listing: RowListing[Any]) -> None:
        """Show another list; the old rows stay until the first of the new are here."""
        self._listing = listing
        generation = self._begin()
        self._reading = self._tasks.stream(
            partial(pieces, listing, self._tasks.step_aside),
            partial(self._took, generation),
            partial(self._all_here, generation),
            partial(self._refused, generation),
            owner=self,
        )

    def reload(self) -> None:
        """Read the same list again; selection and place stay by id."""
        if self._listing is None:
            return
        generation = self._begin()
        self._reading = self._tasks.read(
            partial(all_ids, self._listing, self._tasks.step_aside), partial(self._swapped, generation),
            partial(self._refused, generation), owner=self, quiet=True,
        )  # fmt: skip

    def take_changes(self, changes: Changes) -> None:
        """Read just the changed rows again, and let those leave that are no longer in the list."""
        ids = changes.ids.get(self.kind)
        if ids is None or self._listing is None or not (ids or changes.elsewhere):
            return
        if changes.elsewhere and not ids:
            self._cache.age()
            self._tell(0, len(self._ids) - 1)
        if not self.complete:
            if not changes.elsewhere:
                self.show_listing(self._listing)
            return
        settled = self._settled_elsewhere if changes.elsewhere else self._settled
        self._tasks.read(
            partial(settle, self._listing, self._tasks.step_aside, self._ids, ids),
            partial(settled, self._generation),
            partial(self._refused, self._generation), owner=self, quiet=True,
        )  # fmt: skip

    def row(self, index: int) -> Any:
        """Return the row at an index; None while it is being fetched."""
        return self._cache.row(index) if 0 <= index < len(self._ids) else None

    def peek(self, index: int) -> Any:
        """Return the row at an index if it is in memory; fetches nothing."""
        return self._cache.peek(index)

    def id_at(self, index: int) -> int | None:
        """Return the record's id at an index."""
        return self._ids[index] if 0 <= index < len(self._ids) else None

    def row_of(self, record_id: int) -> int | None:
        """Return the index at which a record stands, None when it is not in the list."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == int(Qt.ItemDataRole.ToolTipRole) and index.isValid():
            return self._reader_of(index.row())
        if role != DISPLAY or not index.isValid():
            return None
        row = self.row(index.row())
        column = self.columns[index.column()]
        return "" if row is None else cell_text(column.kind, column.value(row))

    def _reader_of(self, row: int) -> str | None:
        who = self.holder(self._ids[row])
        words = QCoreApplication.translate("claims", "%1 is reading this")
        return words.replace("%1", who) if who else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        return QCoreApplication.translate("columns", self.columns[section].title)

    def _begin(self) -> int:
        if self._reading is not None and not self._reading.over:
            self._reading.progress.cancel()
        self._generation += 1
        self._order += 1
        self._cache.restart()
        return self._generation

    def _took(self, generation: int, piece: Piece) -> None:
        if generation != self._generation:
            return
        if piece.first:
            self._replace(piece.ids, piece.rows)
        else:
            self._append(piece.ids)
        self.counted.emit(len(self._ids), not self._ids)  # nothing in the first piece: that is all there is

    def _replace(self, ids: "array[int]", rows: Sequence[Row]) -> None:
        self.keeps_place = self.complete = False
        self._order += 1
        self.beginResetModel()
        self._ids = ids
        self._cache.clear()
        if rows:
            self._cache.fill(0, ids[:PAGE], rows)
        self.endResetModel()

    def _append(self, ids: "array[int]") -> None:
        count = len(self._ids)
        self._cache.drop([count // PAGE] if count % PAGE else [])
        self.beginInsertRows(NOWHERE, count, count + len(ids) - 1)
        self._ids.extend(ids)
        self.endInsertRows()

    def _all_here(self, generation: int, _nothing: None) -> None:
        if generation == self._generation:
            self.complete = True
            self.counted.emit(len(self._ids), True)

    def _swapped(self, generation: int, ids: "array[int]") -> None:
        if generation == self._generation:
            self._swap(ids)
            self._all_here(generation, None)

    def _swap(self, ids: "array[int]") -> None:
        self.keeps_place = True
        self._order += 1
        self.beginResetModel()
        self._ids = ids
        self._cache.rearrange(ids)
        self.endResetModel()

    def _settled(self, generation: int, now: Settled) -> None:
        if generation != self._generation:
            return
        self._put(now.rows)
        if now.ids is not None:
            self._swap(now.ids)
        else:
            self._leave(now.left)
        self.counted.emit(len(self._ids), True)
        if now.more > 0:
            self.arrived.emit(now.more)

    def _settled_elsewhere(self, generation: int, now: Settled) -> None:
        """Follow somebody else: nothing comes in unasked, and what is under this person's hand stays."""
        if generation != self._generation:
            return
        here = set(self._ids)
        self._put([row for row in now.rows if row.id in here])
        kept = now.left & {self.under_hand()}
        self._lingering |= kept
        self._leave_steadily(now.left - kept)
        self.counted.emit(len(self._ids), True)
        if (more := now.now - len(self._ids) + len(self._lingering)) > 0:
            self.arrived.emit(more)

    def _leave_steadily(self, gone: frozenset[int]) -> None:
        self.steady = True
        if len(gone) > A_FEW:
            self._swap(array("q", (one for one in self._ids if one not in gone)))
        else:
            self._leave(gone)
        self.steady = False

    def let_go(self) -> None:
        """Let those leave that are no longer in the list and stayed only under somebody's hand."""
        gone = frozenset(self._lingering - {self.under_hand()})
        self._lingering -= gone
        if gone:
            self._leave_steadily(gone)
            self.counted.emit(len(self._ids), self.complete)

    def _put(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for place in self._cache.put(row):
                self._tell(place, place)

    def _leave(self, ids: frozenset[int]) -> None:
        for one in ids.intersection(self._ids):
            at = self._ids.index(one)
            self._order += 1
            self.beginRemoveRows(NOWHERE, at, at)
            self._ids = self._ids[:at] + self._ids[at + 1 :]
            self._cache.rearrange(self._ids)
            self.endRemoveRows()

    def _refused(self, generation: int, error: DeskError) -> None:
        if generation == self._generation:
            self.failed.emit(error)

    def _fetch(self, number: int) -> None:
        listing, ids = self._listing, self._ids[number * PAGE : (number + 1) * PAGE]
        if listing is None or not ids:
            return
        key = (self._order, number)
        self._tasks.read(
            lambda work: listing.rows(work, ids), partial(self._page_came, key, ids),
            partial(self._page_lost, key), owner=self, quiet=True,
        )  # fmt: skip

    def _page_came(self, key: tuple[int, int], ids: Sequence[int], rows: Sequence[Row]) -> None:
        order, number = key
        if order == self._order:
            self._cache.fill(number, ids, rows)
            self._tell(number * PAGE, min((number + 1) * PAGE, len(self._ids)) - 1)

    def _page_lost(self, key: tuple[int, int], error: DeskError) -> None:
        if key[0] == self._order:
            self._cache.lost(key[1])
            self.failed.emit(error)

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
