"""Choosing one of a few: a reason by its number, or a purpose with what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QRadioButton, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel, caption
from gui.kit.theme import px
from gui.kit.tokens import CAPTION

NUMBERED = 9


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `code` is what core is given."""

    code: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices of one family."""

    caption: str
    choices: Sequence[Choice]


class Picker(Dialog):
    """Choices in groups; 1 to 9 choose, Ctrl+Enter (or Enter) does it. `chosen(code, note)` follows."""

    chosen = Signal(str, str)

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        explanation: str,
        groups: Sequence[ChoiceGroup],
        *,
        main: str,
        name: str,
        note: str = "",
        at_once: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, main=main, name=name, danger=danger, parent=parent)
        self._at_once = at_once
        at_a_number = self.tr("A number does it at once.")
        by_number = at_a_number if at_once else self.tr("A number chooses, Enter does it.")
        self.explanation.setText(f"{explanation} {by_number}".strip())
        self.explanation.show()
        self._codes: list[str] = []
        self.buttons = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(4))
        self.fields.addLayout(self._grid)
        for column, group in enumerate(groups):
            self._add_group(column, group)
        self.note = QLineEdit()
        if note:
            self.add(note, self.note, f"{name}-note")
        self.main.setEnabled(False)
        self.main.setDefault(True)
        self.buttons.idToggled.connect(lambda *_: self.main.setEnabled(True))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._codes:
            self.buttons.button(0).setFocus()

    def choose(self, number: int) -> None:
        """Choose by number, counted from 1 through all groups."""
        if number > len(self._codes):
            return
        button = self.buttons.button(number - 1)
        button.setChecked(True)
        button.setFocus()
        if self._at_once:
            self.main.click()

    def choice(self) -> str:
        """Return the code of what is chosen, empty when nothing is."""
        at = self.buttons.checkedId()
        return self._codes[at] if at >= 0 else ""

    @override
    def act(self) -> None:
        if self.choice():
            self.chosen.emit(self.choice(), self.note.text().strip())
            self.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and event.text() != "0" and not self.note.hasFocus():
            self.choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _add_group(self, column: int, group: ChoiceGroup) -> None:
        row = 0
        if group.caption:
            self._grid.addWidget(caption(group.caption), row, column)
        for choice in group.choices:
            number = len(self._codes) + 1
            self._codes.append(choice.code)
            button = QRadioButton(_numbered(number, choice.label))
            button.setObjectName(f"{self.objectName()}-{choice.code.replace('_', '-').lower()}")
            button.setAccessibleName(choice.label)
            button.setAccessibleDescription(choice.note)
            self.buttons.addButton(button, number - 1)
            row += 1
            self._grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignTop)
            if choice.note:
                row += 1
                note = PlainLabel(choice.note, ink="3", size=CAPTION, wrap=True).follow_width()
                note.setContentsMargins(px(28), 0, 0, px(4))
                self._grid.addWidget(note, row, column)
        self._grid.setRowStretch(row + 1, 1)


def _numbered(number: int, label: str) -> str:
    plain = label.replace("&", "&&")
    return f"{number}   {plain}" if number <= NUMBERED else plain


class ReasonPicker(Picker):
    """A reason in two families (legal, terms of service), by number: the decision follows at once."""

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        groups: Sequence[ChoiceGroup],
        *,
        main: str,
        explanation: str = "",
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            title,
            explanation,
            groups,
            main=main,
            name="reason-picker",
            at_once=True,
            danger=danger,
            parent=parent,
        )


class PurposePicker(Picker):
    """Why personal data is to be seen or let out; the answer goes into the log."""

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        explanation: str,
        purposes: Sequence[Choice],
        *,
        main: str,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            title, explanation, [ChoiceGroup("", purposes)], main=main, name="purpose-picker", note=note,
            parent=parent,
        )  # fmt: skip
