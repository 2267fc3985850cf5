"""The page of the audit log: who did what, when, to which record; and that it is still as written (C22)."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QHideEvent
from typing_extensions import override

from core.audit.queries import EntryRow, LogQuery
from core.audit.verification import LogCheck
from core.errors import DeskError
from core.people.log_values import EntryWithValues, entry_with_values
from core.progress import Progress
from core.staff.accounts import staff_names
from core.staff.log_reading import PROGRAM, ReadableLog, check_log, note_verification
from gui.audit.columns import COLUMNS
from gui.audit.entry_view import entry_blocks
from gui.audit.proving import Proving, has_closed_values
from gui.audit.verify_result import VerifyResult
from gui.kit.actions import ActionButton, action
from gui.kit.choice_box import ChoiceBox, add_choice_box
from gui.kit.desk_views import RowListing
from gui.kit.detail import NoticeStrip
from gui.kit.export_dialog import offer_list_export
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.tokens import Tone

if TYPE_CHECKING:
    from gui.kit.job import Job

ROOMS = {
    "looks": "people:person:revealed", "people": "people:", "postings": "postings:", "contacts": "contacts:",
    "shares": "shares:", "requests": "requests:", "staff": "staff:",
}  # fmt: skip
FILTERS = (
    Filter("", "All"), Filter("looks", "Values seen"), Filter("people", "People"),
    Filter("postings", "Postings"), Filter("contacts", "Contacts"), Filter("shares", "Shares"),
    Filter("requests", "Requests"), Filter("staff", "Staff"),
)  # fmt: skip
PAGES = {
    "person": "people", "contact": "contacts", "posting": "postings", "share": "shares",
    "request": "requests", "feed": "feed",
}  # fmt: skip

OWN = "These are your own entries. The officers and auditors of this desk read the whole log."
EMPTY = "Every change and every look at a person's values is logged here."


@dataclass(frozen=True)
class AuditQuery(Query):
    """The list's query, with the staff member whose entries are asked for."""

    who: int | None = None


def listing(query: Query) -> RowListing[EntryRow]:
    """Return the list that a query asks for, as far as the reader's role goes."""
    who = query.who if isinstance(query, AuditQuery) else None
    asked = LogQuery(query.search, ROOMS.get(query.filter, ""), who, oldest_first=not query.descending)
    return ReadableLog(asked)


def verify(desk: Any, progress: Progress) -> LogCheck:
    """Verify the log and log that it was verified."""
    with desk.read() as work:
        found = check_log(work, progress)
    with desk.write() as work:
        note_verification(work, found)
    return found


class AuditPage(RecordPage):
    """Entries newest first; moderators and leads see their own."""

    def __init__(self, context: PageContext) -> None:
        self.entry: EntryWithValues | None = None
        self.purpose = ""
        self.verifying: Job | None = None
        records = Records(
            key="audit", title="Audit log", kind="log", columns=COLUMNS, listing=listing,
            search_hint="Search words, an entry or “person 12”", filters=FILTERS,
            empty=Empty("scroll-text", "Nothing logged yet", EMPTY),
            first=AuditQuery(sort="position", descending=True),
        )  # fmt: skip
        super().__init__(context, records)
        offer_list_export(self, "audit")
        self.who = add_choice_box(self, ChoiceBox("audit-who", self.tr("Who"), [("", self.tr("Everyone"))]))
        self.who.setVisible(context.may("read the whole log"))
        self.who.chosen.connect(self._ask_who)
        self.result = VerifyResult(self.open_record)
        self.body.insertWidget(self.body.indexOf(self.splitter), self.result)
        self.own = NoticeStrip(Tone.INFO, self.tr(OWN), "audit-own")
        self.own.setVisible(not context.may("read the whole log"))
        self.body.insertWidget(self.body.indexOf(self.splitter), self.own)
        self.body.insertWidget(self.body.indexOf(self.result), self.proving.strip)

    @override
    def add_actions(self) -> None:
        self.open_action = self.act("audit-open", self.tr("Open"), "P", self.open_subject)
        self.proof_action = self.act("audit-proof", self.tr("Save proof…"), "S", self.ask_proof)
        self.reveal_action = self.act("audit-reveal", self.tr("Reveal…"), "R", self.ask_purpose)
        self.reveal_action.setVisible(self.context.may("reveal personal values"))
        self.proving = Proving(self)
        self.verify_action = action(self, "audit-verify", self.tr("Verify"), "V", self.verify_or_stop)
        self.verify_action.setVisible(self.context.may("verify the log"))
        self.verify_action.setEnabled(self.context.may("verify the log"))
        self.header.row.addWidget(button := ActionButton(self.verify_action))
        button.setVisible(self.verify_action.isVisible())

    @override
    def shown(self) -> None:
        self._fresh = False  # the log grows with everything that is done elsewhere
        super().shown()

    @override
    def refresh(self) -> None:
        super().refresh()
        self.context.tasks.read(staff_names, self._offer, owner=self, quiet=True)
        self.proving.read()

    @override
    def show_row(self, row: EntryRow | None) -> None:
        if row is None or self.entry is None or self.entry.detail.row.id != row.id:
            self.forget()
        self.proof_action.setEnabled(row is not None)
        self.reveal_action.setEnabled(False)
        self.open_action.setEnabled(row is not None and self._page_of(row) is not None)
        if row is None:
            self.panel.show_nothing(self.tr("Choose an entry."))
        else:
            self.context.tasks.read(partial(entry_with_values, position=row.id), self._show_entry, owner=self)

    @override
    def ask(self, query: Query) -> None:
        super().ask(query)
        if isinstance(query, AuditQuery) and hasattr(self, "who"):
            self.who.choose("" if query.who is None else str(query.who))

    def open_subject(self) -> None:
        """Go to the record that the entry is about."""
        row = self.table.current()
        page = self._page_of(row) if row is not None else None
        if page is not None:
            self.context.go_to(page, row.subject_id)

    def ask_proof(self) -> None:
        """Save the entry with the proof that it is in the log."""
        position = self.table.current_id()
        if position is not None:
            self.proving.ask_proof(position)

    def ask_purpose(self) -> None:
        """Ask why the entry's values are to be seen."""
        if self.entry is not None and has_closed_values(self.entry):
            self.proving.ask_purpose(self.entry.detail.row.id, self._show_values)

    def forget(self) -> None:
        """Mask the values again."""
        self.entry, self.purpose = None, ""

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.purpose:
            self.forget()
            self.show_row(self.table.current())

    def verify_or_stop(self) -> None:
        """Hash every entry again; while that runs, stop it."""
        if self.verifying is not None:
            self.verifying.cancel()
            return
        self.verify_action.setText(self.tr("Stop"))
        self.result.show_words(Tone.INFO, self.tr("Verifying: every entry is hashed again…"))
        self.verifying = self.context.tasks.run(
            self.tr("Verifying the log"), partial(verify, self.context.desk), self._verified, self._stopped,
            owner=self,
        )  # fmt: skip

    def _show_values(self, purpose: str, one: EntryWithValues) -> None:
        if self.isVisible():
            self._show_entry(one, purpose)

    def _verified(self, found: LogCheck) -> None:
        self._over()
        self.result.show_found(found)
        self.body.activate()  # the strip takes its room before the list scrolls to the entry
        if found.first_bad is not None:
            self.open_record(found.first_bad)
        else:
            self.refresh()

    def _stopped(self, error: DeskError) -> None:
        self._over()
        self.result.show_words(Tone.NEUTRAL, error.sentence)

    def _over(self) -> None:
        self.verifying = None
        self.verify_action.setText(self.tr("Verify"))

    def _page_of(self, row: EntryRow) -> str | None:
        page = PAGES.get(row.subject_kind) if row.subject_id else None
        return page if page and self.context.may(f"page:{page}") else None

    def _show_entry(self, one: EntryWithValues, purpose: str = "") -> None:
        if one.detail.row.id != self.table.current_id() or (self.purpose and not purpose):
            return  # another row by now, or its values stand open
        self.entry, self.purpose = one, purpose
        self.reveal_action.setEnabled(has_closed_values(one) and not purpose)
        self.panel.show_blocks(entry_blocks(one, self.next_record, purpose))

    def _ask_who(self, key: str) -> None:
        if isinstance(self.query, AuditQuery):
            self.ask(replace(self.query, who=int(key) if key else None))

    def _offer(self, names: dict[int, str]) -> None:
        staff = sorted(names.items(), key=lambda one: one[1])
        known = [("", self.tr("Everyone")), *((str(key), name) for key, name in staff), ("0", PROGRAM)]
        self.who.fill(known)
