"""Who is reading what: this person's claim follows the record on the screen, others' are shown."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.kit.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.claims.queries import Claimed

DWELL_MS, RENEW_MS, LAPSE_MS = 400, 60_000, 1_000
Key = tuple[str, int]


class ClaimBoard(QObject):
    """`open` is told which record is on the screen; a claim is taken once somebody stays on it.

    `changed` follows others' claims, as they come and as they lapse by the desk's clock.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, desk: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._clock, self._me, self._role = (
            tasks,
            desk.clock,
            desk.staff.id,
            str(desk.staff.role),
        )
        self._wanted: Key | None = None
        self._mine: Key | None = None
        self._others: dict[Key, Claimed] = {}
        self._dwell = QTimer(self, interval=DWELL_MS, singleShot=True)
        self._dwell.timeout.connect(self._move)
        self._renewal = QTimer(self, interval=RENEW_MS)
        self._renewal.timeout.connect(self.renew)
        self._lapse = QTimer(self, interval=LAPSE_MS)
        self._lapse.timeout.connect(self._drop_lapsed)

    def open(self, kind: str, record_id: int | None) -> None:
        """Note which record is on the screen now; None where there is none."""
        from core.claims.rules import claims  # noqa: PLC0415  # storage loads after the window is painted

        wanted = None if record_id is None or not claims(self._role, kind) else (kind, record_id)
        if wanted != self._wanted:
            self._wanted = wanted
            self._dwell.start()

    def hear(self, found: "Iterable[Claimed]") -> None:
        """Take in the claims that count now."""
        self._others = {(one.kind, one.record_id): one for one in found if one.staff_id != self._me}
        if self._others:
            self._lapse.start()
        self.changed.emit()

    def holder(self, kind: str, record_id: int) -> str:
        """Return who else is reading this record; empty where nobody is."""
        one = self._others.get((kind, record_id))
        return one.who if one is not None and one.until > self._clock() else ""

    def renew(self) -> None:
        """Renew the claim of the record that is open; before half of its lease is over nothing is written."""
        from core.claims.actions import take_claim  # noqa: PLC0415  # storage loads after the window is painted

        if self._mine is not None:
            kind, record_id = self._mine
            write = partial(take_claim, kind=kind, record_id=record_id)
            self._tasks.write(write, failed=lambda _: None, owner=self)

    def _move(self) -> None:
        from core.claims.actions import move_claim  # noqa: PLC0415  # storage loads after the window is painted

        left, self._mine = self._mine, self._wanted
        if left != self._mine:
            write = partial(move_claim, left=left, opened=self._mine)
            self._tasks.write(write, failed=lambda _: None, owner=self)
        if self._mine is not None:
            self._renewal.start()
        else:
            self._renewal.stop()

    def _drop_lapsed(self) -> None:
        now = self._clock()
        lasting = {key: one for key, one in self._others.items() if one.until > now}
        if len(lasting) != len(self._others):
            self._others = lasting
            self.changed.emit()
        if not lasting:
            self._lapse.stop()
