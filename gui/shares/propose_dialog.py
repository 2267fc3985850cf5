"""Proposing a share: what is asked for at the left, what the policy says of it at the right, as one types."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.changes import Changes
from core.errors import DeskError
from core.shares.actions import propose_share, submit_share
from core.shares.evaluation import Evaluation, evaluate_draft
from core.shares.proposal import ShareDraft
from core.shares.vendors import Choices, choices
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel, caption
from gui.kit.page_spec import PageContext
from gui.kit.theme import px
from gui.shares.columns import tr
from gui.shares.proposal_form import ProposalForm
from gui.shares.verdict_grid import LeftOutList, VerdictGrid, figures_line

if TYPE_CHECKING:
    from gui.kit.job import Job

WIDTH, PREVIEW_WIDTH, HEIGHT = 980, 440, 520
REST = 180
"""Pixels of the dialog above and below its halves."""
PAUSE_MS = 200


class ProposeDialog(Dialog):
    """`proposed(id)` follows when the share is stored; Ctrl+Enter proposes."""

    proposed = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        explanation = tr("Nothing leaves the desk until another person has approved it.")
        super().__init__(
            tr("Propose a share"), explanation, main=tr("Propose"), name="share-proposal", width=WIDTH,
            parent=parent,
        )  # fmt: skip
        self._context = context
        self.form: ProposalForm | None = None
        self._judging: Job | None = None
        self._asked: ShareDraft | None = None
        self.submit = QCheckBox(tr("Submit it for approval at once"))
        self.submit.setObjectName("share-submit-now")
        self.submit.setChecked(True)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._judge)
        self._lay_halves()
        self.main.setEnabled(False)
        context.tasks.read(choices, self._offer, self._refused, owner=self, quiet=True)

    @override
    def act(self) -> None:
        if self.form is None or not self.main.isEnabled():
            return
        if not self.form.title.text().strip():
            self.say(tr("Give the share a title."), self.form.title)
            return
        self.main.setEnabled(False)
        verb = partial(_proposed, draft=self.form.draft(), submit=self.submit.isChecked())
        self._context.tasks.write(verb, self._stored, self._refused, owner=self)

    def _lay_halves(self) -> None:
        halves = QHBoxLayout()
        halves.setSpacing(px(24))
        self._left = QVBoxLayout()
        self._left.setSpacing(px(8))
        self._left.addWidget(self.submit)
        halves.addLayout(self._left, 1)
        self.preview = QScrollArea()
        self.preview.setObjectName("share-preview")
        self.preview.setAccessibleName(tr("What the policy says"))
        self.preview.setWidgetResizable(True)
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview.setFixedWidth(px(PREVIEW_WIDTH))
        self.preview.setMinimumHeight(min(px(HEIGHT), self.room().height() - px(REST)))
        self._say_preview(tr("Reading the register…"))
        halves.addWidget(self.preview)
        self.fields.addLayout(halves)

    def _offer(self, offered: Choices) -> None:
        self.form = ProposalForm(offered)
        self._left.insertWidget(0, self.form, 1)
        self.form.changed.connect(self._changed)
        self.form.title.textChanged.connect(lambda _text: self.say(""))
        self.form.title.setFocus()
        self._judge()

    def _changed(self) -> None:
        self.say("")
        self._pause.start()

    def _judge(self) -> None:
        """Ask the policy about what is filled in; an answer to an earlier question is dropped."""
        if self.form is None:
            return
        if missing := self.form.missing():
            self.main.setEnabled(False)
            self._say_preview(missing)
            return
        self._asked = self.form.draft()
        if self._judging is not None:
            self._judging.cancel()
        read = partial(evaluate_draft, draft=self._asked)
        self._judging = self._context.tasks.read(
            read, partial(self._judged, self._asked), self._not_judged, owner=self, quiet=True
        )

    def _judged(self, asked: ShareDraft, verdict: Evaluation) -> None:
        if asked is not self._asked:
            return
        blocks: list[QWidget] = [
            caption(tr("Verdict on each field")),
            figures_line(verdict.records, verdict.allowed, verdict.selected),
        ]
        blocks += [VerdictGrid(verdict.grid)]
        if verdict.excluded:
            blocks += [caption(tr("Left out, and why")), LeftOutList(verdict.excluded)]
        self._show_preview(blocks)
        self.main.setEnabled(True)

    def _not_judged(self, error: DeskError) -> None:
        self.main.setEnabled(False)
        self._say_preview(error.sentence)

    def _say_preview(self, words: str) -> None:
        self._show_preview([PlainLabel(words, ink="3", wrap=True)])

    def _show_preview(self, blocks: list[QWidget]) -> None:
        body = QFrame()
        body.setObjectName("scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(px(4), 0, px(12), 0)
        column.setSpacing(px(10))
        for block in blocks:
            column.addWidget(block)
        column.addStretch(1)
        self.preview.setWidget(body)

    def _stored(self, changes: Changes) -> None:
        self.proposed.emit(max(changes.ids["share"]))
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.main.setEnabled(True)
        self.say(error.sentence)


def _proposed(work: Any, draft: ShareDraft, *, submit: bool) -> Changes:
    changes = propose_share(work, draft)
    if submit:
        submit_share(work, max(changes.ids["share"]))
    return changes
