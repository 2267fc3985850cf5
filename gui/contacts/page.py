"""The page of contacts: problems, comments and requests, answered for that purpose alone (C16)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.changes import Changes
from core.contacts.actions import answer_contact, close_contact, reopen_contact
from core.contacts.queries import ContactDetail, ContactRow, contacts, reads_bodies
from core.errors import DeskError
from core.mail.outbox import land_letters
from core.people.actions import opt_out
from gui.contacts.answer_dialog import AnswerDialog
from gui.contacts.columns import COLUMNS, KINDS
from gui.contacts.thread import Thread, open_thread, read_thread, thread_blocks
from gui.intake.offering import offer_intake
from gui.kit.actions import ActionButton
from gui.kit.choice_box import ChoiceBox, add_choice_box
from gui.kit.desk_views import RowListing
from gui.kit.drafts import Draft
from gui.kit.export_dialog import offer_list_export
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.tokens import Tone

FILTERS = (
    Filter("open", "Open"),
    Filter("answered", "Answered"),
    Filter("closed", "Closed"),
    Filter("", "All"),
)

EMPTY = "Problems, comments and requests come in with intake."


@dataclass(frozen=True)
class ContactQuery(Query):
    """The list's query, with the kind that is asked for."""

    kind: str = ""


def listing(query: Query, *, in_bodies: bool) -> RowListing[ContactRow]:
    """Return the list that a query asks for, oldest first; what was written is searched `in_bodies`."""
    kind = query.kind if isinstance(query, ContactQuery) else ""
    order = query.sort or "received"
    down = query.descending
    return contacts(query.search, query.filter, kind, order, descending=down, in_bodies=in_bodies)


class ContactsPage(RecordPage):
    """Who wrote, why, and what was answered."""

    def __init__(self, context: PageContext) -> None:
        self.opened: Thread | None = None
        in_bodies = reads_bodies(context.desk.staff.role)
        records = Records(
            key="contacts", title="Contacts", kind="contact", columns=COLUMNS,
            listing=partial(listing, in_bodies=in_bodies),
            search_hint="Search subject, text or number" if in_bodies else "Search subject or number",
            filters=FILTERS,
            empty=Empty("contact", "Nothing waits for an answer", EMPTY),
            first=ContactQuery(filter="open", sort="received"),
        )  # fmt: skip
        super().__init__(context, records)
        offer_list_export(self, "contacts")
        offer_intake(self, "contacts")
        choices = [("", self.tr("All kinds")), *KINDS.items()]
        self.kinds = add_choice_box(self, ChoiceBox("contacts-kind", self.tr("Kind"), choices))
        self.kinds.chosen.connect(self._ask_kind)
        context.changes.changed.connect(self._read_changed)
        if context.may("work contacts"):
            self._land()

    @override
    def add_actions(self) -> None:
        self.open_action = self.act(
            "contact-open", self.tr("Open to read"), "V", self.open_contact, button=False
        )
        self.table.row_opened.connect(lambda _row: self.open_action.trigger())
        self.answer_action = self.act("contact-answer", self.tr("Answer…"), "A", self.answer, tone="primary")
        self.close_action = self.act("contact-close", self.tr("Close"), "C", self.close_record)
        self.reopen_action = self.act("contact-reopen", self.tr("Reopen"), "R", self.reopen)
        self.person_action = self.act(
            "contact-person", self.tr("Open person"), "P", self.open_person, button=False
        )
        self.out_action = self.act("contact-opt-out", self.tr("Opt out"), "O", self.opt_out, right=True)
        self.out_action.setToolTip(self.tr("Opt this person out of promotion"))

    @override
    def show_row(self, row: ContactRow | None) -> None:
        self.opened = None
        self._allow(row)
        if row is None:
            self.panel.show_nothing(self.tr("Choose a contact."))
        else:
            self._read(row.id)

    @override
    def ask(self, query: Query) -> None:
        super().ask(query)
        if isinstance(query, ContactQuery) and hasattr(self, "kinds"):
            self.kinds.choose(query.kind)

    def open_contact(self) -> None:
        """Open the contact and show what was written; the log keeps that (C22)."""
        if self.opened is not None:
            write = partial(open_thread, contact_id=self.opened.contact.id)
            self.context.tasks.write(write, self._show_thread, owner=self)

    def answer(self) -> None:
        """Write an answer; a draft left behind is there again."""
        if self.opened is None:
            return
        one = self.opened.contact
        dialog = AnswerDialog(one, self._draft(one), self)
        dialog.answered.connect(partial(self._send, dialog, one.id, one.version))
        dialog.rejected.connect(lambda: self._keep_draft(one.id, dialog.text.toPlainText()))
        dialog.open()

    def close_record(self) -> None:
        """Close the record, answered or not."""
        self._move(close_contact)

    def reopen(self) -> None:
        """Open the closed record again."""
        self._move(reopen_contact)

    def opt_out(self) -> None:
        """Opt the sender out of promotion, at once (C20)."""
        if self.opened is not None:
            person_id = self.opened.contact.person_id
            self.context.tasks.write(partial(opt_out, person_id=person_id, heard_through="contact record"))

    def open_person(self) -> None:
        """Go to the person who wrote."""
        if self.opened is not None:
            self.context.go_to("people", self.opened.contact.person_id)

    def _send(self, dialog: AnswerDialog, contact_id: int, version: int, text: str) -> None:
        self.context.tasks.write(
            partial(answer_contact, contact_id=contact_id, text=text, seen=version),
            partial(self._sent, dialog, contact_id), dialog.refuse, owner=dialog,
        )  # fmt: skip

    def _sent(self, dialog: AnswerDialog, contact_id: int, _changes: Changes) -> None:
        self.context.drafts.drop("contact", contact_id)
        dialog.accept()
        self._land()

    def _land(self) -> None:
        """Put into the outbox what was answered, and what a stop or a lock kept back before."""
        desk = self.context.desk
        self.context.tasks.run(self.tr("Putting the letter into the outbox"), lambda _: land_letters(desk))

    def _draft(self, one: ContactDetail) -> Draft | None:
        """Return the draft that was left; what was sent all the same, while it was left, is none."""
        draft = self.context.drafts.about("contact", one.id)
        sent = {given.text for given in one.answers}
        return None if draft is None or draft.text.strip() in sent else draft

    def _keep_draft(self, contact_id: int, text: str) -> None:
        self.context.drafts.keep("contact", contact_id, text, self.context.desk.clock())

    def _move(self, verb: Callable[..., Changes]) -> None:
        if self.opened is None:
            return
        one, self.opened = (
            self.opened.contact,
            None,
        )  # a second press finds nothing to act on
        self._enable()
        write = partial(verb, contact_id=one.id, seen=one.version)
        self.context.tasks.write(write, None, partial(self._refused, one.id), owner=self)

    def _refused(self, contact_id: int, error: DeskError) -> None:
        self.context.notices.say(error.sentence, Tone.BAD)
        if self.table.current_id() == contact_id:
            self._read(contact_id)

    def _allow(self, row: ContactRow | None) -> None:
        may_work = self.context.may("work contacts")
        closed = row is not None and row.state == "closed"
        self.answer_action.setVisible(may_work)
        self.close_action.setVisible(may_work and not closed)
        self.reopen_action.setVisible(may_work and closed)
        self.out_action.setVisible(self.context.may("opt a person out"))
        self.person_action.setVisible(self.context.may("page:people"))
        self.panel.foot.setVisible(may_work or self.out_action.isVisible())
        self._enable()

    def _enable(self) -> None:
        one = self.opened.contact if self.opened else None
        self.open_action.setEnabled(one is not None and one.to_open)
        self.answer_action.setEnabled(
            one is not None and one.opened and one.state != "closed" and bool(one.address)
        )
        first = self.tr("Open the contact first, to read it.")
        self.answer_action.setStatusTip(first if one is not None and one.to_open else "")
        for each in (self.close_action, self.reopen_action, self.person_action):
            each.setEnabled(one is not None)
        self.out_action.setEnabled(one is not None and not one.opted_out)

    def _read(self, contact_id: int) -> None:
        self.context.tasks.read(partial(read_thread, contact_id=contact_id), self._show_thread, owner=self)

    def _show_thread(self, thread: Thread) -> None:
        if thread.contact.id == self.table.current_id():
            self.opened = thread
            self._enable()
            link = self._person_link()
            self.panel.show_blocks(thread_blocks(thread, self.next_record, self.open_action, link))

    def _person_link(self) -> QWidget | None:
        return ActionButton(self.person_action, "link") if self.person_action.isVisible() else None

    def _read_changed(self, changes: Changes) -> None:
        people = changes.ids.get("person", frozenset())
        if self.opened is not None and self.opened.contact.person_id in people:
            self._read(self.opened.contact.id)

    def _ask_kind(self, kind: str) -> None:
        if isinstance(self.query, ContactQuery):
            self.ask(replace(self.query, kind=kind))
