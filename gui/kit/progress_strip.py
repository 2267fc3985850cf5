"""Manners of waiting: nothing under 100 ms, the pointer to 1 s, above that what, how far, and Cancel."""

from time import monotonic

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QWidget

from gui.kit.job import Job
from gui.kit.labels import PlainLabel
from gui.kit.tasks import Tasks
from gui.kit.theme import px
from gui.kit.tokens import CAPTION

POLL_MS, POINTER_AFTER, SHOWN_AFTER = 100, 0.1, 1.0


class ProgressStrip(QWidget):
    """Shows the oldest long job in the status bar; the person goes on working elsewhere."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._busy = False
        self.job: Job | None = None
        self.setObjectName("progress")
        self.words = PlainLabel(size=CAPTION)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(px(140))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.setObjectName("progress-cancel")
        self.stop.setProperty("tone", "link")
        self.stop.setFixedHeight(px(20))
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for part in (self.words, self.bar, self.stop):
            row.addWidget(part)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)
        tasks.running.connect(self._wake)
        self.hide()

    def poll(self) -> None:
        """Look how far the work is."""
        now = monotonic()
        loud = [one for one in self._tasks.jobs if not one.quiet]
        long = [one for one in loud if now - one.started >= SHOWN_AFTER]
        self._show(long[0] if long else None, len(long))
        self._point(any(POINTER_AFTER <= now - one.started < SHOWN_AFTER for one in loud))
        if not loud:
            self._timer.stop()

    def _wake(self) -> None:
        if any(not one.quiet for one in self._tasks.jobs):
            if not self._timer.isActive():
                self._timer.start()
        else:
            self.poll()

    def _show(self, job: Job | None, how_many: int) -> None:
        self.job = job
        self.setVisible(job is not None)
        if job is None:
            return
        done, total = job.progress.done, job.progress.total
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.words.setText(self._sentence(job, done, total, how_many))
        self.stop.setEnabled(not job.cancelled)

    def _sentence(self, job: Job, done: int, total: int, how_many: int) -> str:
        if job.cancelled:
            return self.tr("Stopping…")
        number = QLocale().toString
        doing = f"{job.title}: {job.progress.doing}" if job.progress.doing else job.title
        far = self.tr("%1 of %2").replace("%1", number(done)).replace("%2", number(total)) if total else ""
        more = self.tr("+%1 more").replace("%1", str(how_many - 1)) if how_many > 1 else ""
        return "  ".join(part for part in (doing, far, more) if part)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.poll()

    def _point(self, busy: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        if busy and not self._busy:
            QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        elif self._busy and not busy:
            QApplication.restoreOverrideCursor()
        self._busy = busy
