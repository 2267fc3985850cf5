"""Collecting Python's cyclic garbage on the screen's thread alone.

Python collects wherever the next allocation happens to be. In a worker thread that destroys Qt's objects from
the wrong thread, and the program is gone (docs/decisions/0012).
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250
THRESHOLDS = gc.get_threshold()


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
    return gc.collect(due[-1]) if due else 0
