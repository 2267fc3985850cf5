"""The page of access requests: mail in, three facts, every source, other people's data, the letter."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar
from typing_extensions import override

from core.people.searching import by_part
from core.requests import actions, collecting, queries
from core.requests.case_shapes import Case, OpenedAnswer
from core.requests.case_view import case
from core.requests.opening import open_case
from core.requests.queries import RequestRow
from core.requests.rules import OPEN_FOR
from gui.kit.actions import ActionButton, action
from gui.kit.desk_views import RowListing
from gui.kit.export_dialog import offer_list_export
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.requests import case_blocks
from gui.requests.asking import ask_giving, ask_refusal, ask_release
from gui.requests.columns import chips, columns
from gui.requests.confirm_dialog import ConfirmSenderDialog, TakeUpDialog
from gui.requests.mail_files import choose_mail, dropped_mail
from gui.requests.offering import ANSWER, PREPARE, may_take_in, offers
from gui.requests.preview import PreviewDialog
from gui.requests.verbs import Verbs
from gui.requests.words import tr

if TYPE_CHECKING:
    from datetime import datetime

SHARES = [640, 508]


def listing(query: Query, *, in_part: bool) -> RowListing[RequestRow]:
    """Make the list of a query; a part of a name finds `in_part`."""
    sort = query.sort or "due"
    down = query.descending
    return queries.requests(query.search, query.filter, sort=sort, descending=down, in_part=in_part)


class RequestsPage(RecordPage):
    """Where a person's request is answered (C25); nothing leaves but to the address on file."""

    def __init__(self, context: PageContext) -> None:
        self.case: Case | None = None
        self._open_until: dict[int, datetime] = {}
        self._seen: dict[int, str] = {}
        self._closing = QTimer(singleShot=True)
        self._closing.timeout.connect(self._read_again)
        super().__init__(context, self._records(context))
        offer_list_export(self, "requests")
        self.setAcceptDrops(may_take_in(context.may))
        self.table.row_opened.connect(lambda _row: self._open())
        if context.settings.state("requests/splitter").isEmpty():
            self.splitter.setSizes(SHARES)
        self.splitter.setStretchFactor(1, 1)
        if context.may(ANSWER):
            self.verbs.land_waiting()

    @override
    def add_actions(self) -> None:
        self.verbs = Verbs(self.context, self)
        self.verbs.came.connect(self.open_new)
        self.steps: dict[str, QAction] = {}
        self._step("request-confirm", tr("Confirm sender…"), "C", self._confirm, tone="primary")
        self._step("request-take-up", tr("Pass to an officer…"), "U", self._take_up, tone="primary")
        self._step("request-collect", tr("Collect"), "L", self._collect, tone="primary")
        self._step("request-preview", tr("Preview"), "P", self._preview)
        self._step("request-review", tr("Review…"), "M", self._preview, tone="primary")
        self._step("request-release", tr("Release…"), "R", self._release, tone="primary")
        self._step("request-opt-out", tr("Opt out"), "T", self._opt_out, tone="primary")
        self._step("request-close", tr("Close"), "E", self._close)
        self._step("request-refuse", tr("Refuse…"), "X", self._refuse, tone="danger", right=True)
        self._step("request-open", tr("Open the case"), "O", self._open, button=False)
        self._step("request-mask-all", tr("Mask all"), "A", self._mask_all, button=False)
        self._step("request-withdraw", tr("Withdrawn by the person"), "W", self._withdraw, button=False)
        self._offer_mail()

    @override
    def show_row(self, row: RequestRow | None) -> None:
        if row is None:
            self.case = None
            self._offer()
            self.panel.show_nothing(tr("Choose a request."))
        else:
            self._read(row.id)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_mail(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.verbs.take_in(dropped_mail(event.mimeData()))

    def _records(self, context: PageContext) -> Records:
        step = tr("Take in mail…") if may_take_in(context.may) else ""
        words = tr("Drop an .eml file here, or take mail in. Each is due 45 days after it came in.")
        return Records(
            key="requests",
            title=tr("Access requests"),
            kind="request",
            columns=columns(context.desk.clock),
            listing=partial(listing, in_part=by_part(context.desk.staff.role)),
            search_hint=tr("Search name, address or number"),
            empty=Empty("mail", tr("No requests"), words, step, self._choose_mail),
            filters=chips(),
            first=Query(sort="due"),
        )

    def _step(self, name: str, words: str, keys: str, run: Callable[[], object], **looks: Any) -> None:
        self.steps[name] = self.act(name, words, keys, run, **looks)

    def _offer_mail(self) -> None:
        if may_take_in(self.context.may):
            made = action(self, "request-take-in", tr("Take in mail…"), "I", self._choose_mail)
            self.header.row.addWidget(ActionButton(made))

    def _offer(self) -> None:
        for name, offer in offers(self.case, self.context.may).items():
            self.steps[name].setVisible(offer.shown)
            self.steps[name].setEnabled(offer.shown and offer.usable)
            self.steps[name].setStatusTip(offer.first)
        self.panel.foot.show_if_used()

    def _read(self, request_id: int) -> None:
        until = self._open_until.get(request_id)
        if until is not None and until > self.context.desk.clock():
            self.context.tasks.write(partial(open_case, request_id=request_id), self._show_case, owner=self)
        else:
            read = partial(case, request_id=request_id)
            self.context.tasks.read(read, self._show_case, owner=self, quiet=True)

    def _show_case(self, found: Case) -> None:
        if found.id != self.table.current_id():
            return
        kept = self._bar().value() if self.case is not None and self.case.id == found.id else 0
        self.case = found
        self._close_in_time(found)
        self._offer()
        self.panel.show_blocks(self._blocks(found))
        QTimer.singleShot(0, self, lambda: self._bar().setValue(kept))

    def _close_in_time(self, found: Case) -> None:
        """Mask the case again when its opening is over: what is looked at later is another opening (C22)."""
        self._closing.stop()
        if found.open_until is not None:
            self._open_until[found.id] = found.open_until
            left = found.open_until - self.context.desk.clock()
            self._closing.start(max(int(left.total_seconds() * 1000), 0))

    def _read_again(self) -> None:
        if self.case is not None:
            self._read(self.case.id)

    def _bar(self) -> QScrollBar:
        return self.panel.findChildren(QScrollArea)[0].verticalScrollBar()

    def _blocks(self, found: Case) -> list[case_blocks.Block]:
        may = self.context.may
        cards = case_blocks.leak_cards(found, may_mask=may(PREPARE), may_release=may(ANSWER))
        for card in cards:
            card.mask_asked.connect(self._mask)
            card.release_asked.connect(self._give)
        return [
            *case_blocks.head_blocks(found, self.context.desk.clock()),
            *case_blocks.message_blocks(found, self.steps["request-open"]),
            *case_blocks.source_blocks(found),
            *case_blocks.leak_blocks(found, cards, self.steps["request-mask-all"]),
            *case_blocks.residue_blocks(found),
            *case_blocks.answer_blocks(found, self.context.desk.folder.outbox),
            *case_blocks.history_blocks(found),
        ]

    def _choose_mail(self) -> None:
        choose_mail(self, self.context.desk.folder.path, self.verbs.take_in)

    def _open(self) -> None:
        if self.case is not None and self.steps["request-open"].isEnabled():
            self._open_until[self.case.id] = self.context.desk.clock() + OPEN_FOR
            self._read(self.case.id)

    def _take_up(self) -> None:
        if self.case is not None:
            dialog = TakeUpDialog(self.case, self.context, parent=self)
            dialog.taken_up.connect(partial(self._taken_up, self.case))
            dialog.open()

    def _taken_up(self, found: Case, person_id: int) -> None:
        self.verbs.write(actions.take_up, found.id, person_id=person_id, seen=found.version)

    def _confirm(self) -> None:
        if self.case is not None:
            dialog = ConfirmSenderDialog(self.case, self.context, parent=self)
            dialog.confirmed.connect(partial(self._confirmed, self.case))
            dialog.open()

    def _confirmed(self, found: Case, person_id: int, how: str, reason: str) -> None:
        said = {"person_id": person_id, "how": how, "reason": reason}
        self.verbs.write(actions.confirm_sender, found.id, **said, seen=found.version)

    def _collect(self) -> None:
        if self.case is not None:
            self.verbs.collect(self.case.id)

    def _mask(self, leak_id: int) -> None:
        if self.case is not None:
            self.verbs.write(collecting.mask_leaks, self.case.id, leak_ids=[leak_id])

    def _mask_all(self) -> None:
        if self.case is not None:
            self.verbs.mask_all(self.case.id)

    def _give(self, leak_id: int) -> None:
        if self.case is not None:
            found = self.case
            ask_giving(found, leak_id, self, partial(self._given, found.id, leak_id))

    def _given(self, request_id: int, leak_id: int, reason: str) -> None:
        self.verbs.write(collecting.release_leak, request_id, leak_id=leak_id, reason=reason)

    def _preview(self) -> None:
        self._show_answer(self._looked_through)

    def _show_answer(self, then: Callable[[OpenedAnswer], object]) -> None:
        """Show the answer; what is sent later must be the one that was seen here."""
        if self.case is not None:
            self.verbs.open_answer(self.case.id, then)

    def _note_seen(self, answer: OpenedAnswer) -> None:
        self._seen[answer.request_id] = answer.sha256
        if self.case is not None and self.case.id == answer.request_id and self.case.sha256 != answer.sha256:
            self._read(answer.request_id)

    def _looked_through(self, answer: OpenedAnswer) -> None:
        self._note_seen(answer)
        main = tr("Mark reviewed") if self.steps["request-review"].isEnabled() else ""
        dialog = PreviewDialog(answer.sheets, main=main, parent=self)
        dialog.reviewed.connect(lambda: self.verbs.review(answer, self._preview))
        dialog.open()

    def _release(self) -> None:
        if self.case is not None:
            if seen := self._seen.get(self.case.id):
                self._ask_release(self.case, seen)
            else:
                self._show_answer(self._seen_before_release)

    def _seen_before_release(self, answer: OpenedAnswer) -> None:
        self._note_seen(answer)
        dialog = PreviewDialog(answer.sheets, main=tr("Release…"), parent=self)
        dialog.reviewed.connect(self._release)
        dialog.open()

    def _ask_release(self, found: Case, seen: str) -> None:
        ask_release(found, self, lambda: self.verbs.release(found.id, seen, self._release_again))

    def _release_again(self) -> None:
        if self.case is not None:
            self._seen.pop(self.case.id, None)
        self._preview()

    def _opt_out(self) -> None:
        if self.case is not None:
            self.verbs.write(actions.apply_opt_out, self.case.id)

    def _refuse(self) -> None:
        if self.case is not None:
            found = self.case
            ask_refusal(self, partial(self._refuse_it, found))

    def _refuse_it(self, found: Case, reason: str) -> None:
        self.verbs.write(actions.refuse, found.id, reason=reason, seen=found.version)

    def _withdraw(self) -> None:
        if self.case is not None:
            self.verbs.write(actions.withdraw, self.case.id, seen=self.case.version)

    def _close(self) -> None:
        if self.case is not None:
            self.verbs.write(actions.close, self.case.id, seen=self.case.version)
