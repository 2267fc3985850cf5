"""Who sent a request: a lead says who it seems to be, an officer confirms it (C25)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from core.requests.case_shapes import Case
from core.requests.rules import MATCHING
from gui.kit.dialogs import Dialog
from gui.kit.page_spec import PageContext
from gui.requests.person_picker import PersonPicker
from gui.requests.words import tr


class TakeUpDialog(Dialog):
    """`taken_up(person_id)` follows: who it seems to be, for an officer to confirm."""

    taken_up = Signal(int)

    def __init__(self, case: Case, context: PageContext, parent: QWidget | None = None) -> None:
        words = tr("An officer confirms it. Name and address are compared with this person's anew.")
        title = tr("Who seems to have sent request R%1?").replace("%1", str(case.id))
        super().__init__(title, words, main=tr("Pass to an officer"), name="take-up", parent=parent)
        self.main.setDefault(True)
        self.picker = PersonPicker(case, context, "take-up")
        self.add(tr("Person"), self.picker, "take-up-picker")

    @override
    def act(self) -> None:
        person = self.picker.person_id()
        if person is None:
            self.say(tr("Choose the person: find them by name or by whole address."), self.picker.search)
        else:
            self.taken_up.emit(person)
            self.accept()


class ConfirmSenderDialog(Dialog):
    """`confirmed(person_id, how, reason)` follows; the reason is asked where name or address differs."""

    confirmed = Signal(int, str, str)

    def __init__(self, case: Case, context: PageContext, parent: QWidget | None = None) -> None:
        words = tr("The answer will go to the address on file of this person, whatever the message asks for.")
        title = tr("Who sent request R%1?").replace("%1", str(case.id))
        super().__init__(title, words, main=tr("Confirm sender"), name="confirm-sender", parent=parent)
        self.main.setDefault(True)
        self.case = case
        self.picker = PersonPicker(case, context, "confirm")
        self.how = _ways()
        self.reason = QLineEdit()
        self.add(tr("Person"), self.picker, "confirm-picker")
        self.add(tr("What convinced you"), self.how, "confirm-how")
        self.add(tr("Why it is theirs although it differs"), self.reason, "confirm-reason")
        self.picker.changed.connect(self._follow)
        self.how.setFocus()
        self._follow()

    @override
    def act(self) -> None:
        person, how, reason = (
            self.picker.person_id(),
            self.how.currentText().strip(),
            self.reason.text().strip(),
        )
        if person is None:
            self.say(tr("Choose the person: find them by name or by whole address."), self.picker.search)
        elif not how:
            self.say(tr("Say what convinced you of the sender."), self.how)
        elif self.differs() and not reason:
            words = tr("Name or address differs from what is on file: say why the request is theirs (C25).")
            self.say(words, self.reason)
        else:
            self.confirmed.emit(person, how, reason)
            self.accept()

    def differs(self) -> bool:
        """Tell whether a reason is needed: someone else than the matched person, or no full match."""
        grades = {self.case.name_match, self.case.address_match}
        return self.picker.person_id() != self.case.matched_person_id or not grades <= MATCHING

    def _follow(self) -> None:
        self.reason.setEnabled(self.differs())
        hint = tr("Needed here") if self.differs() else tr("Not needed: name and address match")
        self.reason.setPlaceholderText(hint)


def _ways() -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItem(tr("Answered a check sent to the address on file"))
    made.addItem(tr("Called back on the number on file"))
    made.addItem(tr("Showed an identity document"))
    made.setCompleter(None)  # type: ignore[arg-type]  # none, says Qt: the record keeps what was typed, no more
    made.setCurrentIndex(-1)
    made.setEditText("")
    return made
