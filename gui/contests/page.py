"""The page of contests: entries, what was given with them, and opt-outs (C19, C20)."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QLocale
from typing_extensions import override

from core.changes import Changes
from core.contests.queries import ContestRow, EntryDetail, EntryRow, contests, entries, entry_detail
from core.people.actions import opt_out
from core.people.searching import by_part
from gui.contests.columns import COLUMNS
from gui.contests.entry_view import entry_blocks
from gui.intake.offering import offer_intake
from gui.kit.choice_box import ChoiceBox, add_choice_box
from gui.kit.desk_views import RowListing
from gui.kit.export_dialog import offer_list_export
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records

FILTERS = (Filter("", "All"), Filter("opted_out", "Opted out"))

EMPTY = "Entries of contests, special offers and surveys come in with intake."


@dataclass(frozen=True)
class EntryQuery(Query):
    """The list's query, with the contest that is asked for (0: all)."""

    contest: int = 0


def listing(query: Query, *, in_part: bool) -> RowListing[EntryRow]:
    """Return the list that a query asks for, newest first; a part of a name finds `in_part`."""
    contest = query.contest if isinstance(query, EntryQuery) else 0
    order = query.sort or "entered"
    down = query.descending
    return entries(query.search, contest, query.filter, order, descending=down, in_part=in_part)


class ContestsPage(RecordPage):
    """Who entered what, and what may be done with it."""

    def __init__(self, context: PageContext) -> None:
        self.entry: EntryDetail | None = None
        in_part = by_part(context.desk.staff.role)
        records = Records(
            key="contests", title="Contests", kind="entry", columns=COLUMNS,
            listing=partial(listing, in_part=in_part),
            search_hint="Search a name or a whole address" if in_part else "Search a whole name or address",
            filters=FILTERS,
            empty=Empty("trophy", "No entries yet", EMPTY),
            first=EntryQuery(sort="entered", descending=True),
        )  # fmt: skip
        super().__init__(context, records)
        offer_list_export(self, "contests")
        offer_intake(self, "contests")
        self.contests = add_choice_box(self, ChoiceBox("contests-contest", self.tr("Contest"), []))
        self._offer([])
        self.contests.chosen.connect(self._ask_contest)
        context.changes.changed.connect(self._read_changed)

    @override
    def add_actions(self) -> None:
        self.person_action = self.act("entry-person", self.tr("Open person"), "P", self.open_person)
        self.out_action = self.act("entry-opt-out", self.tr("Opt out"), "O", self.opt_out, right=True)

    @override
    def refresh(self) -> None:
        super().refresh()
        self.context.tasks.read(contests, self._offer, owner=self, quiet=True)

    @override
    def show_row(self, row: EntryRow | None) -> None:
        self.entry = None
        self.person_action.setVisible(self.context.may("page:people"))
        self.out_action.setVisible(self.context.may("opt a person out"))
        self.panel.foot.setVisible(self.person_action.isVisible() or self.out_action.isVisible())
        self._enable()
        if row is None:
            self.panel.show_nothing(self.tr("Choose an entry."))
        else:
            self.context.tasks.read(partial(entry_detail, entry_id=row.id), self._show_entry, owner=self)

    @override
    def ask(self, query: Query) -> None:
        super().ask(query)
        if isinstance(query, EntryQuery) and hasattr(self, "contests"):
            self.contests.choose(str(query.contest))

    def opt_out(self) -> None:
        """Opt the entrant out of promotion, at once (C20)."""
        if self.entry is not None:
            one = partial(opt_out, person_id=self.entry.person_id, heard_through="contest entry")
            self.context.tasks.write(one)

    def open_person(self) -> None:
        """Go to the person who entered."""
        if self.entry is not None:
            self.context.go_to("people", self.entry.person_id)

    def _enable(self) -> None:
        self.person_action.setEnabled(self.entry is not None)
        self.out_action.setEnabled(self.entry is not None and self.entry.opted_out_at is None)

    def _show_entry(self, one: EntryDetail) -> None:
        if one.id == self.table.current_id():
            self.entry = one
            self._enable()
            self.panel.show_blocks(entry_blocks(one, self.next_record))

    def _read_changed(self, changes: Changes) -> None:
        """An opt-out changes every entry of the person: their rows are read again."""
        if "person" in changes.kinds and self.model.complete:
            self.model.reload()

    def _ask_contest(self, key: str) -> None:
        if isinstance(self.query, EntryQuery):
            self.ask(replace(self.query, contest=int(key or 0)))

    def _offer(self, found: list[ContestRow]) -> None:
        number = QLocale().toString
        choices = [(str(one.id), f"{one.name} ({number(one.entries)})") for one in found]
        self.contests.fill([("0", self.tr("All contests")), *choices])
