import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.desk import Desk
from core.intake.quarantine import waiting
from core.people.queries import count_people, people_at, values_of
from gui.intake.offering import offer_intake
from gui.kit.job import Job
from gui.kit.page import Page
from gui.kit.page_spec import PageContext
from gui.kit.progress_strip import ProgressStrip
from tests.gui.reading import choose as choose_with_keys
from tests.gui.screen import Screen, screen_of

SignIn = Callable[[str], Desk]
ROWS = [
    {"member": "Ines Farkas", "where to write": "ines@example.org", "role": "buyer"},
    {"member": "Wei", "where to write": "wei@example.net", "role": "provider"},
    {"member": "Nobody Knows", "where to write": "nobody@example.com", "role": ""},
]


class PlainPage(Page):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "people", "People")
        offer_intake(self, "people")


@pytest.fixture
def screen(qtbot: QtBot, signed_in: SignIn) -> Iterator[Screen]:
    with screen_of(qtbot, signed_in("leo"), PlainPage) as shown:
        yield shown


def write_csv(path: Path, rows: Sequence[Mapping[str, str]] = ROWS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def choose(screen: Screen, name: str, words: str) -> None:
    box = screen.find(name)
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClicks(box, words)
    assert box.currentText() == words


def said(screen: Screen, name: str) -> str:
    label = screen.find(name)
    assert isinstance(label, QLabel | QPushButton)
    return label.text()


def take_in(screen: Screen, file: Path) -> None:
    screen.click("people-intake")
    screen.type_into("intake-file", str(file))
    screen.settle()
    choose(screen, "intake-field-email", "where to write")
    screen.click("intake-go")
    screen.settle()


def test_a_needed_field_is_asked_for_and_chosen(screen: Screen, tmp_path: Path) -> None:
    screen.click("people-intake")
    screen.type_into("intake-file", str(write_csv(tmp_path / "members.csv")))
    screen.settle()
    assert said(screen, "intake-problem") == "Choose the heading that gives: email."
    assert not screen.find("intake-go").isEnabled()
    choose(screen, "intake-field-email", "where to write")
    assert screen.find("intake-go").isEnabled()


def test_a_trial_counts_and_stores_nothing(screen: Screen, tmp_path: Path) -> None:
    screen.click("people-intake")
    screen.type_into("intake-file", str(write_csv(tmp_path / "members.csv")))
    screen.settle()
    choose(screen, "intake-field-email", "where to write")
    screen.click("intake-try")
    screen.settle()
    assert said(screen, "intake-outcome") == "3 read: 2 stored, 1 in quarantine. Nothing is stored yet."
    with screen.context.desk.read() as work:
        assert count_people(work) == 0


def test_where_no_heading_gives_the_origin_trial_intake_and_dialog_say_the_same(
    screen: Screen, tmp_path: Path
) -> None:
    rows = [*ROWS, ROWS[0] | {"member": "Ole", "where to write": "ole@example.org", "role": "visitor"}]
    screen.click("people-intake")
    screen.type_into("intake-file", str(write_csv(tmp_path / "members.csv", rows)))
    screen.settle()
    choose(screen, "intake-field-email", "where to write")
    table = screen.find("intake-mapping")
    assert isinstance(table, QTableWidget)
    assert [table.item(at, 0).text() for at in range(4)] == [
        "Full name (needed)",
        "Email (needed)",
        "Origin (needed, or role)",
        "External id",
    ]
    assert said(screen, "intake-rest").startswith("A role as provider or buyer counts as enrolment (C13)")
    screen.click("intake-try")
    screen.settle()
    assert said(screen, "intake-outcome") == "4 read: 2 stored, 2 in quarantine. Nothing is stored yet."
    QTest.keyClick(screen.find("intake"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    assert screen.context.notices.words.text() == "4 read: 2 stored, 2 in quarantine."
    with screen.context.desk.read() as work:
        assert {one.clause for one in waiting(work)} == {"C13"}


def test_without_role_and_origin_the_origin_is_asked_for(screen: Screen, tmp_path: Path) -> None:
    rows = [{"name": "Ines", "email": "ines@example.org"}]
    screen.click("people-intake")
    screen.type_into("intake-file", str(write_csv(tmp_path / "members.csv", rows)))
    screen.settle()
    assert said(screen, "intake-problem") == "Choose the heading that gives: origin."
    assert not screen.find("intake-go").isEnabled()


def long_file(folder: Path) -> Path:
    rows = [
        ROWS[0] | {"member": f"Ines {n}", "where to write": f"ines{n}@example.org"} for n in range(30_000)
    ]
    return write_csv(folder / "long.csv", rows)


def start_a_long_trial(screen: Screen, file: Path) -> Job:
    screen.click("people-intake")
    screen.type_into("intake-file", str(file))
    screen.settle()
    choose(screen, "intake-field-email", "where to write")
    screen.click("intake-try")
    (job,) = screen.tasks.jobs
    assert said(screen, "intake-outcome") == "Counting…"
    return job


def test_a_trial_is_on_the_progress_strip_while_others_write_and_its_button_stops_it(
    screen: Screen, tmp_path: Path, signed_in: SignIn
) -> None:
    strip = ProgressStrip(screen.tasks, screen.window)
    job = start_a_long_trial(screen, long_file(tmp_path))
    screen.qtbot.waitUntil(lambda: strip.job is job, timeout=30_000)
    with signed_in("pia").write() as work:
        record(work, "test:desk:written", ("test", 0))
    screen.qtbot.waitUntil(lambda: (strip.poll(), strip.bar.value())[1] > 0, timeout=30_000)
    assert strip.words.text().startswith("Trying the file: Trying long.csv")
    screen.click("intake-try")
    screen.settle()
    assert job.cancelled
    assert said(screen, "intake-outcome") == "Stopped, as you asked."
    assert said(screen, "intake-try") == "Try it"


def test_a_trial_stops_when_what_it_tries_is_changed_or_the_dialog_closed(
    screen: Screen, tmp_path: Path
) -> None:
    file = long_file(tmp_path)
    changed = start_a_long_trial(screen, file)
    choose(screen, "intake-field-country", "member")
    assert (changed.cancelled, said(screen, "intake-outcome")) == (True, "")
    screen.settle()
    screen.click("intake-cancel")
    closed = start_a_long_trial(screen, file)
    QTest.keyClick(screen.find("intake"), Qt.Key.Key_Escape)
    assert closed.cancelled
    screen.settle()


def test_the_headings_offered_are_those_of_the_whole_file(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "members.jsonl"
    rows = [*ROWS * 400, ROWS[0] | {"shoe size": "38"}]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    screen.click("people-intake")
    screen.type_into("intake-file", str(file))
    screen.settle()
    choose(screen, "intake-field-phone", "shoe size")


def test_a_file_is_taken_in_and_the_notice_leads_to_quarantine(screen: Screen, tmp_path: Path) -> None:
    take_in(screen, write_csv(tmp_path / "members.csv"))
    assert screen.context.notices.words.text() == "3 read: 2 stored, 1 in quarantine."
    screen.click("notice-action")
    screen.settle()
    table = screen.find("quarantine-table")
    assert isinstance(table, QTableWidget)
    assert table.rowCount() == 1
    assert table.item(0, 3).text() == "C13"


def test_a_quarantined_row_is_released_with_an_assigned_origin(screen: Screen, tmp_path: Path) -> None:
    take_in(screen, write_csv(tmp_path / "members.csv"))
    screen.click("notice-action")
    screen.settle()
    QTest.keyClick(screen.find("quarantine-table"), Qt.Key.Key_Down)
    choose(screen, "quarantine-assign", "Origin: became a provider or buyer")
    screen.click("quarantine-release")
    screen.settle()
    with screen.context.desk.read() as work:
        assert waiting(work) == []
        assert len(people_at(work, "nobody@example.com")) == 1


def versions(desk: Desk) -> set[str]:
    with desk.read() as work:
        return {one.policy_version for one in values_of(work, people_at(work, "ines@example.org")[0]).records}


def test_the_policy_version_of_rows_that_name_none_is_not_known_unless_it_is_chosen(
    screen: Screen, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "members.csv")
    take_in(screen, file)
    assert versions(screen.context.desk) == {"not known"}
    screen.click("people-intake")
    screen.type_into("intake-file", str(file))
    screen.settle()
    choose(screen, "intake-field-email", "where to write")
    choose(screen, "intake-version", "offshorexperts-2012-12")
    screen.click("intake-go")
    screen.settle()
    assert screen.context.notices.words.text() == "3 read: 0 stored, 2 updated, 1 in quarantine."
    assert versions(screen.context.desk) == {"offshorexperts-2012-12"}


def test_what_a_row_states_is_not_changed_by_releasing_it_and_the_dialog_says_so(
    screen: Screen, tmp_path: Path
) -> None:
    take_in(screen, write_csv(tmp_path / "members.csv", [ROWS[0] | {"where to write": "nowhere"}]))
    screen.click("notice-action")
    screen.settle()
    QTest.keyClick(screen.find("quarantine-table"), Qt.Key.Key_Down)
    choose_with_keys(screen, "quarantine-assign", "Origin: answered a survey")
    screen.click("quarantine-release")
    screen.settle()
    assert "The row states its origin, and that stays." in said(screen, "quarantine-problem")


@pytest.mark.parametrize(("name", "officer"), [("leo", False), ("pia", True)])
def test_a_child_s_row_is_only_an_officer_s_to_discard_and_the_dialog_says_so(
    qtbot: QtBot, signed_in: SignIn, tmp_path: Path, name: str, *, officer: bool
) -> None:
    with screen_of(qtbot, signed_in(name), PlainPage) as screen:
        _look_at_a_child_s_row(screen, tmp_path)
        assert not screen.find("quarantine-release").isEnabled()
        assert screen.find("quarantine-discard").isEnabled() is officer
        told = said(screen, "quarantine-problem")
        assert ("can only be discarded" in told, "by a privacy officer" in told) == (True, not officer)
        shown = [one.text() for one in screen.find("quarantine").findChildren(QLabel)]
        assert "1 row could not be taken in. Discarding is all that can be done." in shown


def _look_at_a_child_s_row(screen: Screen, folder: Path) -> None:
    take_in(screen, write_csv(folder / "members.csv", [ROWS[0] | {"age": "11"}]))
    screen.click("notice-action")
    screen.settle()


def test_a_row_that_still_lacks_its_origin_stays_and_says_why(screen: Screen, tmp_path: Path) -> None:
    take_in(screen, write_csv(tmp_path / "members.csv"))
    screen.click("notice-action")
    screen.settle()
    QTest.keyClick(screen.find("quarantine-table"), Qt.Key.Key_Down)
    screen.click("quarantine-release")
    screen.settle()
    assert said(screen, "quarantine-problem")
    with screen.context.desk.read() as work:
        assert len(waiting(work)) == 1


def test_discarding_is_confirmed_with_the_number_of_rows(screen: Screen, tmp_path: Path) -> None:
    take_in(screen, write_csv(tmp_path / "members.csv"))
    screen.click("notice-action")
    screen.settle()
    QTest.keyClick(screen.find("quarantine-table"), Qt.Key.Key_Down)
    screen.click("quarantine-discard")
    assert screen.find("quarantine-confirm").windowTitle() == "Discard 1 row in quarantine"
    screen.click("quarantine-confirm-main")
    screen.settle()
    with screen.context.desk.read() as work:
        assert waiting(work) == []
        assert people_at(work, "nobody@example.com") == []


def test_a_file_that_cannot_be_read_is_said_in_the_dialog(screen: Screen, tmp_path: Path) -> None:
    screen.click("people-intake")
    screen.type_into("intake-file", str(tmp_path / "missing.csv"))
    screen.settle()
    assert "missing.csv" in said(screen, "intake-problem")
    assert not screen.find("intake-go").isEnabled()


def drop(screen: Screen, file: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    act, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(screen.page.rect().center(), act, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(screen.page, enter)
    if enter.isAccepted():
        QApplication.sendEvent(screen.page, QDropEvent(QPointF(5, 5), act, mime, left, none))
    screen.settle()
    return enter.isAccepted()


def test_a_dropped_file_opens_the_dialog_with_its_headings(screen: Screen, tmp_path: Path) -> None:
    assert drop(screen, write_csv(tmp_path / "members.csv"))
    assert said(screen, "intake-problem") == "Choose the heading that gives: email."


def test_a_picture_is_not_taken_by_dropping(screen: Screen, tmp_path: Path) -> None:
    assert not drop(screen, tmp_path / "cat.png")


def test_a_moderator_is_not_offered_intake(qtbot: QtBot, signed_in: SignIn) -> None:
    with screen_of(qtbot, signed_in("mia"), PlainPage) as shown:
        assert [one for one in shown.page.findChildren(object) if one.objectName() == "people-intake"] == []
        assert not shown.page.acceptDrops()
