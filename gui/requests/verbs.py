"""What the page's actions do, off the screen's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.changes import Changes, changed
from core.desk import Desk
from core.errors import Conflict, DeskError
from core.mail.outbox import land_letters
from core.progress import Progress
from core.requests import collecting
from core.requests.case_shapes import OpenedAnswer
from core.requests.mail_files import receive_file
from core.requests.opening import open_answer
from core.requests.release import land_released, release, review
from gui.kit.numbers import grouped
from gui.kit.page_spec import PageContext
from gui.kit.tokens import Tone
from gui.requests.words import tr


@dataclass(frozen=True)
class TakenIn:
    """What became of messages: the requests they made, those they had come to before, and what went wrong."""

    new: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """What the lists and the notice are told."""
        files = len(self.new) + len(self.known) + len(self.problems)
        words = _taken_in_words(files, len(self.new), len(self.problems))
        return Changes(words, {"request": frozenset(self.new)})


class Verbs(QObject):
    """One method for each verb; the answers are notices, and Changes told to every view.

    `came(request_id)` follows mail that was taken in: the first new request, else the one it belongs to.
    """

    came = Signal(int)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._desk: Desk = context.desk

    def write(self, verb: Any, request_id: int, **facts: Any) -> None:
        """Do one verb of core with one request; where it is refused, the request is read again."""
        failed = partial(self._say_why, request_id)
        self._context.tasks.write(partial(verb, request_id=request_id, **facts), failed=failed, owner=self)

    def _say_why(self, request_id: int, error: DeskError) -> None:
        self._context.changes.tell(changed("", "request", [request_id]))
        tone = Tone.INFO if isinstance(error, Conflict) else Tone.BAD
        self._context.notices.say(error.sentence, tone)

    def collect(self, request_id: int) -> None:
        """Search every source, with progress and Cancel."""
        self._context.tasks.run(
            tr("Searching every source"), partial(_collect, self._desk, request_id), owner=self
        )

    def review(self, answer: OpenedAnswer, again: Callable[[], object]) -> None:
        """Note that this answer was looked through; if it is another by now, `again` shows it."""
        verb = partial(review, request_id=answer.request_id, seen_sha256=answer.sha256)
        self._context.tasks.write(verb, failed=partial(self._refused, again), owner=self)

    def release(self, request_id: int, seen_sha256: str, again: Callable[[], object]) -> None:
        """Release the answer that was seen, then put its letter into the outbox; `again` as in `review`."""
        job = partial(_release, self._desk, request_id, seen_sha256)
        failed = partial(self._refused, again)
        self._context.tasks.run(tr("Releasing the answer"), job, failed=failed, owner=self)

    def _refused(self, again: Callable[[], object], error: DeskError) -> None:
        self._context.notices.say(error.sentence, Tone.BAD)
        if isinstance(error, Conflict):
            again()

    def mask_all(self, request_id: int) -> None:
        """Settle every open finding as proposed."""
        self._context.tasks.write(partial(_mask_all, request_id=request_id))

    def open_answer(self, request_id: int, then: Callable[[OpenedAnswer], object]) -> None:
        """Show the answer, which is logged; the list hears of it, as the answer may have been made anew."""
        self._context.tasks.write(partial(open_answer, request_id=request_id), then, owner=self)

    def land_waiting(self) -> None:
        """Put letters into the outbox that a stop of the machine kept back."""
        self._context.tasks.call(partial(land_released, self._desk), owner=self, quiet=True)

    def take_in(self, files: Sequence[Path]) -> None:
        """Take messages in, each by itself, and say what became of them."""
        job = partial(_take_in, self._desk, tuple(files))
        self._context.tasks.run(tr("Taking in mail"), job, self._taken_in, owner=self)

    def _taken_in(self, outcome: "TakenIn") -> None:
        self._context.changes.tell(outcome.changes)
        if outcome.problems:
            self._context.notices.say("\n".join(outcome.problems), Tone.WARN)
        for request_id in (*outcome.new, *outcome.known)[:1]:
            self.came.emit(request_id)


def _collect(desk: Desk, request_id: int, progress: Progress) -> Changes:
    with desk.write() as work:
        return collecting.collect(work, request_id, progress)


def _release(desk: Desk, request_id: int, seen_sha256: str, progress: Progress) -> Changes:
    progress.at(0, doing=tr("Releasing the answer"))
    with desk.write() as work:
        changes = release(work, request_id, seen_sha256)
    try:
        land_letters(desk)
    except DeskError as kept_back:  # released all the same, and the list is to show it
        return replace(changes, sentence=kept_back.sentence)
    return changes


def _mask_all(work: Any, request_id: int) -> Changes:
    return collecting.mask_leaks(work, request_id, collecting.open_leaks(work, request_id))


def _take_in(desk: Desk, files: Sequence[Path], progress: Progress) -> TakenIn:
    taken = TakenIn()
    for done, file in enumerate(files):
        progress.at(done, len(files))
        try:
            receipt = receive_file(desk, file)
        except DeskError as error:
            taken.problems.append(f"{file.name}: {error.sentence}")
        else:
            (taken.known if receipt.known else taken.new).append(receipt.case)
    return taken


def _taken_in_words(files: int, new: int, failed: int) -> str:
    known = files - new - failed
    if failed:
        return ""
    took = tr("Took in %1.").replace("%1", _messages(new))
    if not known:
        return took
    here = tr("%1 had come in before; nothing is stored twice.").replace("%1", _messages(known))
    return f"{took} {here}" if new else here


def _messages(count: int) -> str:
    return f"{grouped(count)} {tr('message') if count == 1 else tr('messages')}"
