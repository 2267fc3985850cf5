"""The postings page: a queue by risk, one posting in full, and its decision on one key (C21)."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.changes import Changes, changed
from core.errors import Conflict, DeskError
from core.postings.actions import approve_postings, escalate_postings, remove_postings
from core.postings.detail import PostingDetail, posting_detail
from core.postings.messages import open_message
from core.postings.queries import PostingRow, categories, postings, queue, sent_by
from core.postings.rulings import decides
from core.postings.tables import Verdict
from core.postings.undo import undo_decision
from core.staff.roles import Permission
from gui.intake.offering import offer_intake
from gui.kit.actions import ActionButton
from gui.kit.choice_box import ChoiceBox, add_choice_box
from gui.kit.detail import NoticeStrip
from gui.kit.export_dialog import offer_list_export
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.theme import px
from gui.kit.tokens import Tone
from gui.postings.columns import COLUMNS
from gui.postings.history_dialog import HistoryDialog
from gui.postings.opening_dialog import OpeningDialog
from gui.postings.permitted import against, decided_by, whose
from gui.postings.posting_view import facts, posting_blocks
from gui.postings.reason_dialog import ReasonDialog
from gui.postings.words import chips, tr

CATEGORY_WIDTH = 150


@dataclass(frozen=True)
class PostingQuery(Query):
    """The list's query, with the category that is asked for."""

    category: str = ""


def listing(query: Query) -> Any:
    """Return the list that a query asks for, riskiest first unless it says otherwise."""
    category = query.category if isinstance(query, PostingQuery) else ""
    narrowed = queue(query.filter, query.search, category)
    return postings(narrowed, query.sort or "risk", descending=query.descending or not query.sort)


class PostingsPage(RecordPage):
    """Decides postings and messages. What was decided leaves the queue, and the next one is there at once."""

    def __init__(self, context: PageContext) -> None:
        self.folded = False
        self.detail: PostingDetail | None = None
        self._under_way: set[int] = set()
        self._decided: set[int] = set()
        self._met: PostingRow | None = None
        """The posting on the screen as this person came to it, whatever others have done to it since."""
        self.role, self.name = str(context.desk.staff.role), context.desk.staff.name
        self._closing = QTimer(singleShot=True)
        self._closing.timeout.connect(lambda: self.show_row(self.table.current()))
        super().__init__(context, self._records("new" if context.may(Permission.DECIDE_POSTINGS) else ""))
        offer_list_export(self, "postings")
        box = ChoiceBox("postings-category", tr("Category"), [("", tr("All categories"))])
        box.setFixedWidth(px(CATEGORY_WIDTH))
        self.category = add_choice_box(self, box)
        self.category.chosen.connect(self._ask_category)
        offer_intake(self, "postings", "messages")
        context.changes.changed.connect(self._follow_undo)
        context.changes.changed.connect(self._meet_anew)

    @override
    def add_actions(self) -> None:
        self.approve = self.act("posting-approve", tr("Approve"), "A", self._approve, tone="primary")
        self.escalate = self.act("posting-escalate", tr("Escalate"), "E", self._escalate)
        self.remove = self.act(
            "posting-remove", tr("Remove"), "R", self._ask_reason, tone="danger", right=True
        )
        self.verdicts = {
            Verdict.APPROVE: self.approve,
            Verdict.ESCALATE: self.escalate,
            Verdict.REMOVE: self.remove,
        }
        self.open = self.act("posting-open", tr("Open message"), "O", self._ask_why, button=False)
        self.history = self.act(
            "posting-history", tr("History of the author"), "H", self._ask_history, button=False
        )
        self.fold = self.act(
            "posting-folded", tr("Text as the rules read it, or as posted"), "V", self._flip, button=False
        )
        self.take_back = self.act(
            "posting-take-back", tr("Take back my decision"), "U", self._take_back, button=False
        )
        self.panel.foot.setVisible(decides(self.role))
        self.table.row_opened.connect(lambda _row: self.open.trigger())

    @override
    def ask(self, query: Query) -> None:
        super().ask(query)
        self.category.choose(query.category if isinstance(query, PostingQuery) else "")

    @override
    def refresh(self) -> None:
        super().refresh()
        self.context.tasks.read(categories, self._offer_categories, owner=self, quiet=True)

    @override
    def show_row(self, row: PostingRow | None) -> None:
        if row is not None and (self._met is None or self._met.id != row.id):
            self._met = row
        self._closing.stop()
        self._allow(row, None)
        if row is None:
            self.detail = None
            self.panel.show_nothing(tr("Choose a posting."))
            return
        read = partial(posting_detail, posting_id=row.id, as_read=self.folded)
        self.context.tasks.read(read, self._show_full, owner=self, quiet=True)

    def _records(self, first: str) -> Records:
        words = tr("New postings come in with the site's files. Those decided already are under All.")
        step = tr("Show all postings") if first else ""
        return Records(
            key="postings",
            title=tr("Postings"),
            kind="posting",
            columns=COLUMNS,
            listing=listing,
            search_hint=tr("Search text, author or ID"),
            filters=chips(),
            empty=Empty("inbox", tr("Nothing waits here"), words, step, self._show_every),
            first=PostingQuery(filter=first, sort="risk", descending=True),
        )

    def _offer_categories(self, found: list[str]) -> None:
        self.category.fill([("", tr("All categories")), *((one, one) for one in found)])

    def _ask_category(self, category: str) -> None:
        if isinstance(self.query, PostingQuery):
            self.ask(replace(self.query, category=category))

    def _show_every(self) -> None:
        self.filters.choose("")
        self.ask(PostingQuery(sort="risk", descending=True))

    def _allow(self, row: PostingRow | None, detail: PostingDetail | None) -> None:
        """Let only those actions be taken that this role may take on this posting now; say why not."""
        for verdict, one in self.verdicts.items():
            why = against(self.role, row, detail, verdict) if row is not None else ""
            one.setEnabled(row is not None and not why)
            one.setStatusTip(why)
        locked = detail is not None and detail.locked
        self.open.setEnabled(locked and self.context.may(Permission.OPEN_MESSAGES))
        self.take_back.setEnabled(detail is not None and decided_by(detail) == self.name)
        self.history.setEnabled(row is not None and bool(row.author))
        self.fold.setEnabled(row is not None and not locked)

    def _show_full(self, detail: PostingDetail) -> None:
        if detail.id != self.table.current_id():
            return
        self.detail = detail
        if detail.open_until is not None:  # what is closed again may not stay on the screen (C23)
            left = detail.open_until - self.context.desk.clock()
            self._closing.start(max(int(left.total_seconds() * 1000), 0))
        self._allow(self.table.current(), detail)
        blocks = facts(detail)
        if why := whose(self.role, detail):
            blocks.append(NoticeStrip(Tone.INFO, why, "posting-refusal"))
        if detail.locked:
            blocks += self._closed()
        if self.take_back.isEnabled():
            blocks.append(ActionButton(self.take_back))
        blocks += posting_blocks(detail, folded=self.folded, next_asked=self.next_record)
        self.panel.show_blocks(blocks)

    def _closed(self) -> list[QWidget | int]:
        words = tr(
            "A private message. It is read only by those whose work needs it, for a reason that is kept."
        )
        strip: list[QWidget | int] = [NoticeStrip(Tone.INFO, words, "message-closed")]
        return [*strip, ActionButton(self.open)] if self.context.may(Permission.OPEN_MESSAGES) else strip

    def _approve(self) -> None:
        self._decide(approve_postings)

    def _escalate(self) -> None:
        self._decide(escalate_postings)

    def _ask_reason(self) -> None:
        row = self.table.current()
        if row is None:
            return
        words = tr("Remove message %1") if row.kind == "message" else tr("Remove posting %1")
        left = self.context.drafts.about("posting", row.id)
        dialog = ReasonDialog(
            words.replace("%1", str(row.id)), self._heaviest_reason(), self, note=left.text if left else ""
        )
        dialog.chosen.connect(partial(self._remove, row))
        dialog.open()

    def _remove(self, row: PostingRow, code: str, note: str) -> None:
        """Remove; the note is kept until that is done, so that a refusal costs nobody what they wrote."""
        self.context.drafts.keep("posting", row.id, note, self.context.desk.clock())
        self._decide(partial(remove_postings, reason=code, note=note), row)

    def _heaviest_reason(self) -> str:
        """Return the reason of the heaviest rule that struck, to be suggested."""
        hits = self.detail.hits if self.detail else ()
        heaviest = max(hits, key=lambda hit: hit.weight, default=None)
        return heaviest.reason if heaviest else ""

    def _decide(self, verb: Any, row: PostingRow | None = None) -> None:
        """Decide the posting as it was seen, and go on to the next without waiting."""
        row = row or self.table.current()
        if row is None or row.id in self._under_way:
            return
        self._under_way.add(row.id)
        self._decided.add(row.id)
        met = self._met if self._met is not None and self._met.id == row.id else row
        write = partial(verb, ids=[row.id], seen={row.id: met.version})
        self.context.tasks.write(
            write, partial(self._done, row.id), partial(self._refused, row.id), owner=self
        )
        if self.table.current_id() == row.id:
            self.next_record()

    def _done(self, posting_id: int, _changes: Changes) -> None:
        self._under_way.discard(posting_id)
        self.context.drafts.drop("posting", posting_id)

    def _refused(self, posting_id: int, error: DeskError) -> None:
        """Say why, and read just that posting again: somebody may have been faster."""
        self._under_way.discard(posting_id)
        self.context.changes.tell(changed("", "posting", [posting_id]))
        tone = Tone.INFO if isinstance(error, Conflict) else Tone.BAD
        self.context.notices.say(error.sentence, tone, tr("Show it"), partial(self.open_record, posting_id))

    def _meet_anew(self, changes: Changes) -> None:
        """Take the posting as it stands after this person's own deed, or once they were told of another's."""
        if self._met is not None and not changes.elsewhere and self._met.id in changes.ids.get("posting", ()):
            self._met = None

    def _follow_undo(self, changes: Changes) -> None:
        """Go back to a posting whose decision was taken back here."""
        ids = changes.ids.get("posting", frozenset())
        if changes.sentence and changes.undo is None and len(ids) == 1 and ids <= self._decided:
            self.table.go_to_record(next(iter(ids)))

    def _ask_why(self) -> None:
        posting_id = self.table.current_id()
        if posting_id is None:
            return
        dialog = OpeningDialog(posting_id, self)
        dialog.told.connect(
            lambda reason: self.context.tasks.write(
                partial(open_message, message_id=posting_id, reason=reason)
            )
        )
        dialog.open()

    def _take_back(self) -> None:
        """Take back the decision that is on the screen, not one that came after it."""
        if self.detail is not None:
            write = partial(undo_decision, posting_id=self.detail.id, seen=self.detail.version)
            self.context.tasks.write(write)

    def _ask_history(self) -> None:
        row = self.table.current()
        if row is not None:
            read = partial(sent_by, posting_id=row.id)
            self.context.tasks.read(read, self._show_history, owner=self)

    def _show_history(self, rows: list[PostingRow]) -> None:
        dialog = HistoryDialog(rows, self)
        dialog.chosen.connect(self.open_record)
        dialog.open()

    def _flip(self) -> None:
        self.folded = not self.folded
        self.show_row(self.table.current())
