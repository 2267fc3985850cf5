"""Adding a vendor to the register."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from core.errors import DeskError
from core.shares.proposal import VendorDraft
from core.shares.register import add_vendor
from core.shares.vendors import Vocabulary
from gui.kit.choice_box import ChoiceBox
from gui.kit.dialogs import Dialog
from gui.kit.page_spec import PageContext
from gui.shares.columns import tr


class VendorDialog(Dialog):
    """Name, kind, country, and whom to ask for return or destruction."""

    def __init__(self, context: PageContext, words: Vocabulary, parent: QWidget) -> None:
        explanation = tr("The kind decides what the vendor can be engaged for.")
        super().__init__(tr("Add a vendor"), explanation, main=tr("Add"), name="vendor-dialog", parent=parent)
        self._context = context
        self.vendor_name, self.country, self.contact = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind = ChoiceBox("vendor-kind", tr("Kind"), list(words.kinds.items()))
        self.kind.setMaximumWidth(16_777_215)
        self.add(tr("Name"), self.vendor_name, "vendor-name")
        self.add(tr("Kind"), self.kind, "vendor-kind")
        self.add(tr("Country"), self.country, "vendor-country")
        self.add(tr("Contact for return or destruction"), self.contact, "vendor-contact")
        self.main.setDefault(True)
        self.vendor_name.setFocus()

    @override
    def act(self) -> None:
        draft = VendorDraft(
            self.vendor_name.text(), self.kind.key, self.country.text().strip(), self.contact.text().strip()
        )
        write = partial(add_vendor, draft=draft)
        self._context.tasks.write(write, lambda _changes: self.accept(), self._refused, owner=self)

    def _refused(self, error: DeskError) -> None:
        self.say(error.sentence)
