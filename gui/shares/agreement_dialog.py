"""Adding an agreement with a vendor."""

from datetime import date
from functools import partial

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import DeskError
from core.shares.proposal import AgreementDraft
from core.shares.register import add_agreement
from core.shares.vendors import VendorRow, Vocabulary
from gui.kit.dates import qt_day
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.page_spec import PageContext
from gui.kit.theme import px
from gui.shares.checks import Checks
from gui.shares.columns import tr

MONTHS, RETURN_DAYS, LONGEST = 12, 30, 3650


class AgreementDialog(Dialog):
    """Services and purposes that the vendor's kind allows, the dates, and the days until return (C14)."""

    def __init__(self, context: PageContext, words: Vocabulary, vendor: VendorRow, parent: QWidget) -> None:
        title = tr("Add an agreement with %1").replace("%1", vendor.name)
        explanation = tr(
            "Outside these services and purposes nothing can be shared. No vendor may pass data on."
        )
        super().__init__(title, explanation, main=tr("Add"), name="agreement-dialog", parent=parent)
        self._context, self._vendor, self._words = context, vendor, words
        self.reference = QLineEdit()
        offered = words.services_of_kind.get(vendor.kind, ())
        self.services = Checks(
            [(key, words.services[key]) for key in offered], "agreement-service", columns=1
        )
        self.purposes = Checks([], "agreement-purpose", columns=1)
        self.add(tr("Reference"), self.reference, "agreement-reference")
        if offered:
            self.add(tr("Services"), self.services, "agreement-services")
        self.add(tr("Purposes"), self.purposes, "agreement-purposes")
        self._add_dates(context.desk.clock().date())
        self.services.changed.connect(self._offer_purposes)
        self.services.check(offered)
        self._offer_purposes()
        self.reference.setFocus()

    @override
    def act(self) -> None:
        draft = AgreementDraft(
            vendor=self._vendor.name,
            reference=self.reference.text(),
            services=self.services.checked(),
            purposes=self.purposes.checked(),
            signed_on=_day(self.signed_on),
            return_days=int(self.return_days.text() or 0),
            ends_on=_day(self.ends_on) if self.ends.isChecked() else None,
        )
        write = partial(add_agreement, draft=draft)
        self._context.tasks.write(write, lambda _changes: self.accept(), self._refused, owner=self)

    def _add_dates(self, today: date) -> None:
        self.signed_on, self.ends_on = QDateEdit(qt_day(today)), QDateEdit(qt_day(today).addMonths(MONTHS))
        self.ends = QCheckBox(tr("Ends on"))
        self.ends.setObjectName("agreement-ends")
        self.ends.setChecked(True)
        self.ends.toggled.connect(self.ends_on.setEnabled)
        self.return_days = QLineEdit(str(RETURN_DAYS))
        self.return_days.setValidator(QIntValidator(0, LONGEST, self))
        for field in (self.signed_on, self.ends_on):
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for label, widget, name in (
            (tr("Signed on"), self.signed_on, "agreement-signed"),
            (self.ends, self.ends_on, "agreement-ends-on"),
            (tr("Days until return"), self.return_days, "agreement-return-days"),
        ):
            row.addLayout(_labelled(label, widget, name), 1)
        self.fields.addLayout(row)

    def _offer_purposes(self) -> None:
        keys = [one for key in self.services.checked() for one in self._words.purposes_of_service[key]]
        if not self._words.services_of_kind.get(self._vendor.kind):
            keys = ["respond"]
        self.purposes.offer([(key, self._words.purposes[key]) for key in dict.fromkeys(keys)])

    def _refused(self, error: DeskError) -> None:
        self.say(error.sentence)


def _labelled(label: str | QWidget, field: QWidget, name: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(px(8))
    words = PlainLabel(label, ink="2") if isinstance(label, str) else label
    field.setObjectName(name)
    field.setAccessibleName(label if isinstance(label, str) else tr("Ends on"))
    column.addWidget(words)
    column.addWidget(field)
    return column


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
