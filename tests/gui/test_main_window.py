import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.errors import DeskError, SignInRefused
from core.staff.accounts import staff_names
from gui.__main__ import main
from gui.application import Program, Wanted, fit_to_screen
from gui.kit.actions import clashes
from gui.kit.command_palette import CommandPalette
from gui.kit.crash import CrashDialog
from gui.kit.labels import PlainLabel
from gui.kit.page import Page
from gui.kit.page_spec import PageContext, PageSpec
from gui.kit.theme import Look, theme, tokens
from gui.kit.tokens import DARK, LIGHT
from gui.main_window import MainWindow
from gui.sign_in import DemoStaff
from gui.workplace import Workplace
from tests.gui.windows import shown_window

PASSPHRASE = "remit test desk"


class Plain(Page):
    def __init__(self, context: PageContext, key: str) -> None:
        super().__init__(context, key, key.capitalize())
        self.opened: list[int] = []
        self.add_search("Search")

    def open_record(self, record_id: int) -> None:
        self.opened.append(record_id)


def plain(key: str, count: Callable[[object], int] | None = None) -> PageSpec:
    return PageSpec(key, key.capitalize(), "inbox", f"page:{key}", lambda context: Plain(context, key), count)


def waiting(work: object) -> int:
    """How many staff there are: counted for real, on a reader."""
    return len(staff_names(work))


SPECS = (plain("overview"), plain("postings", waiting), plain("shares"), plain("audit"), plain("staff"))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with shown_window(qtbot, tmp_path, SPECS) as made:
        yield made


def at_the_door(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.open_desk(folder)
    qtbot.waitUntil(window.sign_in.name.isVisible)


def signed_in(qtbot: QtBot, window: MainWindow, folder: Path, name: str) -> Workplace:
    if window.desk is None:
        at_the_door(qtbot, window, folder)
    window.sign_in.name.clear()
    qtbot.keyClicks(window.sign_in.name, name)
    qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
    qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    assert window.workplace is not None
    return window.workplace


def test_a_wrong_passphrase_is_refused_in_a_sentence(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    at_the_door(qtbot, window, desk_folder)
    qtbot.keyClicks(window.sign_in.name, "mia")
    qtbot.keyClicks(window.sign_in.passphrase, "not the passphrase")
    qtbot.mouseClick(window.sign_in.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.sign_in.problem.text()))
    assert window.workplace is None
    assert window.sign_in.open.isEnabled()


def type_in(qtbot: QtBot, window: MainWindow, name: str, passphrase: str) -> None:
    window.sign_in.name.clear()
    window.sign_in.passphrase.clear()
    qtbot.keyClicks(window.sign_in.name, name)
    qtbot.keyClicks(window.sign_in.passphrase, passphrase)


def test_after_wrong_passphrases_the_screen_counts_down_and_stays_usable(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    at_the_door(qtbot, window, desk_folder)
    page = window.sign_in
    for number in (1, 2):
        type_in(qtbot, window, "mia", f"not the passphrase {number}")
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.tasks.jobs and page.problem.isVisible())
    assert page.problem.text().endswith("do not open this desk. Try again in 1 second.")
    assert not page.open.isEnabled()
    type_in(qtbot, window, "mia", PASSPHRASE)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert not window.tasks.jobs
    qtbot.waitUntil(page.open.isEnabled, timeout=20_000)
    assert page.problem.text() == "You can try again now."
    assert page.passphrase.text() == PASSPHRASE
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    assert window.workplace is not None
    assert window.workplace.notices.words.text().startswith("2 wrong passphrases at this computer since")


def test_a_restarted_program_still_counts_down(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(SignInRefused):
            Desk(desk_folder).sign_in("mia", "not the passphrase")
    at_the_door(qtbot, window, desk_folder)
    qtbot.waitUntil(lambda: "Several passphrases were wrong. Try again in" in window.sign_in.problem.text())
    qtbot.waitUntil(window.sign_in.open.isEnabled, timeout=20_000)


def test_the_rail_shows_what_the_role_may_use(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    assert list(work.rail.items) == ["overview", "postings", "audit"]
    assert window.findChild(QWidget, "signed-in-name").text() == "mia"


def test_a_page_outside_the_role_is_refused_by_name_too(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    work.go_to("shares", 1)
    assert work.page is not None
    assert work.page.key == "overview"


def test_ctrl_and_a_number_go_to_a_page(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    qtbot.keyClick(work.page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert work.rail.items["postings"].isChecked()
    qtbot.waitUntil(lambda: work.page is not None and work.page.objectName() == "page-postings")


def test_the_rail_counts_what_waits(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    qtbot.waitUntil(lambda: work.rail.items["postings"].count == 6)
    assert work.rail.items["postings"].accessibleName() == "Postings, 6"


def test_a_link_opens_the_record_it_names(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    work.context.go_to("postings", 17)
    assert isinstance(work.page, Plain)
    assert work.page.opened == [17]


def test_slash_goes_to_the_search_and_is_a_letter_there(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    assert work.page is not None
    qtbot.keyClick(work.page, Qt.Key.Key_Slash)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.objectName() == "overview-search"
    qtbot.keyClicks(focused, "a/b?")
    assert focused.text() == "a/b?"


def test_no_key_means_two_things(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    assert work.page is not None
    assert clashes([*work.actions(), *work.page.actions()]) == []


def test_the_palette_goes_to_a_page(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    qtbot.keyClick(work.page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = work.findChild(CommandPalette)
    qtbot.keyClicks(palette.search, "audit")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert work.page is not None
    assert work.page.key == "audit"


def test_locking_keeps_the_window_and_closes_the_desk(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    qtbot.keyClick(work.page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.workplace is None
    assert window.sign_in.isVisible()
    assert window.sign_in.passphrase.text() == ""
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(lambda: desk.staff is None)


def test_another_person_may_sign_in_after_a_lock(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    signed_in(qtbot, window, desk_folder, "mia")
    window.lock()
    work = signed_in(qtbot, window, desk_folder, "pia")
    assert "shares" in work.rail.items
    assert window.desk is not None
    assert window.desk.staff is not None
    assert window.desk.staff.name == "pia"


def test_page_and_look_are_remembered_per_person(qtbot: QtBot, window: MainWindow, desk_folder: Path) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")
    work.go_to("postings")
    work.toggle_look()
    assert tokens() is DARK
    window.lock()
    theme().apply(Look.LIGHT)
    again = signed_in(qtbot, window, desk_folder, "leo")
    assert again.page is not None
    assert again.page.key == "overview"
    window.lock()
    theme().apply(Look.LIGHT)
    back = signed_in(qtbot, window, desk_folder, "mia")
    assert back.page is not None
    assert back.page.key == "postings"
    assert tokens() is DARK


def test_a_folder_that_is_no_desk_is_told_in_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.open_desk(tmp_path / "nothing here")
    qtbot.waitUntil(lambda: window.sign_in.problem.text().startswith("There is no desk at"))
    assert window.sign_in.demo.isVisible()


def test_a_demo_desks_staff_are_filled_in_by_one_click(qtbot: QtBot, window: MainWindow) -> None:
    window.sign_in.show_desk("Demo desk", [DemoStaff("mia", "moderator", "remit demo desk")])
    row = window.findChild(QWidget, "sign-in-as-mia")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    asked: list[tuple[str, str]] = []
    window.sign_in.asked.connect(lambda *both: asked.append(both))
    focused = QApplication.focusWidget()
    assert focused is window.sign_in.open
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert asked == [("mia", "remit demo desk")]


def test_enter_with_an_empty_field_goes_to_the_first_that_is_empty(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    at_the_door(qtbot, window, desk_folder)
    page = window.sign_in
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert page.name.hasFocus()
    qtbot.keyClicks(page.name, "mia")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert page.passphrase.hasFocus()


def test_after_a_lock_the_first_empty_field_has_the_focus(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    signed_in(qtbot, window, desk_folder, "mia")
    window.lock()
    assert window.sign_in.name.text() == "mia"
    qtbot.waitUntil(window.sign_in.passphrase.hasFocus)
    window.sign_in.name.clear()
    window.show_desk(window.desk)
    qtbot.waitUntil(window.sign_in.name.hasFocus)


def test_a_mistake_opens_a_report_that_names_nobody(qtbot: QtBot, window: MainWindow) -> None:
    window.tasks.call(lambda: int("oscar@example.org"))
    qtbot.waitUntil(lambda: window.findChild(QWidget, "crash-report") is not None)
    report = window.findChild(QWidget, "crash-report").toPlainText()
    assert "ValueError" in report
    assert "oscar" not in report
    window.findChild(QWidget, "crash-dialog").reject()


def test_a_crash_dialog_tells_the_log_files_place_and_ctrl_enter_copies_its_report(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.log_file = tmp_path / "remit.log"
    window.tasks.call(lambda: int("oscar@example.org"))
    qtbot.waitUntil(lambda: window.findChild(CrashDialog) is not None)
    dialog = window.findChild(CrashDialog)
    assert dialog.findChild(PlainLabel, "crash-log-file").text() == str(tmp_path / "remit.log")
    QApplication.clipboard().clear()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == dialog.report.toPlainText()
    assert dialog.main.text() == "Copied"
    qtbot.keyClick(dialog.report, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert dialog.report.textCursor().hasSelection()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(CrashDialog) is None)


def test_mistakes_that_go_on_show_one_dialog(window: MainWindow) -> None:
    for _ in range(5):
        window.show_crash(ValueError("oscar@example.org"))
    assert len(window.findChildren(CrashDialog)) == 1
    window.findChild(CrashDialog).reject()


def test_a_desk_that_nobody_touches_locks_itself(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, desk_folder: Path
) -> None:
    store = QSettings(str(tmp_path / "remit.ini"), QSettings.Format.IniFormat)
    program = Program(qapp, Wanted(desk_folder), store)
    program.window._pages = SPECS
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: program.window.desk is not None)
    signed_in(qtbot, program.window, desk_folder, "mia")
    assert program.idle.counting
    program.idle.start(minutes=0.002)
    qtbot.keyClick(program.window.windowHandle(), Qt.Key.Key_Shift)
    assert program.idle.counting
    qtbot.waitUntil(lambda: program.window.workplace is None)
    assert not program.idle.counting
    program.window.close()


def test_who_signs_in_while_another_desk_is_opened_signs_in_to_that_one_again(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    at_the_door(qtbot, window, desk_folder)
    first, second = window.desk, Desk(desk_folder)
    assert first is not None
    qtbot.keyClicks(window.sign_in.name, "mia")
    qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
    qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
    window.show_desk(second)
    qtbot.waitUntil(lambda: not window.tasks.jobs, timeout=20_000)
    assert window.workplace is None
    assert first.staff is None
    assert signed_in(qtbot, window, desk_folder, "mia") is window.workplace


def test_an_unknown_size_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--shots", "pictures", "--size", "wide"])
    assert left.value.code == 2
    assert "1440x900" in capsys.readouterr().err


def test_a_refusal_without_a_taker_is_shown_as_a_notice(
    qtbot: QtBot, window: MainWindow, desk_folder: Path
) -> None:
    work = signed_in(qtbot, window, desk_folder, "mia")

    def refuse(_work: object) -> None:
        raise DeskError("Leo removed it at 17:31.")

    work.tasks.write(refuse)
    qtbot.waitUntil(work.notices.isVisible)
    assert work.notices.words.text() == "Leo removed it at 17:31."


def test_the_window_is_painted_before_storage_is_imported() -> None:
    look = "import sys, gui.application; sys.exit('sqlalchemy' in sys.modules or 'openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0  # noqa: S603  # our own Python


def test_the_light_look_is_the_systems_without_a_screen() -> None:
    theme().apply(Look.SYSTEM)
    assert tokens() is LIGHT


def test_a_window_larger_than_its_screen_is_made_to_fit_with_its_title_bar(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(5_000, 5_000)
    fit_to_screen(window)
    room = window.screen().availableSize()
    assert window.width() == room.width()
    assert window.height() < room.height()
    window.resize(300, 200)
    fit_to_screen(window)
    assert (window.width(), window.height()) == (300, 200)
