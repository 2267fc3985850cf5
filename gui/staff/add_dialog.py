"""Adding a staff member: a name, a role, and a first passphrase twice."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from core.changes import Changes, changed
from core.desk import Desk
from core.errors import DeskError
from core.staff.roles import Role
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.new_passphrase import hidden_field, problem_of
from gui.kit.page_spec import PageContext
from gui.kit.tokens import CAPTION
from gui.staff.words import ROLES


class AddStaffDialog(Dialog):
    """Names: `staff-new`, `staff-name`, `staff-role`, `staff-passphrase`, `staff-again`, `staff-new-main`."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(
            "Add staff",
            "They sign in with this name and passphrase, their own key to the desk. Hand it over in person.",
            main="Add",
            name="staff-new",
            parent=parent,
        )
        self.context = context
        self.name, self.passphrase, self.again = QLineEdit(), hidden_field(), hidden_field()
        self.role, self.note = QComboBox(), PlainLabel(ink="3", size=CAPTION, wrap=True)
        self._lay_fields()
        self.role.currentIndexChanged.connect(lambda _: self.note.setText(ROLES[self._role()]))
        self.note.setText(ROLES[self._role()])
        self.name.setFocus()

    @override
    def act(self) -> None:
        problem, at = self._problem()
        self.say(problem, at)
        if not problem:
            self.main.setEnabled(False)
            add = partial(_add, self.context.desk, self.name.text(), self._role(), self.passphrase.text())
            self.context.tasks.call(
                add, self._added, self._refused, owner=self, title=self.tr("Adding staff")
            )

    def _problem(self) -> tuple[str, QLineEdit | None]:
        if not self.name.text().strip():
            return self.tr("Type their name."), self.name
        return problem_of(self.passphrase, self.again)

    def _added(self, told: Changes) -> None:
        self.context.changes.tell(told)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.main.setEnabled(True)
        self.say(error.sentence)

    def _role(self) -> Role:
        return Role(self.role.currentData())

    def _lay_fields(self) -> None:
        for role in Role:
            self.role.addItem(role.value.capitalize(), role.value)
        self.add(self.tr("Name"), self.name, "staff-name")
        self.add(self.tr("Role"), self.role, "staff-role")
        self.fields.addWidget(self.note)
        self.add(self.tr("First passphrase"), self.passphrase, "staff-passphrase")
        self.add(self.tr("The same again"), self.again, "staff-again")
        self.main.setDefault(True)


def _add(desk: Desk, name: str, role: Role, passphrase: str) -> Changes:
    desk.add_staff(name, role, passphrase)
    return changed(f"Added {name.strip()} as {role.value}.", "staff", [0])
