"""The way to a desk on a server: its address, its database, and who this machine is to the server."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from core.errors import DeskError
from gui.kit.dialogs import Dialog
from gui.kit.labels import PlainLabel
from gui.kit.tasks import Tasks
from gui.kit.tokens import CAPTION

if TYPE_CHECKING:
    from core.desk import Desk


class ServerDialog(Dialog):
    """`joined(desk)` tells of the desk found there.

    Names: `server-desk`, `server-host`, `server-database`, `server-login`, `server-password`,
    `server-desk-main`.
    """

    joined = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(
            "Open a desk on a server",
            "Several people work on such a desk at once. Whoever looks after the server knows these; "
            "your own name and passphrase are asked next.",
            main="Open",
            name="server-desk",
            parent=parent,
        )
        self.tasks = tasks
        self.host, self.database, self.login, self.password = (QLineEdit() for _ in range(4))
        self._lay_fields()
        self.host.setFocus()

    @override
    def act(self) -> None:
        if missing := self._missing():
            self.say(self.tr("Give the server and the database."))
            missing.setFocus()
            return
        self.say("")
        self.main.setEnabled(False)
        given = (self.host.text(), self.database.text(), self.login.text(), self.password.text())
        self.tasks.call(
            partial(_desk_at, *given), self._found, self._refused,
            owner=self, title=self.tr("Reaching the server"),
        )  # fmt: skip

    def _missing(self) -> QLineEdit | None:
        return next((one for one in (self.host, self.database) if not one.text().strip()), None)

    def _found(self, desk: "Desk") -> None:
        self.joined.emit(desk)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.main.setEnabled(True)
        self.say(error.sentence)

    def _lay_fields(self) -> None:
        self.host.setPlaceholderText("db.example.com")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.add(self.tr("Server"), self.host, "server-host")
        self.add(self.tr("Database"), self.database, "server-database")
        self.add(self.tr("Login at the server"), self.login, "server-login")
        self.add(self.tr("Password of that login"), self.password, "server-password")
        words = self.tr(
            "The password is kept until Remit closes, never on this computer. A password file of PostgreSQL "
            "or a certificate saves typing it. The connection is encrypted, the server's certificate checked."
        )
        self.fields.addWidget(PlainLabel(words, ink="3", size=CAPTION, wrap=True))
        self.main.setDefault(True)


def desk_on_server(url: str) -> "Desk":
    """Return the desk at a server's URL, making this machine's folder for it the first time."""
    from core.desk import Desk  # noqa: PLC0415  # storage is imported after the window is painted
    from core.workstation import joined  # noqa: PLC0415  # the same

    return Desk(joined(url), database=url)


def _desk_at(*given: str) -> "Desk":
    from core.workstation import server_address  # noqa: PLC0415  # as above

    return desk_on_server(server_address(*given))
