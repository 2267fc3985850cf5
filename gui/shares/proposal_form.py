"""The fields of a proposal; each choice narrows those below it to what the register and the policy allow."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.shares.proposal import FIELDS, Selection, ShareDraft, Who
from core.shares.vendors import AgreementRow, Choices
from gui.kit.choice_box import ChoiceBox
from gui.kit.labels import PlainLabel
from gui.kit.theme import px
from gui.shares.checks import Checks
from gui.shares.columns import tr

ANY_WIDTH = 16_777_215
ANSWERING = "respond"
LARGEST_CASE = 2_000_000_000
FIRST_FIELDS = ("full_name", "email")


class ProposalForm(QWidget):
    """Vendor, agreement, service, purpose, fields, selection; `changed` follows each choice."""

    changed = Signal()

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))
        self.title, self.why = QLineEdit(), QLineEdit()
        self.title.setMaxLength(200)
        self.why.setMaxLength(1000)
        self.vendor = self._box([(name, name) for name in choices.vendors])
        self.agreement, self.service, self.purpose = self._box(), self._box(), self._box()
        self.fields = Checks([(key, tr(words)) for key, words in FIELDS.items()], "share-field")
        self.who = self._box([(one.value, words) for one, words in _who_words()])
        self.origins = Checks(list(choices.words.origins.items()), "share-origin", columns=2)
        self.contest = self._box([(name, name) for name in choices.contests])
        self.case = QLineEdit()
        self.case.setValidator(QIntValidator(1, LARGEST_CASE, self))
        self.case.setPlaceholderText(tr("number of the contact record"))
        self._lay()
        self._connect()
        self.fields.check(FIRST_FIELDS)
        self._vendor_chosen()

    def draft(self) -> ShareDraft:
        """Return what is filled in."""
        case = int(self.case.text()) if self._answers() and self.case.text() else None
        return ShareDraft(
            title=self.title.text().strip(),
            vendor=self.vendor.key,
            agreement=self.agreement.key,
            service=self.service.key,
            purpose=self.purpose.key,
            fields=self.fields.checked(),
            selection=self._selection(),
            case=case,
            why=self.why.text().strip(),
        )

    def missing(self) -> str:
        """Say what is still to be filled in before the policy can be asked; empty when nothing is."""
        who = self.who.key
        wanting = (
            (not self.vendor.key, tr("No vendor is on the register yet; an officer adds one.")),
            (not self.agreement.key, tr("There is no agreement with this vendor; an officer adds one.")),
            (not self.fields.checked(), tr("Choose one or more fields.")),
            (who == Who.ORIGIN and not self.origins.checked(), tr("Choose one or more origins.")),
            (who == Who.CONTEST and not self.contest.key, tr("There is no contest on file.")),
            (who == Who.CASE and not self.case.text(), tr("Name the case that is answered.")),
        )
        return next((words for wants, words in wanting if wants), "")

    def _selection(self) -> Selection:
        who = Who(self.who.key)
        origins = self.origins.checked() if who is Who.ORIGIN else ()
        return Selection(who, origins, self.contest.key if who is Who.CONTEST else "")

    def _lay(self) -> None:
        self._add(tr("Title"), self.title, "share-title")
        self._pair(
            (tr("Vendor"), self.vendor, "share-vendor"), (tr("Agreement"), self.agreement, "share-agreement")
        )
        self._add(tr("Service"), self.service, "share-service")
        self._add(tr("Purpose"), self.purpose, "share-purpose")
        self._add(tr("Fields"), self.fields, "share-fields")
        self._case_part = QWidget()
        column = _labelled(tr("Case that is answered (C18)"), self.case, "share-case")
        column.setContentsMargins(0, 0, 0, 0)
        self._case_part.setLayout(column)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addLayout(_labelled(tr("Whose records"), self.who, "share-selection"), 1)
        row.addWidget(self._case_part, 1)
        self._column.addLayout(row)
        for field, name in ((self.origins, "share-origins"), (self.contest, "share-contest")):
            field.setObjectName(name)
            self._column.addWidget(field)
        self.contest.setAccessibleName(tr("Contest"))
        self._add(tr("Why (for the officer who decides)"), self.why, "share-why")
        self._column.addStretch(1)

    def _connect(self) -> None:
        self.vendor.chosen.connect(lambda _key: self._vendor_chosen())
        self.agreement.chosen.connect(lambda _key: self._agreement_chosen())
        self.service.chosen.connect(lambda _key: self._service_chosen())
        self.who.chosen.connect(lambda _key: self._narrow())
        self.purpose.chosen.connect(lambda _key: self._narrow())
        self.contest.chosen.connect(lambda _key: self.changed.emit())
        for checks in (self.fields, self.origins):
            checks.changed.connect(self.changed)
        self.case.textChanged.connect(lambda _text: self.changed.emit())

    def _vendor_chosen(self) -> None:
        rows = [one for one in self._choices.agreements if one.vendor == self.vendor.key]
        rows.sort(key=lambda one: not one.active)
        self.agreement.fill([(one.reference, _agreement_words(one)) for one in rows])
        self._agreement_chosen()

    def _agreement_chosen(self) -> None:
        agreed = self._agreed()
        services = agreed.services if agreed else ()
        self.service.fill([(key, self._choices.words.services.get(key, key)) for key in services])
        self.service.setEnabled(bool(services))
        self._service_chosen()

    def _service_chosen(self) -> None:
        agreed = self._agreed()
        served = self._choices.words.purposes_of_service.get(self.service.key)
        keys = [key for key in (agreed.purposes if agreed else ()) if served is None or key in served]
        self.purpose.fill([(key, self._choices.words.purposes.get(key, key)) for key in keys])
        self._narrow()

    def _narrow(self) -> None:
        """Show what the selection and the purpose still ask for."""
        self.origins.setVisible(self.who.key == Who.ORIGIN)
        self.contest.setVisible(self.who.key == Who.CONTEST)
        self._case_part.setVisible(self._answers())
        self.changed.emit()

    def _answers(self) -> bool:
        return self.who.key == Who.CASE or self.purpose.key == ANSWERING

    def _agreed(self) -> AgreementRow | None:
        return next((one for one in self._choices.agreements if one.reference == self.agreement.key), None)

    def _box(self, choices: Sequence[tuple[str, str]] = ()) -> ChoiceBox:
        box = ChoiceBox("", "", choices)
        box.setMaximumWidth(ANY_WIDTH)
        return box

    def _add(self, label: str, field: QWidget, name: str) -> None:
        self._column.addLayout(_labelled(label, field, name))

    def _pair(self, *pair: tuple[str, QWidget, str]) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for label, field, name in pair:
            row.addLayout(_labelled(label, field, name), 1)
        self._column.addLayout(row)


def _labelled(label: str, field: QWidget, name: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(px(4))
    words = PlainLabel(label, ink="2")
    words.setBuddy(field)
    field.setObjectName(name)
    field.setAccessibleName(label)
    field.setToolTip("")
    column.addWidget(words)
    column.addWidget(field)
    return column


def _who_words() -> list[tuple[Who, str]]:
    return [
        (Who.EVERYONE, tr("Everyone on file")),
        (Who.ORIGIN, tr("By how it was given")),
        (Who.CONTEST, tr("Entries of a contest")),
        (Who.CASE, tr("The one case")),
    ]


def _agreement_words(one: AgreementRow) -> str:
    return one.reference if one.active else tr("%1 (not in force)").replace("%1", one.reference)
