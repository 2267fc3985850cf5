"""Collecting Python's cyclic garbage on the screen's thread alone.

Python collects wherever the next allocation happens to be. In a worker thread that destroys Qt's objects from
the wrong thread, and the program is gone (docs/decisions/0012).
"""

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250
THRESHOLDS = gc.get_threshold()
SLOW_S = 0.02


class GarbageCollector(QObject):
    """From now until `stop`, garbage is collected by a timer on this thread and nowhere else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()  # what is here now stays: it need not be looked at again and again
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        """Collect once more here, then let Python collect anywhere again."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()


def collect_due() -> int:
    """Collect the oldest generation that is due, as Python itself would; returns what was found."""
    counts = gc.get_count()
    due = [
        age
        for age, (count, threshold) in enumerate(zip(counts, THRESHOLDS, strict=True))
        if count > threshold
    ]
    return _collect(due[-1]) if due else 0


def keep_what_is_loaded() -> None:
    """Let no later collection look at what is here now: modules, classes and statements stay to the end."""
    if not gc.isenabled():  # while this thread alone collects
        gc.freeze()


def _collect(age: int) -> int:
    """Collect a generation; what has survived a slow collection is not looked at again."""
    began = perf_counter()
    found = gc.collect(age)
    if perf_counter() - began > SLOW_S:
        keep_what_is_loaded()
    return found
