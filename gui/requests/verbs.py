"""What the page's actions do, off the screen's thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from core.changes import Changes
from core.desk import Desk
from core.errors import DeskError
from core.mail.outbox import land_letters
from core.progress import Progress
from core.requests import actions, collecting
from core.requests.arrival import receive
from core.requests.release import release
from gui.kit.page_spec import PageContext
from gui.kit.tokens import Tone
from gui.requests.words import tr


class Verbs(QObject):
    """One method for each verb; the answers are notices, and Changes told to every view."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._desk: Desk = context.desk

    def write(self, verb: Any, request_id: int, **facts: Any) -> None:
        """Do one verb of core with one request."""
        self._context.tasks.write(partial(verb, request_id=request_id, **facts))

    def collect(self, request_id: int) -> None:
        """Search every source, with progress and Cancel."""
        self._context.tasks.run(
            tr("Searching every source"), partial(_collect, self._desk, request_id), owner=self
        )

    def release(self, request_id: int, seen_sha256: str) -> None:
        """Release the answer, then put its letter into the outbox."""
        job = partial(_release, self._desk, request_id, seen_sha256)
        self._context.tasks.run(tr("Releasing the answer"), job, owner=self)

    def mask_all(self, request_id: int) -> None:
        """Settle every open finding as proposed."""
        self._context.tasks.write(partial(_mask_all, request_id=request_id))

    def open(self, request_id: int, then: Any) -> None:
        """Log that the case is opened, then show it."""
        self._context.tasks.write(
            partial(actions.open_request, request_id=request_id), lambda _: then(), owner=self
        )

    def take_in(self, files: Sequence[Path]) -> None:
        """Take messages in, each by itself, and say what became of them."""
        job = partial(_take_in, self._desk, tuple(files))
        self._context.tasks.run(tr("Taking in mail"), job, self._taken_in, owner=self)

    def _taken_in(self, outcome: "tuple[Changes, list[str]]") -> None:
        changes, problems = outcome
        self._context.changes.tell(changes)
        if problems:
            self._context.notices.say("\n".join(problems), Tone.WARN)


def _collect(desk: Desk, request_id: int, progress: Progress) -> Changes:
    with desk.write() as work:
        return collecting.collect(work, request_id, progress)


def _release(desk: Desk, request_id: int, seen_sha256: str, progress: Progress) -> Changes:
    progress.at(0, doing=tr("Releasing the answer"))
    with desk.write() as work:
        changes = release(work, request_id, seen_sha256)
    land_letters(desk)
    return changes


def _mask_all(work: Any, request_id: int) -> Changes:
    return collecting.mask_leaks(work, request_id, collecting.open_leaks(work, request_id))


def _take_in(desk: Desk, files: Sequence[Path], progress: Progress) -> tuple[Changes, list[str]]:
    new: list[int] = []
    problems: list[str] = []
    for done, file in enumerate(files):
        progress.at(done, len(files))
        try:
            with desk.write() as work:
                receipt = receive(work, file.read_bytes())
        except (DeskError, OSError) as error:
            problems.append(f"{file.name}: {_why(error)}")
            continue
        if not receipt.known:
            new.append(receipt.case)
    return Changes(
        _taken_in_words(len(files), len(new), len(problems)), {"request": frozenset(new)}
    ), problems


def _taken_in_words(files: int, new: int, failed: int) -> str:
    known = files - new - failed
    took = tr("Took in %1 of %2").replace("%1", str(new)).replace("%2", str(files))
    if failed:
        return ""
    return (
        tr("%1; %2 were here already.").replace("%1", took).replace("%2", str(known)) if known else f"{took}."
    )


def _why(error: DeskError | OSError) -> str:
    return error.sentence if isinstance(error, DeskError) else (error.strerror or tr("it cannot be read"))
