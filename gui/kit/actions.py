"""What a page can do, with its keys: the same action stands behind a button, a key, F1 and the palette."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from gui.kit.icons import icon
from gui.kit.theme import theme


def action(
    owner: QWidget, name: str, text: str, keys: str | Sequence[str], run: Callable[[], object]
) -> QAction:
    """Make an action of a page; its keys work while the page has the focus, never in a text field.

    `name` is its object name in kebab case; `keys` as Qt writes them ("A", "Ctrl+Return").
    """
    made = QAction(text, owner)
    made.setObjectName(name)
    made.setShortcuts([QKeySequence(one) for one in ([keys] if isinstance(keys, str) else keys) if one])
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(False)
    made.triggered.connect(lambda _checked=False: run())
    owner.addAction(made)
    return made


def key_text(one: QAction) -> str:
    """Return an action's keys as the person reads them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " · ".join(keys.toString(native).replace("Return", "Enter") for keys in one.shortcuts())


def clashes(actions: Iterable[QAction]) -> list[str]:
    """Return the keys that more than one of these actions asks for."""
    asked = Counter(keys.toString() for one in actions for keys in one.shortcuts())
    return sorted(keys for keys, count in asked.items() if count > 1)


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button that Enter presses as Space does; outside of a dialog Qt lets Enter pass."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class ActionButton(Button):
    """A button for an action; the letter that is its key is underlined where the word has it.

    While it cannot be pressed it says why, where the action's status tip tells it.
    """

    def __init__(self, of: QAction, tone: str = "secondary", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of = of
        self.setProperty("tone", tone)
        self.setObjectName(of.objectName())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(of.trigger)
        of.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        plain, keys = self._of.text().replace("&", ""), key_text(self._of)
        self.setText(underlined(plain, keys))
        self.setAccessibleName(plain)
        why_not = "" if self._of.isEnabled() else self._of.statusTip()
        self.setToolTip(why_not or (f"{plain} ({keys})" if keys else plain))
        self.setAccessibleDescription(why_not)
        self.setEnabled(self._of.isEnabled())
        if self.parentWidget() is not None:  # on its own it would open as a window
            self.setVisible(self._of.isVisible())


def underlined(text: str, keys: str) -> str:
    """Mark the first letter of `text` that is the one-letter key; capitals first."""
    if len(keys) != 1:
        return text
    at = text.find(keys.upper())
    at = at if at >= 0 else text.lower().find(keys.lower())
    return text if at < 0 else f"{text[:at]}&{text[at:]}"


class IconButton(QToolButton):
    """A button that is an icon; its name is said by the tooltip and to screen readers."""

    def __init__(self, icon_name: str, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon_name
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setToolTip(text)
        theme().changed.connect(self._tint)
        self._tint()

    def show_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon = icon_name
        self._tint()

    def _tint(self) -> None:
        self.setIcon(icon(self._icon))
