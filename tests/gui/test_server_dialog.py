"""The way to a desk on a server, from the sign-in page, with keys and mouse."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url

from core.desk import Desk
from gui.main_window import MainWindow
from gui.server_dialog import ServerDialog
from tests.conftest import PASSPHRASE
from tests.gui.windows import shown_window

pytestmark = pytest.mark.server


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "machine"))
    with shown_window(qtbot, tmp_path) as made:
        yield made


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> ServerDialog:
    qtbot.mouseClick(window.sign_in.server, Qt.MouseButton.LeftButton)
    found = window.findChild(ServerDialog)
    assert found is not None
    return found


@pytest.fixture
def database(tmp_path: Path, new_database: Callable[[], str]) -> str:
    """A desk on a server, made from another machine."""
    url = new_database()
    Desk.create(tmp_path / "first", "ada", PASSPHRASE, database=url).sign_out()
    return url


def type_into(qtbot: QtBot, dialog: ServerDialog, **fields: str) -> None:
    for name, words in fields.items():
        field = dialog.findChild(QLineEdit, f"server-{name}")
        assert field is not None
        qtbot.keyClicks(field, words)


def press_open(qtbot: QtBot, dialog: ServerDialog) -> None:
    main = dialog.findChild(QPushButton, "server-desk-main")
    assert main is not None
    qtbot.mouseClick(main, Qt.MouseButton.LeftButton)


def test_a_person_reaches_the_desk_and_signs_in(
    window: MainWindow, dialog: ServerDialog, database: str, qtbot: QtBot
) -> None:
    url = make_url(database)
    host, name = str(url.query["host"]), str(url.database)
    type_into(qtbot, dialog, host=host, database=name, login="owner")
    press_open(qtbot, dialog)
    qtbot.waitUntil(lambda: window.sign_in.desk_name.text() == f"{name} on this machine")
    qtbot.keyClicks(window.sign_in.name, "ada")
    qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
    with qtbot.waitSignal(window.signed_in):
        qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
    assert window.desk is not None
    assert window.desk.staff is not None
    assert window.desk.staff.name == "ada"


def test_what_was_typed_stays_when_the_server_is_not_there(
    window: MainWindow, dialog: ServerDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    type_into(qtbot, dialog, host=str(tmp_path), database="desk")
    press_open(qtbot, dialog)
    qtbot.waitUntil(lambda: "cannot be reached" in dialog.problem.text())
    assert (dialog.host.text(), dialog.database.text()) == (str(tmp_path), "desk")
    assert window.desk is None


def test_the_server_and_the_database_are_asked_for(dialog: ServerDialog, qtbot: QtBot) -> None:
    type_into(qtbot, dialog, host="db.example.com")
    press_open(qtbot, dialog)
    assert dialog.problem.text() == "Give the server and the database."
    assert dialog.database.hasFocus()


def test_the_folder_it_leaves_on_this_machine_opens_the_desk_next_time(
    window: MainWindow, database: str, qtbot: QtBot, tmp_path: Path
) -> None:
    window.open_server(database)
    qtbot.waitUntil(window.sign_in.passphrase.isVisible)
    heads = list((tmp_path / "machine").rglob("desk.toml"))
    assert len(heads) == 1
    window.open_desk(heads[0].parent)
    qtbot.waitUntil(window.sign_in.passphrase.isVisible)
    assert window.sign_in.desk_name.text().endswith(" on this machine")
