"""The page of people on file: masked; a look at the values asks for a purpose and is logged (C22)."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QHideEvent
from typing_extensions import override

from core.people.actions import opt_out, reveal, take_back_opt_out
from core.people.queries import PersonRow, PersonValues, people
from core.people.searching import by_part
from gui.intake.offering import offer_intake
from gui.kit.choice_box import ChoiceBox, add_choice_box
from gui.kit.desk_views import RowListing
from gui.kit.export_dialog import offer_list_export
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.pickers import PurposePicker
from gui.kit.purposes import purpose_choices
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.people.columns import COLUMNS
from gui.people.person_view import PersonFile, file_blocks, read_file
from gui.people.reach_dialog import ReachDialog
from gui.people.words import ORIGINS


@dataclass(frozen=True)
class PeopleQuery(Query):
    """The list's query, with the origin that is asked for."""

    origin: str = ""


def listing(query: Query, *, in_part: bool) -> RowListing[PersonRow]:
    """Return the list that a query asks for; a part of a name finds `in_part`."""
    origin = query.origin if isinstance(query, PeopleQuery) else ""
    order = query.sort or "name"
    return people(query.search, origin, query.filter, order, descending=query.descending, in_part=in_part)


class PeoplePage(RecordPage):
    """Who is on file, since when and from where, and what may be done with it."""

    def __init__(self, context: PageContext) -> None:
        self.file: PersonFile | None = None
        self.shown_values: PersonValues | None = None
        self.purpose = ""
        in_part = by_part(context.desk.staff.role)
        records = Records(
            key="people", title="People", kind="person", columns=COLUMNS,
            listing=partial(listing, in_part=in_part),
            search_hint="Search a name or a whole address" if in_part else "Search a whole name or address",
            filters=(Filter("", "All"), Filter("opted_out", "Opted out"), Filter("under_13", "Under 13")),
            empty=Empty(
                "users", "Nobody on file yet", "People come in with intake, contacts and contest entries."
            ),
            first=PeopleQuery(sort="name"),
        )  # fmt: skip
        super().__init__(context, records)
        offer_list_export(self, "people")
        offer_intake(self, "people")
        self.origins = add_choice_box(self, _origin_box())
        self.origins.chosen.connect(self._ask_origin)

    @override
    def add_actions(self) -> None:
        self.reveal_action = self.act("people-reveal", self.tr("Reveal…"), "V", self.ask_purpose)
        self.out_action = self.act("people-opt-out", self.tr("Opt out"), "O", self.opt_out, right=True)
        self.reach_action = self.act(
            "people-let-reach", self.tr("Let promotion reach again…"), "L", self.let_reach, right=True
        )

    @override
    def show_row(self, row: PersonRow | None) -> None:
        if row is None or self.shown_values is None or self.shown_values.id != row.id:
            self.forget()
        if row is None or (self.file is not None and self.file.values.id != row.id):
            self.file = None
        may_change = row is not None and self.context.may("opt a person out")
        may_look = self.context.may("reveal personal values")
        out = row is not None and row.opted_out_at is not None
        self.reveal_action.setVisible(may_look)
        self.reveal_action.setEnabled(row is not None)
        self.out_action.setVisible(may_change and not out)
        self.reach_action.setVisible(may_change and out)
        self.panel.foot.setVisible(may_look or self.context.may("opt a person out"))
        if row is None:
            self.panel.show_nothing(self.tr("Choose a person."))
        else:
            self.context.tasks.read(partial(read_file, person_id=row.id), self._show_file, owner=self)

    @override
    def ask(self, query: Query) -> None:
        super().ask(query)
        if isinstance(query, PeopleQuery) and hasattr(self, "origins"):
            self.origins.choose(query.origin)

    def ask_purpose(self) -> None:
        """Ask why the values are to be seen; the answer goes into the log (C22)."""
        if self.file is None:
            return
        person_id = self.file.values.id
        picker = PurposePicker(
            self.tr("Look at person %1's values").replace("%1", str(person_id)),
            self.tr("The log keeps that you looked, at whom, when and why."),
            purpose_choices(child=self.file.values.under_13),
            main=self.tr("Reveal"),
            note=self.tr("Why, in a few words (optional)"),
            parent=self,
        )
        picker.chosen.connect(partial(self._reveal, person_id))
        picker.open()

    def opt_out(self) -> None:
        """Opt the person out of promotion, at once (C20)."""
        person_id = self.table.current_id()
        if person_id is not None:
            self.context.tasks.write(partial(opt_out, person_id=person_id))

    def let_reach(self) -> None:
        """Ask how the person told that promotion may reach them again, and what they said."""
        person_id = self.table.current_id()
        if person_id is not None:
            dialog = ReachDialog(person_id, self)
            dialog.told.connect(partial(self._let_reach, person_id))
            dialog.open()

    def forget(self) -> None:
        """Mask the values again."""
        self.shown_values, self.purpose = None, ""

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.shown_values is not None:
            self.forget()
            self._draw()

    def _let_reach(self, person_id: int, heard: str, wish: str) -> None:
        verb = partial(take_back_opt_out, person_id=person_id, heard_through=heard, wish=wish)
        self.context.tasks.write(verb)

    def _reveal(self, person_id: int, purpose: str, note: str) -> None:
        self.context.tasks.write(
            partial(reveal, person_id=person_id, purpose=purpose, reason=note),
            partial(self._show_values, purpose),
            owner=self,
        )

    def _show_values(self, purpose: str, values: PersonValues) -> None:
        if values.id == self.table.current_id() and self.isVisible():
            self.shown_values, self.purpose = values, purpose
            self.context.tasks.read(partial(read_file, person_id=values.id), self._show_file, owner=self)

    def _show_file(self, file: PersonFile) -> None:
        if file.values.id == self.table.current_id():
            self.file = file
            self._draw()

    def _draw(self) -> None:
        if self.file is not None:
            self.panel.show_blocks(file_blocks(self.file, self.shown_values, self.purpose))

    def _ask_origin(self, origin: str) -> None:
        if isinstance(self.query, PeopleQuery):
            self.ask(replace(self.query, origin=origin))


def _origin_box() -> ChoiceBox:
    choices = [("", "All origins"), *ORIGINS.items()]
    return ChoiceBox("people-origin", "Origin", choices)
