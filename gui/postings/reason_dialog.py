"""Why a posting is removed: two families, legal and terms of service, each by its own numbers (C21)."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.text.reasons import LEGAL, TERMS, Reason, reason, reasons
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.theme import px
from gui.kit.tokens import CAPTION
from gui.postings.words import tr

WIDTH = 760


class Family(QWidget):
    """One family: its caption is lit while a number would pick here."""

    entered = Signal(object)
    left = Signal(object)

    def __init__(self, words: str, choices: Sequence[Reason], group: QButtonGroup) -> None:
        super().__init__()
        self.caption = PlainLabel(words.upper(), ink="3", size=CAPTION)
        self.buttons = [self._button(one, group) for one in choices]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(self.caption)
        for button in self.buttons:
            column.addWidget(button)
        column.addStretch(1)

    def light(self, *, on: bool) -> None:
        """Show whether numbers pick in this family."""
        self.caption.set_ink("accent" if on else "3")

    def row_with_focus(self) -> int:
        """Return which of the choices has the focus, or the first."""
        return next((at for at, one in enumerate(self.buttons) if one.hasFocus()), 0)

    def go_to(self, row: int) -> None:
        """Give the focus to a choice, the last one if there are fewer."""
        self.buttons[min(row, len(self.buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self)
        sideways = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and event.type() == QEvent.Type.KeyPress:
            self.left.emit(self)
            return True
        return super().eventFilter(watched, event)

    def _button(self, one: Reason, group: QButtonGroup) -> QRadioButton:
        button = QRadioButton(f"{one.number}   {one.title}".replace("&", "&&"))
        button.setObjectName(f"reason-picker-{one.code.replace('_', '-')}")
        button.setAccessibleName(one.title)
        button.setProperty("code", one.code)
        button.setFont(_even_figures(button.font()))
        button.installEventFilter(self)
        group.addButton(button)
        return button


class ReasonDialog(Dialog):
    """Picks a reason. A number picks in the family that has the focus and does it at once.

    Left and right go from one family to the other. A suggested reason is chosen already, so that Enter
    takes it. `chosen(code, note)` follows.
    """

    chosen = Signal(str, str)

    def __init__(
        self, title: str, suggested: str = "", parent: QWidget | None = None, *, note: str = ""
    ) -> None:
        words = tr("A number removes at once; ← and → change the family.")
        super().__init__(
            title,
            words,
            main=tr("Remove"),
            name="reason-picker",
            danger=True,
            width=WIDTH,
            parent=parent,
        )
        self._group = QButtonGroup(self)
        self.families = [
            self._family(tr("Legal"), LEGAL),
            self._family(tr("Terms of service"), TERMS),
        ]
        self.active = self.families[0]
        self._lay_families()
        self.note = QLineEdit(note)
        self.add(tr("Note, kept with the decision (optional)"), self.note, "reason-picker-note")
        self.main.setEnabled(False)
        self.main.setDefault(True)
        self._group.buttonToggled.connect(lambda *_: self.main.setEnabled(True))
        self._suggest(suggested)

    def code(self) -> str:
        """Return the reason chosen, empty when there is none."""
        button = self._group.checkedButton()
        return str(button.property("code")) if button else ""

    @override
    def act(self) -> None:
        if self.code():
            self.chosen.emit(self.code(), self.note.text().strip())
            self.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = int(event.text()) if event.text() in set("123456789") else 0
        if not number or self.note.hasFocus():
            super().keyPressEvent(event)
        elif number <= len(self.active.buttons):
            self.active.buttons[number - 1].setChecked(True)
            self.main.click()

    def _family(self, words: str, family: str) -> Family:
        made = Family(words, [one for one in reasons() if one.family == family], self._group)
        made.entered.connect(self._enter)
        made.left.connect(self._leave)
        return made

    def _lay_families(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(24))
        for family in self.families:
            row.addWidget(family, 1)
        self.fields.addLayout(row)
        self.fields.addSpacing(px(8))

    def _suggest(self, code: str) -> None:
        found = reason(code)
        family = self.families[1] if found and found.family == TERMS else self.families[0]
        row = found.number - 1 if found else 0
        if found:
            family.buttons[row].setChecked(True)
        family.go_to(row)
        self._enter(family)

    def _enter(self, family: Family) -> None:
        self.active = family
        for one in self.families:
            one.light(on=one is family)

    def _leave(self, family: Family) -> None:
        other = self.families[1] if family is self.families[0] else self.families[0]
        other.go_to(family.row_with_focus())


def _even_figures(font: QFont) -> QFont:
    """Make all figures equally wide (OpenType `tnum`), so that the titles behind them stand in one line."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
