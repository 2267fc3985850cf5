"""How far a long piece of work has come, and whether the person wants it stopped."""

from dataclasses import dataclass, field
from threading import Event

from core.errors import Cancelled


@dataclass
class Progress:
    """Written by the working thread, polled by the screen or the terminal.

    `done` and `total` count the same thing (rows, records); `total` is 0 while unknown.
    """

    doing: str = ""
    done: int = 0
    total: int = 0
    _stop: Event = field(default_factory=Event, repr=False)

    def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
        """Note how far the work is; raises Cancelled once `cancel` was called."""
        if self._stop.is_set():
            raise Cancelled
        self.done = done
        self.total = self.total if total is None else total
        self.doing = self.doing if doing is None else doing

    def cancel(self) -> None:
        """Ask the work to stop at its next step; safe from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """True once someone asked to stop."""
        return self._stop.is_set()
