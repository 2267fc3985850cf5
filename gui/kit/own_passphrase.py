"""Changing one's own passphrase: the old one, and a new one twice."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from gui.kit.dialogs import Dialog
from gui.kit.new_passphrase import hidden_field, problem_of

if TYPE_CHECKING:
    from core.changes import Changes
    from core.errors import DeskError
    from gui.kit.page_spec import PageContext


class OwnPassphraseDialog(Dialog):
    """Names: `own-passphrase`, `own-passphrase-old`, `-new`, `-again`, `own-passphrase-main`."""

    def __init__(self, context: "PageContext", parent: QWidget) -> None:
        super().__init__(
            "Change your passphrase",
            "The new one opens this desk from now on; the old one no longer does.",
            main="Change",
            name="own-passphrase",
            parent=parent,
        )
        self.context = context
        self.old, self.new, self.again = hidden_field(), hidden_field(), hidden_field()
        self.add(self.tr("Passphrase you have now"), self.old, "own-passphrase-old")
        self.add(self.tr("New passphrase"), self.new, "own-passphrase-new")
        self.add(self.tr("The same again"), self.again, "own-passphrase-again")
        self.main.setDefault(True)
        self.old.setFocus()

    @override
    def act(self) -> None:
        problem, at = self._problem()
        self.say(problem, at)
        if not problem:
            self.main.setEnabled(False)
            change = partial(self.context.desk.change_passphrase, self.old.text(), self.new.text())
            self.context.tasks.call(
                change, self._done, self._refused, owner=self, title=self.tr("Changing your passphrase")
            )

    def _problem(self) -> tuple[str, QLineEdit | None]:
        if not self.old.text():
            return self.tr("Type the passphrase you have now."), self.old
        return problem_of(self.new, self.again)

    def _done(self, told: "Changes") -> None:
        self.context.changes.tell(told)
        self.accept()

    def _refused(self, error: "DeskError") -> None:
        self.main.setEnabled(True)
        self.say(error.sentence)
