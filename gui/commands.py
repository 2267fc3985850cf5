"""What the palette and F1 list: pages, what can be done on each, and records that were typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from gui.kit.actions import key_text
from gui.kit.command_palette import Command, Found
from gui.kit.job import Job, owner_of
from gui.kit.keys_dialog import KeyLine
from gui.kit.page import Page
from gui.kit.page_spec import Deed, PageContext, PageSpec
from gui.kit.tokens import Tone


class Commands(QObject):
    """Everything that this person can do from where they are. `show` goes to a page and gives it."""

    def __init__(
        self,
        context: PageContext,
        specs: Mapping[str, PageSpec],
        show: Callable[[str], Page | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._specs, self._show = context, specs, show
        self._looking: Job | None = None

    def everything(self, page: Page | None, everywhere: Sequence[QAction]) -> list[Command]:
        """Return the pages, then what can be done here, then what can be done on the other pages."""
        here = self.usable_ever(page) if page is not None else []
        return [
            *(self._page(spec) for spec in self._specs.values()),
            *(self._here(one) for one in (*here, *everywhere)),
            *(self._there(spec, deed) for spec in self._others(page) for deed in self._deeds(spec)),
        ]

    def usable_ever(self, page: Page) -> list[QAction]:
        """Return the page's actions less those that are never this person's."""
        spec = self._specs.get(page.key)
        known = {deed.name: deed for deed in spec.deeds} if spec is not None else {}
        may = self._context.may
        actions = ((one, known.get(one.objectName())) for one in page.page_actions())
        return [one for one, deed in actions if deed is None or deed.allowed(may)]

    def keys_of(self, page: Page | None) -> list[KeyLine]:
        """Return the keys of a page, with the reason at those that do nothing now."""
        here = self.usable_ever(page) if page is not None else []
        return [key_line(one) for one in here if one.shortcuts()]

    def find(self, text: str, found: Found) -> None:
        """Look for records off the screen's thread; `found` is told of each page's, and once at the end."""
        self.stop()
        if not text:
            return
        self._looking = self._context.tasks.stream(
            partial(_look, text=text, pages=tuple(self._specs)),
            lambda records: found([self._record(one) for one in records], False),  # not the last
            lambda _nothing: found([], True),  # the last
            lambda _error: found([], True),  # what could not be read was found nowhere
            owner=owner_of(found),
        )

    def stop(self) -> None:
        """Look no further."""
        if self._looking is not None and not self._looking.over:
            self._looking.cancel()
        self._looking = None

    def _others(self, page: Page | None) -> Iterator[PageSpec]:
        return (spec for key, spec in self._specs.items() if page is None or key != page.key)

    def _deeds(self, spec: PageSpec) -> Iterator[Deed]:
        return (deed for deed in spec.deeds if deed.allowed(self._context.may))

    def _page(self, spec: PageSpec) -> Command:
        words = self.tr("Go to %1").replace("%1", self.tr(spec.title))
        return Command(words, partial(self._context.go_to, spec.key, None))

    def _here(self, one: QAction) -> Command:
        if one.isEnabled():
            return Command(one.text(), one.trigger, key_text(one))
        why = one.statusTip() or self.tr("Not with what is chosen now: %1").replace("%1", one.text())
        say = partial(self._context.notices.say, why, Tone.INFO)
        return Command(one.text(), say, key_text(one), usable=False)

    def _there(self, spec: PageSpec, deed: Deed) -> Command:
        return Command(deed.words, partial(self._do, spec.key, deed), self.tr(spec.title))

    def _do(self, key: str, deed: Deed) -> None:
        """Go to the page, and do there what needs no record; a record is chosen by the person, not by us."""
        page = self._show(key)
        if page is not None:
            page.come_for(deed.name)
            if not deed.record:
                page.do(deed.name)

    def _record(self, one: Any) -> Command:
        go = partial(self._context.go_to, one.page, one.id)
        return Command(f"{one.id}   {one.words}", go, self.tr(self._specs[one.page].title))


def _look(work: Any, text: str, pages: Sequence[str]) -> Iterator[Any]:
    from gui.record_search import find_records  # noqa: PLC0415  # core loads after the window is painted

    return find_records(work, text, pages)


def key_line(one: QAction) -> KeyLine:
    """Return an action's keys, with the reason where they do nothing now."""
    usable = one.isEnabled()
    return KeyLine(key_text(one), one.text(), usable, "" if usable else one.statusTip())
