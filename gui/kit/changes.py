"""What a write changed, told once to every view; and what can still be taken back."""

from PySide6.QtCore import QObject, Signal

from core.changes import Changes

KEPT = 50


class ChangeFeed(QObject):
    """One signal for the whole screen. `changed` carries core's Changes."""

    changed = Signal(object)
    undo_ready = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Changes] = []

    def tell(self, changes: Changes) -> None:
        """Say what changed and keep its undo, if there is one, for Ctrl+Z."""
        if changes.undo is not None:
            self._kept = [*self._kept[-KEPT:], changes]
        self.changed.emit(changes)
        self.undo_ready.emit(bool(self._kept))

    def take(self, changes: Changes | None = None) -> Changes | None:
        """Take out the change to undo now: the given one, else the last. None when nothing is left."""
        wanted = changes or (self._kept[-1] if self._kept else None)
        if wanted is None or not any(one is wanted for one in self._kept):
            return None
        self._kept = [one for one in self._kept if one is not wanted]
        self.undo_ready.emit(bool(self._kept))
        return wanted

    def forget(self) -> None:
        """Drop all that could be undone: the next person may not undo this one's work."""
        self._kept = []
        self.undo_ready.emit(False)
