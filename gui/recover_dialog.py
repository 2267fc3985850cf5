"""The way back in when every admin's passphrase is lost: the recovery key, and a new passphrase."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.kit.new_passphrase import hidden_field, problem_of

if TYPE_CHECKING:
    from core.desk import Desk
    from core.errors import DeskError
    from gui.kit.tasks import Tasks


class RecoverDialog(Dialog):
    """`recovered(admin)` tells whose passphrase is new.

    Names: `recover`, `recover-key`, `recover-admin`, `recover-passphrase`, `recover-again`, `recover-main`.
    """

    recovered = Signal(str)

    def __init__(self, desk: "Desk", tasks: "Tasks", parent: QWidget) -> None:
        super().__init__(
            "Use the recovery key",
            "It gives one admin a new passphrase and is void then. That it was used stands in the log.",
            main="Set the passphrase",
            name="recover",
            parent=parent,
        )
        self.desk, self.tasks = desk, tasks
        self.key, self.admin = QLineEdit(), QLineEdit()
        self.passphrase, self.again = hidden_field(), hidden_field()
        self.add(self.tr("Recovery key"), self.key, "recover-key")
        self.add(self.tr("Name of the admin"), self.admin, "recover-admin")
        self.add(self.tr("New passphrase"), self.passphrase, "recover-passphrase")
        self.add(self.tr("The same again"), self.again, "recover-again")
        self.main.setDefault(True)
        self.key.setFocus()

    @override
    def act(self) -> None:
        problem, at = self._problem()
        self.say(problem, at)
        if not problem:
            self.main.setEnabled(False)
            given = (self.key.text(), self.admin.text(), self.passphrase.text())
            self.tasks.call(
                partial(self.desk.recover, *given), self._done, self._refused,
                owner=self, title=self.tr("Using the recovery key"), in_turn=True,
            )  # fmt: skip

    def _problem(self) -> tuple[str, QLineEdit | None]:
        if empty := next((one for one in (self.key, self.admin, self.passphrase) if not one.text()), None):
            return self.tr("Give the recovery key, the admin's name and a new passphrase."), empty
        return problem_of(self.passphrase, self.again)

    def _done(self, _nothing: None) -> None:
        self.recovered.emit(self.admin.text().strip())
        self.accept()

    def _refused(self, error: "DeskError") -> None:
        self.main.setEnabled(True)
        self.say(error.sentence)
