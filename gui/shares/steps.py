"""A share's steps as actions of the page: which show, which are open to this person, what each does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from core.progress import Progress
from core.shares import actions
from core.shares.detail import ShareDetail
from core.shares.execution import execute_share
from core.shares.rules import Step, fits
from gui.kit.dialogs import ConfirmDialog
from gui.kit.page_spec import PageContext
from gui.shares.columns import tr
from gui.shares.note_dialog import NoteDialog


@dataclass(frozen=True)
class StepLook:
    """How a step looks: its object name, words, key and tone."""

    name: str
    words: str
    key: str
    tone: str = "secondary"
    right: bool = False


LOOKS: Mapping[Step, StepLook] = {
    Step.SUBMIT: StepLook("share-submit", "Submit", "S", "primary"),
    Step.APPROVE: StepLook("share-approve", "Approve", "A", "primary"),
    Step.EXECUTE: StepLook("share-execute", "Execute…", "E", "primary"),
    Step.DELIVER: StepLook("share-deliver", "Mark delivered", "D", "primary"),
    Step.ATTEST: StepLook("share-attest", "Mark returned or destroyed", "T", "primary"),
    Step.CLOSE: StepLook("share-close", "Close", "C", "primary"),
    Step.WITHDRAW: StepLook("share-withdraw", "Withdraw…", "W", right=True),
    Step.REJECT: StepLook("share-reject", "Reject…", "R", "danger", right=True),
    Step.REVOKE: StepLook("share-revoke", "Revoke…", "V", "danger", right=True),
}
VERBS: Mapping[Step, Callable[..., Any]] = {
    Step.SUBMIT: actions.submit_share,
    Step.APPROVE: actions.approve_share,
    Step.DELIVER: actions.deliver_share,
    Step.ATTEST: actions.attest_share,
    Step.CLOSE: actions.close_share,
    Step.WITHDRAW: actions.withdraw_share,
    Step.REJECT: actions.reject_share,
    Step.REVOKE: actions.revoke_share,
}


class ShareSteps:
    """Takes steps with the share that is shown, as it was seen."""

    def __init__(
        self,
        context: PageContext,
        owner: QWidget,
        made: Mapping[Step, QAction],
        read_again: Callable[[], object],
    ) -> None:
        self._context, self._owner, self._actions = context, owner, made
        self._read_again = read_again
        self._detail: ShareDetail | None = None
        self._under_way = False
        self.show(None)

    def show(self, detail: ShareDetail | None) -> None:
        """Offer the steps of this share's state; those refused to this person stay closed and say why."""
        self._detail = detail
        for step, one in self._actions.items():
            shown = detail is not None and fits(step, detail.state, left=detail.executed_at is not None)
            refused = detail.refusals[step] if detail is not None else ""
            one.setVisible(shown)
            one.setEnabled(shown and not refused and not self._under_way)
            one.setStatusTip(refused if shown else "")

    def take(self, step: Step) -> None:
        """Take a step, after a question where it cannot be undone or needs a reason."""
        detail = self._detail
        if detail is None:
            return
        if step is Step.EXECUTE:
            self._ask_execute(detail)
        elif step in {Step.REJECT, Step.WITHDRAW, Step.REVOKE}:
            self._ask_note(detail, step)
        else:
            self._write(partial(VERBS[step], share_id=detail.id, seen=detail.version))

    def _write(self, verb: Callable[[Any], Any]) -> None:
        self._close_all()
        self._context.tasks.write(verb, self._done, self._failed, owner=self._owner)

    def _ask_note(self, detail: ShareDetail, step: Step) -> None:
        words = tr(LOOKS[step].words).rstrip("…")
        explanation = {
            Step.REJECT: tr("Nothing leaves the desk. The proposer sees your reason."),
            Step.WITHDRAW: tr("The proposal is taken back; nothing leaves the desk."),
            Step.REVOKE: tr("The approval is taken back. What has left already is due for return at once."),
        }[step]
        dialog = NoteDialog(
            f"{words}: {detail.draft.title}",
            explanation,
            main=words,
            name=f"{LOOKS[step].name}-dialog",
            needed=step is Step.REJECT,
            danger=step is not Step.WITHDRAW,
            parent=self._owner,
        )
        verb = partial(VERBS[step], share_id=detail.id, seen=detail.version)
        dialog.noted.connect(lambda note: self._write(partial(verb, note=note)))
        dialog.open()

    def _ask_execute(self, detail: ShareDetail) -> None:
        count = QLocale().toString(detail.records)
        noun = tr("record") if detail.records == 1 else tr("records")
        dialog = ConfirmDialog(
            tr("Let out up to %1 for %2").replace("%1", f"{count} {noun}").replace("%2", detail.draft.vendor),
            tr(
                "Each record is judged again first; whoever opted out since the approval is removed. "
                "The workbook and its manifest go into the outbox. This cannot be taken back."
            ),
            main=tr("Execute"),
            name="share-execute-dialog",
            danger=False,
            parent=self._owner,
        )
        dialog.accepted.connect(lambda: self._execute(detail))
        dialog.open()

    def _execute(self, detail: ShareDetail) -> None:
        self._close_all()
        run = partial(_executed, self._context.desk, detail.id, detail.version)
        title = tr("Executing share %1").replace("%1", str(detail.id))
        self._context.tasks.run(title, run, self._done, self._failed, owner=self._owner)

    def _close_all(self) -> None:
        self._under_way = True
        for one in self._actions.values():
            one.setEnabled(False)

    def _done(self, _changes: object) -> None:
        self._under_way = False

    def _failed(self, error: Any) -> None:
        self._under_way = False
        self._context.notices.say_refused(error.sentence)
        self.show(self._detail)
        self._read_again()  # a refused step may have moved the share on: the next try needs it as it is now


def _executed(desk: Any, share_id: int, seen: int, progress: Progress) -> Any:
    return execute_share(desk, share_id, progress, seen=seen)
