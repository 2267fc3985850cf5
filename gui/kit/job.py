"""One piece of work off the screen's thread: what is being done, how far, and how to stop it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from core.errors import Cancelled, DeskError
from core.progress import Progress

Done = Callable[[Any], object]
Failed = Callable[[DeskError], object]


@dataclass(eq=False)
class Job:
    """Returned for every task; `quiet` ones (the filling of tables) show no pointer and no progress."""

    title: str = ""
    done: Done | None = None
    failed: Failed | None = None
    owner: QObject | None = None
    quiet: bool = False
    progress: Progress = field(default_factory=Progress)
    started: float = field(default_factory=monotonic)
    over: bool = False
    work: Any = None

    def cancel(self) -> None:
        """Stop it at its next step, and the statement that it waits for."""
        self.progress.cancel()
        work = self.work
        if work is not None and hasattr(work, "interrupt"):
            with suppress(Exception):  # it ended between the look and the call: there is nothing to stop
                work.interrupt()

    @property
    def cancelled(self) -> bool:
        """True once someone asked to stop."""
        return self.progress.cancelled

    @property
    def wanted(self) -> bool:
        """False when the widget that asked is gone: its answer is dropped."""
        return self.owner is None or isValid(self.owner)

    def outcome_of(self, error: BaseException) -> BaseException:
        """Return the error to report: anything raised after a cancel is the cancel."""
        return Cancelled() if self.cancelled else error


def owner_of(callback: Any) -> QObject | None:
    """Return the Qt object that a callback belongs to, so that its end drops late answers."""
    while isinstance(callback, partial):
        callback = callback.func
    bound = getattr(callback, "__self__", None)
    return bound if isinstance(bound, QObject) else None
