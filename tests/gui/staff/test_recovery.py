from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.staff.recovery_code import read_code
from gui.main_window import MainWindow
from gui.staff.page import StaffPage
from tests.conftest import PASSPHRASE
from tests.gui.opening import opened
from tests.gui.screen import Screen, screen_of
from tests.gui.windows import shown_window

NEW = "a newer passphrase"
SignIn = Callable[[str], Desk]


@pytest.fixture
def screen(qtbot: QtBot, signed_in: SignIn) -> Iterator[Screen]:
    with screen_of(qtbot, signed_in("ada"), StaffPage) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, desk_folder: Path) -> Iterator[MainWindow]:
    with shown_window(qtbot, tmp_path) as made:
        made.open_desk(desk_folder)
        qtbot.waitUntil(made.sign_in.recovery.isVisible, timeout=20_000)
        yield made


def find(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def fill_in(qtbot: QtBot, window: MainWindow, *given: str) -> None:
    words = given if len(given) > 3 else (*given, given[-1])
    for which, typed in zip(("key", "admin", "passphrase", "again"), words, strict=True):
        field = find(window, f"recover-{which}")
        assert isinstance(field, QLineEdit)
        field.clear()
        qtbot.keyClicks(field, typed)
    qtbot.mouseClick(find(window, "recover-main"), Qt.MouseButton.LeftButton)


def test_an_admin_makes_a_key_that_is_shown_to_be_copied(screen: Screen) -> None:
    screen.click("staff-recovery")
    screen.click("staff-recovery-confirm-main")
    screen.settle()
    code = screen.find("recovery-key-code")
    assert isinstance(code, QLabel)
    screen.click("recovery-key-main")
    assert QGuiApplication.clipboard().text() == read_code(code.text())
    screen.click("recovery-key-cancel")


def test_the_page_warns_until_there_is_a_key(screen: Screen) -> None:
    assert "no recovery key" in shown(screen)
    screen.click("staff-recovery")
    screen.click("staff-recovery-confirm-main")
    screen.settle()
    screen.click("recovery-key-cancel")
    screen.settle()
    assert "no recovery key" not in shown(screen)


def test_an_admin_changes_the_desks_key_and_everyone_signs_in_again(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    qtbot.keyClicks(window.sign_in.name, "ada")
    qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
    qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=30_000)
    assert window.workplace is not None
    opened(qtbot, window.workplace, "staff")
    qtbot.mouseClick(find(window, "staff-rekey"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "staff-rekey-confirm-main") is not None)
    qtbot.mouseClick(find(window, "staff-rekey-confirm-main"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workplace is None, timeout=60_000)
    qtbot.waitUntil(lambda: not window.tasks.jobs, timeout=30_000)
    assert Desk(desk_folder).sign_in("mia", PASSPHRASE).name == "mia"


def shown(screen: Screen) -> str:
    return " ".join(one.text() for one in screen.page.findChildren(QLabel) if one.isVisible())


def test_the_key_opens_the_way_back_at_the_door(
    qtbot: QtBot, window: MainWindow, desk_folder: Path, signed_in: SignIn
) -> None:
    code = signed_in("ada").make_recovery_key()
    qtbot.mouseClick(window.sign_in.recovery, Qt.MouseButton.LeftButton)
    problem = find(window, "recover-problem")
    assert isinstance(problem, QLabel)
    for given, says in (
        (("", "ada", NEW), "Give the recovery key"),
        ((code, "ada", NEW, "another one"), "not the same"),
        ((code[:-2], "ada", NEW), "8 groups"),
        ((code, "mia", NEW), "no active admin"),
    ):
        fill_in(qtbot, window, *given)
        qtbot.waitUntil(lambda says=says: says in problem.text(), timeout=20_000)
        qtbot.waitUntil(find(window, "recover-main").isEnabled, timeout=20_000)
    fill_in(qtbot, window, code, "ada", NEW)
    qtbot.waitUntil(lambda: "recovery key is void" in window.sign_in.problem.text(), timeout=20_000)
    assert window.sign_in.name.text() == "ada"
    assert Desk(desk_folder).sign_in("ada", NEW).name == "ada"
