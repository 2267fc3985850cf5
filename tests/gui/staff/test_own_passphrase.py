from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.errors import SignInRefused
from core.staff.key_slots import SHORTEST
from gui.kit import new_passphrase
from gui.workplace import Workplace
from tests.conftest import PASSPHRASE
from tests.gui.windows import shown_window

NEW = "a newer passphrase"
SignIn = Callable[[str], Desk]


@pytest.fixture
def work(qtbot: QtBot, tmp_path: Path, desk_folder: Path) -> Iterator[Workplace]:
    with shown_window(qtbot, tmp_path) as window:
        window.open_desk(desk_folder)
        qtbot.waitUntil(window.sign_in.name.isVisible, timeout=20_000)
        qtbot.keyClicks(window.sign_in.name, "mia")
        qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
        qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.workplace is not None, timeout=30_000)
        assert window.workplace is not None
        yield window.workplace


def find(work: Workplace, name: str) -> QWidget:
    found = work.window().findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def fill_in(qtbot: QtBot, work: Workplace, **words: str) -> None:
    for which, typed in words.items():
        field = find(work, f"own-passphrase-{which}")
        assert isinstance(field, QLineEdit)
        field.clear()
        qtbot.keyClicks(field, typed)


def test_anyone_changes_their_own_passphrase_by_mouse_and_keys(
    qtbot: QtBot, work: Workplace, desk_folder: Path
) -> None:
    qtbot.mouseClick(find(work, "own-passphrase-ask"), Qt.MouseButton.LeftButton)
    fill_in(qtbot, work, old=PASSPHRASE, new=NEW, again=NEW)
    qtbot.keyClick(find(work, "own-passphrase-again"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: work.notices.words.text().startswith("Changed your passphrase"), timeout=20_000)
    Desk(desk_folder).sign_in("mia", NEW)
    with pytest.raises(SignInRefused):
        Desk(desk_folder).sign_in("mia", PASSPHRASE)


def test_what_is_wrong_is_said_in_the_dialog(qtbot: QtBot, work: Workplace) -> None:
    work.change_passphrase()
    problem = find(work, "own-passphrase-problem")
    assert isinstance(problem, QLabel)
    for words, says in (
        ({"old": "", "new": NEW, "again": NEW}, "you have now"),
        ({"old": PASSPHRASE, "new": "short", "again": "short"}, "8 characters"),
        ({"new": NEW, "again": "another one"}, "not the same"),
        ({"old": "not it at all", "again": NEW}, "not your passphrase"),
        ({"old": PASSPHRASE, "new": PASSPHRASE, "again": PASSPHRASE}, "your passphrase already"),
    ):
        fill_in(qtbot, work, **words)
        qtbot.mouseClick(find(work, "own-passphrase-main"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda says=says: says in problem.text(), timeout=20_000)
        qtbot.waitUntil(find(work, "own-passphrase-main").isEnabled, timeout=20_000)


def test_the_screen_asks_for_as_many_characters_as_a_slot() -> None:
    assert new_passphrase.SHORTEST == SHORTEST
