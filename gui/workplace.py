"""A signed-in person's screen: rail, pages, and the keys that work on every page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gui.commands import Commands, key_line
from gui.kit.actions import action
from gui.kit.claim_board import ClaimBoard
from gui.kit.command_palette import CommandPalette
from gui.kit.connection_banner import ConnectionBanner
from gui.kit.drafts import Drafts
from gui.kit.keys_dialog import KeyLine, KeysDialog
from gui.kit.live import Live
from gui.kit.notices import Notices
from gui.kit.own_passphrase import OwnPassphraseDialog
from gui.kit.page import Page
from gui.kit.page_spec import PageContext, PageSpec
from gui.kit.rail import Rail
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.kit.theme import Look, px, theme, tokens
from gui.kit.tokens import WIDE_WINDOW
from gui.kit.turns import Turns

if TYPE_CHECKING:
    from core.live.hearing import Heard

COUNT_AGAIN_MS = 60_000
NUMBERED = 9


class Workplace(QWidget):
    """Shows one page at a time of those the person's role may use (C22)."""

    updated = Signal(str)
    lock_asked = Signal()

    def __init__(  # noqa: PLR0913, PLR0917  # what a person's workplace is made of
        self,
        desk: Any,
        tasks: Tasks,
        settings: PersonSettings,
        pages: Sequence[PageSpec],
        drafts: Drafts | None = None,
        live: Live | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.tasks, self.settings = tasks, settings
        self.notices = Notices(tasks, self)
        self.claims = ClaimBoard(tasks, desk, self) if live is not None else None
        self.context = PageContext(
            desk,
            tasks,
            self.notices,
            settings,
            self.go_to,
            drafts or Drafts(),
            self.claims,
            self.lock_asked.emit,
        )
        self.banner = ConnectionBanner()
        self.specs = {one.key: one for one in pages if self.context.may(one.permission)}
        self.pages: dict[str, Page] = {}
        self._turns = Turns(self)
        self.commands = Commands(self.context, self.specs, self._go_and_give, self)
        staff = desk.staff
        entries = [(one.key, self._title(one), one.icon) for one in self.specs.values()]
        self.rail = Rail(entries, staff.name, self.tr(str(staff.role).capitalize()))
        self.stack = QStackedWidget()
        self._lay()
        self._add_actions()
        self._connect()
        if live is not None:
            self._follow(live)

    def go_to(self, key: str, record_id: int | None = None) -> None:
        """Show a page at once, and one record of it."""
        self._turns.drop()
        if key not in self.specs:
            self.notices.say_refused(self.tr("Your role does not use that page."))
            return
        page = self._page(key)
        self.stack.setCurrentWidget(page)
        self.rail.show_current(key)
        self.settings.keep("page", key)
        self._search_key.setEnabled(page.search is not None)
        page.shown()
        page.take_focus()
        if record_id is not None:
            page.open_record(record_id)

    def _go_and_give(self, key: str) -> Page | None:
        self.go_to(key)
        return self.page

    def prepare(self) -> None:
        """Make the page that `start` will show."""
        if self._first:
            self._page(self._first)

    def start(self) -> None:
        """Show the page that the person left, or the first."""
        if self._first:
            self.go_to(self._first)
        self.count()

    @property
    def _first(self) -> str:
        kept = self.settings.text("page")
        return kept if kept in self.specs else next(iter(self.specs), "")

    def turn_to(self, key: str) -> None:
        """Show a page in turns: its place in the rail at once, then it is made, then it is shown."""
        self._turns.drop()
        self.rail.show_current(key)
        self._turns.add(partial(self._page, key), partial(self.go_to, key))

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def count(self) -> None:
        """Count again what waits on each page."""
        counts = {key: one.count for key, one in self.specs.items() if one.count is not None}
        self.tasks.read(partial(_numbers, counts), self._counted, lambda _: None, owner=self, quiet=True)

    def global_actions(self) -> list[QAction]:
        """Return the actions that work on every page."""
        return [one for one in self.actions() if one.text()]

    def _title(self, spec: PageSpec) -> str:
        return self.tr(spec.title)

    def _page(self, key: str) -> Page:
        if key not in self.pages:
            made = self.specs[key].make(self.context)
            made.updated.connect(self._say_updated)
            self.pages[key] = made
            self.stack.addWidget(made)
        return self.pages[key]

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        pages = QVBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.banner)
        pages.addWidget(self.stack, 1)
        row.addLayout(pages, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < px(WIDE_WINDOW))

    def _connect(self) -> None:
        self.rail.asked.connect(self.turn_to)
        self.rail.lock_asked.connect(self.lock_asked)
        self.rail.passphrase_asked.connect(self.change_passphrase)
        self.rail.look_asked.connect(self.toggle_look)
        self.tasks.changes.changed.connect(self._changed)
        again = QTimer(self, interval=COUNT_AGAIN_MS)
        again.timeout.connect(self.count)
        again.start()

    def _follow(self, live: Live) -> None:
        """Show what others change, and say when the connection is lost."""
        live.changed.connect(self._hear)
        live.gone.connect(self.banner.show_lost)
        live.found.connect(self.banner.show_back)
        self.banner.try_asked.connect(live.try_now)

    def _hear(self, what: "Heard") -> None:
        if self.claims is not None:
            self.claims.hear(what.claims)
        if what.changes.ids:
            self.tasks.changes.tell(what.changes)

    def _add_actions(self) -> None:
        for number, key in enumerate(list(self.specs)[:NUMBERED], start=1):
            self._everywhere(f"go-{key}", "", f"Ctrl+{number}", partial(self.turn_to, key))
        tr = self.tr
        self._everywhere("palette", tr("Commands"), "Ctrl+K", self.open_palette)
        self._search_key = self._everywhere("search", tr("Search"), ["/", "Ctrl+F"], self._search)
        self._search_key.setStatusTip(tr("There is nothing to search on this page."))
        self._everywhere("keys", tr("Keys of this page"), ["F1", "?"], self.open_keys)
        undo = self._everywhere("undo", tr("Undo"), "Ctrl+Z", self.tasks.undo)
        undo.setStatusTip(tr("Nothing to take back."))
        undo.setEnabled(False)
        self.tasks.changes.undo_ready.connect(undo.setEnabled)
        self._everywhere("refresh", tr("Read again"), "F5", self._refresh)
        self._everywhere("lock-now", tr("Lock"), "Ctrl+L", self.lock_asked.emit)
        self._everywhere("own-passphrase", tr("Change your passphrase…"), "", self.change_passphrase)
        self._everywhere("toggle-look", tr("Light or dark"), "Ctrl+Shift+D", self.toggle_look)

    def _everywhere(
        self, name: str, words: str, keys: str | Sequence[str], run: Callable[[], object]
    ) -> QAction:
        made = action(self, name, words, keys, run)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return made

    def toggle_look(self) -> None:
        """Change between light and dark, and remember it."""
        theme().toggle()
        self.settings.keep("look", (Look.DARK if tokens().dark else Look.LIGHT).value)

    def change_passphrase(self) -> None:
        """Ask for the signed-in person's old passphrase, and a new one."""
        OwnPassphraseDialog(self.context, self).open()

    def open_palette(self) -> None:
        """Open the list of everything that can be done."""
        everywhere = [one for one in self.global_actions() if one.objectName() != "palette"]
        offered = self.commands.everything(self.page, everywhere)
        palette = CommandPalette(offered, self, self.commands.find)
        palette.destroyed.connect(self.commands.stop)
        palette.open_over(self.window())

    def open_keys(self) -> None:
        """Open the list of keys."""
        everywhere = [key_line(one) for one in self.global_actions()]
        pages = KeyLine(f"Ctrl+1 … {min(len(self.specs), NUMBERED)}", self.tr("Pages, in the rail's order"))
        here = self.commands.keys_of(self.page)
        groups = ((self.tr("This page"), here), (self.tr("Everywhere"), [*everywhere, pages]))
        KeysDialog([one for one in groups if one[1]], self).open()

    def _search(self) -> None:
        if self.page is not None:
            self.page.focus_search()

    def _refresh(self) -> None:
        if self.page is not None:
            self.page.refresh()
        self.count()

    def _changed(self, _changes: object) -> None:
        self.count()

    def _counted(self, counts: dict[str, int]) -> None:
        for key, number in counts.items():
            self.rail.items[key].show_count(number)

    def _say_updated(self) -> None:
        now = QDateTime.currentDateTime().toString("HH:mm")
        self.updated.emit(self.tr("Updated %1").replace("%1", now))


def _numbers(counts: dict[str, Callable[[Any], int]], work: Any) -> dict[str, int]:
    return {key: count(work) for key, count in counts.items()}
