"""Work off the screen's thread: one writer, a small reader pool, answers by signal on the screen's thread."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from core.changes import Changes
from core.errors import Cancelled, DeskError
from core.logfiles.notes import Event, note
from core.progress import Progress
from gui.kit.changes import ChangeFeed
from gui.kit.courtesy import CourteousProgress, Courtesy
from gui.kit.desk_views import DeskView
from gui.kit.job import Failed, Job, owner_of
from gui.kit.turns import Turns

T = TypeVar("T")
READERS, LONG = 3, 2
TURN_S = 0.0005
"""After this a thread lets the screen's go on; Python's own 5 ms add up, one for each call of Qt."""


class Tasks(QObject):
    """Every read and write of the screen goes through here; each answer has a turn of its own on the screen.

    A DeskError goes to the caller's `failed`, else to `refused` (a notice). Anything else goes to
    `crashed` (the crash dialog), and to `failed` as a plain sentence. Answers for widgets that are gone,
    and for a session that has ended, are dropped.
    """

    refused = Signal(str)
    crashed = Signal(object)
    running = Signal()
    _came = Signal(object)

    def __init__(
        self, desk: DeskView | None = None, changes: ChangeFeed | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_S)
        self.desk, self.changes = desk, changes or ChangeFeed(self)
        self.jobs: list[Job] = []
        self._closed = False
        self._writer = ThreadPoolExecutor(1, "remit-writer")
        self._readers = ThreadPoolExecutor(READERS, "remit-reader")
        self._long = ThreadPoolExecutor(LONG, "remit-long")
        self._turns = Turns(self)
        self._courtesy = Courtesy(self)
        self.step_aside = self._courtesy.step_aside
        self._came.connect(self._take_turn, Qt.ConnectionType.QueuedConnection)

    def read(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        fn: Callable[[Any], T],
        done: Callable[[T], object],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        title: str = "",
        quiet: bool = False,
    ) -> Job:
        """Run `fn(work)` on a reader and give its result to `done` on the screen's thread."""
        job = Job(title or self.tr("Reading"), done, failed, owner or owner_of(done), quiet=quiet)
        return self._start(self._readers, job, partial(_with_work, self._begin("read"), job, fn))

    def write(
        self,
        fn: Callable[[Any], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        title: str = "",
    ) -> Job:
        """Run `fn(work)` as one transaction on the writer; its Changes are told to all, then `done`."""
        job = Job(title or self.tr("Saving"), done, failed, owner or owner_of(done))
        return self._start(self._writer, job, partial(_with_work, self._begin("write"), job, fn))

    def stream(  # each is a named choice of the caller
        self,
        fn: Callable[[Any], Iterable[T]],
        each: Callable[[T], object],
        done: Callable[[None], object] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run `fn(work)` on a reader and give every piece it yields to `each`, in order."""
        job = Job(self.tr("Reading"), done, failed, owner or owner_of(each), quiet=True)

        def pieces(work: Any) -> None:
            for piece in fn(work):
                if job.cancelled:
                    raise Cancelled
                self._came.emit(partial(self._piece, job, each, piece))

        return self._start(self._readers, job, partial(_with_work, self._begin("read"), job, pieces))

    def run(
        self,
        title: str,
        fn: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run long work that opens the desk itself; the progress strip shows it, with Cancel."""
        progress = CourteousProgress(aside=self.step_aside)
        job = Job(title, done, failed, owner or owner_of(done), progress=progress)
        return self._start(self._long, job, partial(fn, job.progress))

    def call(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        fn: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        title: str = "",
        in_turn: bool = False,
        quiet: bool = False,
    ) -> Job:
        """Run `fn()` that needs no open desk (a sign-in, a file); `in_turn` puts it after every write."""
        job = Job(title or self.tr("Working"), done, failed, owner or owner_of(done), quiet=quiet)
        return self._start(self._writer if in_turn else self._long, job, fn)

    def undo(self, changes: Changes | None = None) -> None:
        """Take back a change, the last one unless given; nothing happens when there is none."""
        taken = self.changes.take(changes)
        if taken is not None and taken.undo is not None:
            self.write(taken.undo, title=self.tr("Undoing"))

    def end_session(self, last: Callable[[], object]) -> None:
        """Drop every answer still to come, let queued writes finish, then run `last` on the writer."""
        for job in self.jobs:
            job.over = True
            job.quiet = True
            if job.title != self.tr("Saving"):
                job.progress.cancel()
        self.jobs = []
        self.changes.forget()
        self.running.emit()
        self._start(self._writer, Job(quiet=True), last)

    def close(self) -> None:
        """Finish what runs and stop the threads; what is asked or answered after this is dropped."""
        self._closed = True
        self._courtesy.end()
        for job in self.jobs:
            job.progress.cancel()
        for pool in (self._writer, self._readers, self._long):
            pool.shutdown(wait=True, cancel_futures=pool is not self._writer)
        for job in self.jobs:
            job.over = True
        self._turns.drop()

    def _begin(self, how: str) -> Callable[[], Any]:
        """Return the desk's read or write, looked up by the thread that does the work."""

        def begin() -> Any:
            if self.desk is None:
                raise DeskError(self.tr("Open a desk first."))
            return self.desk.read() if how == "read" else self.desk.write()

        return begin

    def _start(self, pool: Executor, job: Job, fn: Callable[[], Any]) -> Job:
        if self._closed:
            job.over = True
            return job
        self.jobs.append(job)
        pool.submit(self._work, job, fn)
        self.running.emit()
        return job

    def _work(self, job: Job, fn: Callable[[], Any]) -> None:
        answer: Callable[[], None]
        try:
            job.progress.at(0)  # it may have been stopped before it began
            answer = partial(self._succeeded, job, fn())
        except BaseException as error:  # noqa: BLE001  # every error has to reach the person
            answer = partial(self._failed, job, job.outcome_of(error))
        if isValid(self):
            self._came.emit(answer)

    def _take_turn(self, answer: Callable[[], None]) -> None:
        self._turns.add(partial(self._deliver, answer))

    def _deliver(self, answer: Callable[[], None]) -> None:
        self._courtesy.wake()
        answer()

    def _piece(self, job: Job, each: Callable[[Any], object], piece: Any) -> None:
        if not job.over and not job.cancelled and job.wanted:
            each(piece)

    def _finish(self, job: Job) -> bool:
        """Take the job off the list; False when nobody waits for its answer any more."""
        late = job.over
        job.over = True
        self.jobs = [one for one in self.jobs if one is not job]
        self.running.emit()
        return not late

    def _succeeded(self, job: Job, result: Any) -> None:
        if not self._finish(job):
            return
        if isinstance(result, Changes):
            self.changes.tell(result)
        if job.done is not None and job.wanted:
            job.done(result)

    def _failed(self, job: Job, error: BaseException) -> None:
        if not self._finish(job):
            return
        known = isinstance(error, DeskError)
        if not known:
            self.crashed.emit(error)
        elif not isinstance(error, Cancelled):
            note(Event.REFUSED, error)
        told = (
            error if isinstance(error, DeskError) else DeskError(self.tr("That did not work; try it again."))
        )
        if job.failed is not None:
            if job.wanted:
                job.failed(told)
        elif known and not job.quiet:
            self.refused.emit(told.sentence)


def _with_work(begin: Callable[[], Any], job: Job, fn: Callable[[Any], T]) -> T:
    with begin() as work:
        job.work = work
        try:
            return fn(work)
        finally:
            job.work = None
