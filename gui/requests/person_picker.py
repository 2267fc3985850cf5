"""Choosing a person on file: the one matched stands first, another is found by name or whole address."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from core.people.queries import PersonRow, find_people
from core.requests.case_shapes import Case
from gui.kit.labels import PlainLabel
from gui.kit.page_spec import PageContext
from gui.kit.theme import px
from gui.requests.words import tr

ROWS, FOUND, PAUSE_MS = 100, 20, 200
ID = Qt.ItemDataRole.UserRole


class FindField(QLineEdit):
    """Where Enter looks at once; it is not the dialog's, which might be done with somebody else chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()


class PersonPicker(QWidget):
    """A search field over a list; `changed` follows every choice."""

    changed = Signal()

    def __init__(self, case: Case, context: PageContext, name: str) -> None:
        super().__init__()
        self._context = context
        self.search = FindField()
        self.people = QListWidget()
        self.said = PlainLabel(ink="2")
        self._dress(name)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._look)
        self.people.itemSelectionChanged.connect(self.changed)
        if case.matched_person_id is not None:
            self._offer(case.matched_person_id, f"{case.name_on_file}   {case.address_on_file}")
            self.people.setCurrentRow(0)
        for one in case.candidates:
            self._offer(one.person_id, f"{one.name}   {one.address}")
        if case.candidates:
            self.said.setText(tr("Whoever fits the message is listed; nobody is chosen yet."))
            self.said.show()

    def person_id(self) -> int | None:
        """Return who is chosen."""
        chosen = self.people.selectedItems()
        return int(chosen[0].data(ID)) if chosen else None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.people.doItemsLayout()  # its items were measured before the style sheet was there

    def _dress(self, name: str) -> None:
        self.search.setObjectName(f"{name}-find")
        self.search.setPlaceholderText(tr("Somebody else: name or whole address"))
        self.search.setAccessibleName(tr("Find a person"))
        self.people.setObjectName(f"{name}-person")
        self.people.setAccessibleName(tr("Person"))
        self.people.setFrameShape(QFrame.Shape.StyledPanel)
        self.people.setFixedHeight(px(ROWS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for widget in (self.search, self.people, self.said):
            column.addWidget(widget)
        self.said.hide()

    def _offer(self, person_id: int, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(ID, person_id)
        self.people.addItem(item)

    def _look(self) -> None:
        text = self.search.text().strip()
        if text:
            self._context.tasks.read(lambda work: find_people(work, text, FOUND), self._found, owner=self)

    def _found(self, rows: Sequence[PersonRow]) -> None:
        self.people.clear()
        for row in rows:
            self._offer(row.id, f"{row.name}   {row.email}   {row.origin}")
        if len(rows) == 1:
            self.people.setCurrentRow(0)
        self.said.setText(tr("Nobody on file fits."))
        self.said.setVisible(not rows)
        self.changed.emit()
