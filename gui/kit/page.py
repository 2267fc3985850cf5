"""The base of every page: title, count, search, tools; and what the window asks of a page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from gui.kit.actions import IconButton, action, key_text
from gui.kit.icons import icon
from gui.kit.labels import PlainLabel, title
from gui.kit.page_spec import PageContext
from gui.kit.theme import px, theme
from gui.kit.tokens import CONTROL

SEARCH_WIDTH, TYPING_MS = 300, 200
CTRL_E = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)
"""On Linux Qt would take it for the end of the line, as Emacs does."""


class SearchBox(QLineEdit):
    """A search field that speaks when the person pauses: `asked(text)`.

    Esc empties it; in an empty one Esc goes on, as Down does: `left`.
    """

    asked = Signal(str)
    left = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setFixedWidth(px(SEARCH_WIDTH))
        self._sign = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textChanged.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._now)
        leave = QShortcut(QKeySequence("Esc"), self, self._leave)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        onward = QShortcut(QKeySequence("Down"), self, self.left.emit)
        onward.setContext(Qt.ShortcutContext.WidgetShortcut)
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        self._sign.setIcon(icon("search"))

    def _now(self) -> None:
        self._pause.stop()
        self.asked.emit(self.text().strip())

    def _leave(self) -> None:
        if not self.text():
            self.left.emit()
            return
        self.clear()
        self._now()

    @override
    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.keyCombination() == CTRL_E:
            event.ignore()
            return False
        return super().event(event)


class PageHeader(QWidget):
    """The first line of a page; tools are added at its right."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title(words)
        self.title.setObjectName(f"{name}-title")
        self.count = PlainLabel(ink="2")
        self.count.setObjectName(f"{name}-count")
        self.setFixedHeight(px(CONTROL))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(px(8))
        self.row.addWidget(self.title)
        self.row.addWidget(self.count)
        self.row.addStretch(1)

    def show_count(self, shown: int, total: int | None = None) -> None:
        """Show `1,204 of 10,000`, or the first number alone while the second is unknown."""
        number = QLocale().toString
        both = self.tr("%1 of %2").replace("%1", number(shown)).replace("%2", number(total or 0))
        self.count.setText(number(shown) if total is None else both)


class Page(QWidget):
    """One page. Lay things into `body`; the window calls `shown`, `refresh`, `open_record`."""

    updated = Signal()

    def __init__(self, context: PageContext, key: str, words: str) -> None:
        super().__init__()
        self.context, self.key = context, key
        self.setObjectName(f"page-{key}")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.header = PageHeader(key, words)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(24), px(20), px(24), px(16))
        self.body.setSpacing(px(12))
        self.body.addWidget(self.header)
        self.search: SearchBox | None = None
        self._fresh = False

    def shown(self) -> None:
        """Come to the front: read the first time."""
        if not self._fresh:
            self._fresh = True
            self.refresh()

    def refresh(self) -> None:
        """Read again what the page shows."""

    def open_record(self, record_id: int) -> None:
        """Show one record of this page."""

    def page_actions(self) -> Sequence[QAction]:
        """Return what can be done here, for F1 and the palette."""
        return [one for one in self.actions() if one.text()]

    def do(self, name: str) -> bool:
        """Do what can be done here under this object name; False where it cannot be done now."""
        for one in self.page_actions():
            if one.objectName() == name and one.isEnabled():
                one.trigger()
                return True
        return False

    def come_for(self, name: str) -> None:
        """Show where this can be done, on a page that has more places than one."""

    def take_focus(self) -> None:
        """Let the page's keys work: the focus goes to what they act on."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Go to the search field, where there is one."""
        if self.search is not None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def add_search(self, hint: str) -> SearchBox:
        """Put a search field at the right of the title."""
        self.search = SearchBox(f"{self.key}-search", hint)
        self.search.left.connect(self.take_focus)
        self.header.row.addWidget(self.search)
        return self.search

    def add_tool(
        self, icon_name: str, words: str, name: str, run: Callable[[], object], keys: str = ""
    ) -> IconButton:
        """Put an icon button at the right of the title; with keys it stands in F1 and the palette too."""
        button = IconButton(icon_name, words, f"{self.key}-{name}")
        button.clicked.connect(lambda _checked=False: run())
        if keys:
            made = action(self, f"{self.key}-{name}-key", words, keys, button.click)
            button.setToolTip(f"{words} ({key_text(made)})")
        self.header.row.addWidget(button)
        return button
