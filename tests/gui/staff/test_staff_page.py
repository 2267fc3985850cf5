from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.errors import SignInRefused
from core.staff.accounts import list_staff
from gui.kit.record_page import RecordPage
from gui.staff.page import StaffPage
from tests.conftest import PASSPHRASE
from tests.gui.reading import press, shown
from tests.gui.screen import Screen, screen_of

SignIn = Callable[[str], Desk]


@pytest.fixture
def screen(qtbot: QtBot, signed_in: SignIn) -> Iterator[Screen]:
    with screen_of(qtbot, signed_in("ada"), StaffPage) as made:
        yield made


def roles(screen: Screen) -> dict[str, tuple[str, bool]]:
    with screen.context.desk.read() as work:
        return {one.name: (one.role.value, one.active) for one in list_staff(work)}


def table(screen: Screen) -> RecordPage:
    assert isinstance(screen.page, RecordPage)
    return screen.page


def select(screen: Screen, name: str) -> None:
    page = table(screen)
    row = [page.model.row(at).name for at in range(page.model.rowCount())].index(name)
    page.table.selectRow(row)
    screen.settle()


def test_every_staff_member_is_listed_by_name_with_role(screen: Screen) -> None:
    model = table(screen).model
    assert [model.row(at).name for at in range(model.rowCount())] == [
        "ada",
        "aldo",
        "leo",
        "mia",
        "olga",
        "pia",
    ]
    assert screen.find("page-staff") is screen.page


def test_the_page_says_that_the_program_enforces_roles(screen: Screen) -> None:
    said = " ".join(one.text() for one in screen.find("staff-limit").findChildren(QLabel))
    assert "the program enforces roles, not cryptography" in said


def test_a_new_member_is_added_by_keys_and_can_sign_in(screen: Screen, desk_folder: Path) -> None:
    screen.click("staff-add")
    screen.type_into("staff-name", "Nora")
    role = screen.find("staff-role")
    assert isinstance(role, QComboBox)
    QTest.keyClicks(role, "lead")
    screen.type_into("staff-passphrase", "a long enough one")
    screen.type_into("staff-again", "a long enough one")
    QTest.keyClick(screen.find("staff-new"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    assert roles(screen)["nora"] == ("lead", True)
    assert screen.context.notices.words.text() == "Added Nora as lead."
    assert table(screen).model.rowCount() == 7
    assert Desk(desk_folder).sign_in("nora", "a long enough one").role == "lead"


@pytest.mark.parametrize(
    ("name", "passphrase", "again", "says"),
    [
        ("", "a long enough one", "a long enough one", "Type their name."),
        ("nora", "short", "short", "8 characters"),
        ("nora", "a long enough one", "a long enough two", "not the same"),
        ("mia", "a long enough one", "a long enough one", "of that name already"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog_and_nothing_is_lost(
    screen: Screen, name: str, passphrase: str, again: str, says: str
) -> None:
    before = roles(screen)
    screen.click("staff-add")
    screen.type_into("staff-name", name)
    screen.type_into("staff-passphrase", passphrase)
    screen.type_into("staff-again", again)
    screen.click("staff-new-main")
    screen.settle()
    problem = screen.find("staff-new-problem")
    assert isinstance(problem, QLabel)
    assert says in problem.text()
    assert roles(screen) == before


def test_a_name_that_does_not_show_is_refused_in_the_dialog(screen: Screen) -> None:
    before = roles(screen)
    screen.click("staff-add")
    for field in ("staff-passphrase", "staff-again"):
        screen.type_into(field, "a long enough one")
    name = screen.find("staff-name")
    assert isinstance(name, QLineEdit)
    name.setText("no\u202era")  # as pasted: no key types it
    QTest.keyClick(screen.find("staff-new"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    problem = screen.find("staff-new-problem")
    assert isinstance(problem, QLabel)
    assert problem.text() == (
        "A staff member's name holds a mark that turns text around (U+202E); type it without."
    )
    assert roles(screen) == before


def test_disabling_is_confirmed_by_name_and_closes_the_desk_to_them(
    screen: Screen, desk_folder: Path
) -> None:
    select(screen, "mia")
    screen.click("staff-disable")
    screen.settle()
    assert screen.find("staff-disable-confirm").windowTitle() == "Disable mia, moderator"
    screen.click("staff-disable-confirm-main")
    screen.settle()
    assert roles(screen)["mia"] == ("moderator", False)
    with pytest.raises(SignInRefused):
        Desk(desk_folder).sign_in("mia", PASSPHRASE)


def test_cancelling_disables_nobody(screen: Screen) -> None:
    select(screen, "mia")
    screen.click("staff-disable")
    screen.settle()
    screen.click("staff-disable-confirm-cancel")
    screen.settle()
    assert roles(screen)["mia"] == ("moderator", True)


def test_the_last_admin_stays(screen: Screen) -> None:
    select(screen, "ada")
    screen.click("staff-disable")
    screen.settle()
    assert "last admin" in screen.context.notices.words.text()
    assert not shown(screen, "staff-disable-confirm")
    assert roles(screen)["ada"] == ("admin", True)


def test_disabling_has_a_key_and_is_confirmed_by_keys(screen: Screen) -> None:
    select(screen, "mia")
    press(screen, Qt.Key.Key_D)
    QTest.keyClick(
        screen.find("staff-disable-confirm"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    screen.settle()
    assert roles(screen)["mia"] == ("moderator", False)


def test_the_key_refuses_the_last_admin_before_it_asks(screen: Screen) -> None:
    select(screen, "ada")
    press(screen, Qt.Key.Key_D)
    assert "last admin" in screen.context.notices.words.text()
    assert not shown(screen, "staff-disable-confirm")
