"""The page of the site feed: what waits at the site, since when, and what it has done (C20, C26, C29)."""

from functools import partial

from typing_extensions import override

from core.changes import Changes
from core.feed.actions import acknowledge_row
from core.feed.queries import FeedDetail, FeedRow, feed_detail, feed_rows
from core.feed.rules import POSTINGS
from core.staff.roles import Permission
from gui.feed.columns import columns
from gui.feed.row_view import row_blocks
from gui.feed.words import how_many, tr
from gui.kit.desk_views import RowListing
from gui.kit.dialogs import ConfirmDialog
from gui.kit.filter_bar import Filter
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records

WAITING = "waiting"
FILTERS = (Filter(WAITING, "Waiting"), Filter("done", "Done"), Filter("", "All"))
TELLING = frozenset({"posting", "person", "feed"})
"""Kinds of record whose changes may tell the site something."""

EMPTY = (
    "A removal, an opt-out, a correction or an erasure waits here until the site has done it. Its schedule "
    "reads them with remitctl feed and says with --ack which are done."
)
ASKED = (
    "Everything up to this row counts as done at the site, and the addresses and corrected values in it are "
    "taken out. That cannot be undone: what is taken out is gone, and the site will not be told again."
)


def listing(query: Query) -> RowListing[FeedRow]:
    """Return the rows that a query asks for, in the order in which the site must do them."""
    return feed_rows(query.search, query.filter, descending=query.descending)


class FeedPage(RecordPage):
    """Rows that wait come first; officers may say that the site has done them."""

    def __init__(self, context: PageContext) -> None:
        self.told: FeedDetail | None = None
        records = Records(
            key="feed", title=tr("Site feed"), kind="feed", columns=columns(context.desk.clock),
            listing=listing, search_hint=tr("Search the site's id"),
            filters=tuple(Filter(one.key, tr(one.label)) for one in FILTERS),
            empty=Empty("radio-tower", tr("The site has nothing to do"), tr(EMPTY)),
            first=Query(sort="position", filter=WAITING),
        )  # fmt: skip
        super().__init__(context, records)
        context.changes.changed.connect(self._read_changed)

    @override
    def add_actions(self) -> None:
        self.ack_action = self.act(
            "feed-acknowledge", tr("Acknowledge to here…"), "A", self.ask_to_acknowledge, tone="primary"
        )
        self.open_action = self.act("feed-open", tr("Open"), "P", self.open_subject)

    @override
    def shown(self) -> None:
        self._fresh = False  # the feed grows with what is done elsewhere
        super().shown()

    @override
    def show_row(self, row: FeedRow | None) -> None:
        self.told = None
        self.ack_action.setVisible(self.context.may(Permission.ACK_FEED))
        self._enable()
        if row is None:
            self.panel.show_nothing(tr("Choose a row."))
        else:
            self.context.tasks.read(partial(feed_detail, position=row.id), self._show_detail, owner=self)

    def open_subject(self) -> None:
        """Go to the posting, or to the person, that the row is about."""
        to = _subject(self.told.row) if self.told is not None else None
        if to is not None:
            self.context.go_to(*to)

    def ask_to_acknowledge(self) -> None:
        """Ask before everything up to this row counts as done; there is no way back."""
        if self.told is None or not self.ack_action.isEnabled():
            return
        title = tr("Acknowledge %1 of the site feed?").replace("%1", how_many(self.told))
        dialog = ConfirmDialog(
            title, tr(ASKED), main=tr("Acknowledge"), name="feed-confirm", danger=False, parent=self
        )
        dialog.accepted.connect(partial(self._acknowledge, self.told.row.id))
        dialog.open()

    def _acknowledge(self, position: int) -> None:
        self.context.tasks.write(partial(acknowledge_row, position=position))

    def _show_detail(self, one: FeedDetail) -> None:
        if one.row.id == self.table.current_id():
            self.told = one
            self._enable()
            self.panel.show_blocks(row_blocks(one, self.context.desk.clock()))

    def _enable(self) -> None:
        told = self.told
        to = _subject(told.row) if told is not None else None
        self.open_action.setEnabled(to is not None and self.context.may(f"page:{to[0]}"))
        self.ack_action.setEnabled(
            told is not None and told.before > 0 and self.context.may(Permission.ACK_FEED)
        )

    def _read_changed(self, changes: Changes) -> None:
        """A decision, or taking it back, tells the site something; so the list is read again."""
        if changes.kinds & TELLING and self.isVisible() and self.model.complete:
            self.model.reload()


def _subject(row: FeedRow) -> tuple[str, int] | None:
    """Return the page and the record that a row is about; None where the desk has none."""
    if row.record in POSTINGS:
        return "postings", row.record_id
    return ("people", row.person_id) if row.person_id is not None else None
