"""Confirming who sent a request: whose it is, what convinced the officer, why if it differs (C25)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from core.people.queries import PersonRow, find_people
from core.requests.case_view import Case
from core.requests.rules import MATCHING
from gui.kit.dialogs import Dialog
from gui.kit.page_spec import PageContext
from gui.kit.theme import px
from gui.requests.words import tr

ROWS, FOUND, PAUSE_MS = 116, 20, 200
ID = Qt.ItemDataRole.UserRole


class ConfirmSenderDialog(Dialog):
    """`confirmed(person_id, how, reason)` follows. The person matched stands chosen; another can be found."""

    confirmed = Signal(int, str, str)

    def __init__(self, case: Case, context: PageContext, parent: QWidget | None = None) -> None:
        words = tr("The answer will go to the address on file of this person, whatever the message asks for.")
        title = tr("Who sent request R%1?").replace("%1", str(case.id))
        super().__init__(title, words, main=tr("Confirm sender"), name="confirm-sender", parent=parent)
        self.case, self._context = case, context
        self.search = QLineEdit()
        self.people = QListWidget()
        self.how = self._how()
        self.reason = QLineEdit()
        self._add_fields()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.people.itemSelectionChanged.connect(self._follow)
        self._offer_matched()

    @override
    def act(self) -> None:
        person, how, reason = self.person_id(), self.how.currentText().strip(), self.reason.text().strip()
        if person is None:
            self.say(tr("Choose the person: find them by name or by whole address."))
        elif not how:
            self.say(tr("Say what convinced you of the sender."))
        elif self.differs() and not reason:
            self.say(tr("Name or address differs from what is on file: say why the request is theirs (C25)."))
        else:
            self.confirmed.emit(person, how, reason)
            self.accept()

    def person_id(self) -> int | None:
        """Return who is chosen."""
        chosen = self.people.selectedItems()
        return int(chosen[0].data(ID)) if chosen else None

    def differs(self) -> bool:
        """Tell whether a reason is needed: someone else than the matched person, or a match that is none."""
        grades = {self.case.name_match, self.case.address_match}
        return self.person_id() != self.case.matched_person_id or not grades <= MATCHING

    def _how(self) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.addItems(
            [
                tr("Answered a check sent to the address on file"),
                tr("Called back on the number on file"),
                tr("Showed an identity document"),
            ]
        )
        made.setCurrentIndex(-1)
        made.setEditText("")
        return made

    def _add_fields(self) -> None:
        self.search.setPlaceholderText(tr("Name or whole address"))
        self.people.setFixedHeight(px(ROWS))
        self.add(tr("Find somebody else"), self.search, "confirm-find")
        self.add(tr("Person"), self.people, "confirm-person")
        self.people.setFrameShape(QFrame.Shape.StyledPanel)
        self.add(tr("What convinced you"), self.how, "confirm-how")
        self.add(tr("Why it is theirs although it differs"), self.reason, "confirm-reason")

    def _offer_matched(self) -> None:
        if self.case.matched_person_id is not None:
            words = f"{self.case.name_on_file}   {self.case.address_on_file}"
            self._offer(self.case.matched_person_id, words)
            self.people.setCurrentRow(0)
            self.how.setFocus()
        self._follow()

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
        self.people.setCurrentRow(0)
        self.say("" if rows else tr("Nobody on file fits."))

    def _follow(self) -> None:
        self.reason.setEnabled(self.differs())
        hint = tr("Needed here") if self.differs() else tr("Not needed: name and address match")
        self.reason.setPlaceholderText(hint)
