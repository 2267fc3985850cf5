import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import DeskError
from core.home.due import due_next
from core.intake.quarantine import waiting
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.postings.actions import approve_postings, remove_postings
from core.requests.arrival import receive
from core.staff.log_reading import note_verification
from gui.home import words
from gui.home.page import OverviewPage
from gui.kit.figure_card import Due
from tests.conftest import Clock
from tests.gui.reading import choose
from tests.gui.requests.conftest import message
from tests.gui.screen import Screen, screen_of

SignIn = Callable[[str], Desk]


def fill(leo: Desk, folder: Path) -> None:
    postings = [{"id": f"p{n}", "title": f"Logo {n}", "body": f"A logo for shop {n}"} for n in range(6)]
    people = [
        {"id": "u1", "name": "Ines Farkas", "email": "ines@example.org", "origin": "enrolment"},
        {"id": "u2", "name": "Nobody Knows", "email": "nobody@example.com", "origin": ""},
    ]
    for kind, rows in ((Kind.POSTINGS, postings), (Kind.PEOPLE, people)):
        file = folder / f"{kind.value}.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        take_in_file(leo, file, kind)


@pytest.fixture
def filled(signed_in: SignIn, tmp_path: Path, clock: Clock) -> Desk:
    """The lead's desk: six postings of two days ago, one approved three hours after, a row in quarantine."""
    clock.forward(days=-2)
    leo = signed_in("leo")
    fill(leo, tmp_path)
    clock.forward(hours=3, minutes=40)
    with leo.write() as work:
        approve_postings(work, [1])
    clock.forward(days=2, hours=-3, minutes=-40)
    return leo


def told(screen: Screen, card: str) -> tuple[str, str]:
    figure, note = screen.find(f"overview-{card}").findChildren(QLabel)[1:3]
    return figure.text(), note.text()


def names(screen: Screen) -> set[str]:
    return {one.objectName() for one in screen.page.findChildren(QWidget) if one.isVisible()}


def test_the_cards_say_what_waits_and_how_long_decisions_take(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        assert told(screen, "waiting") == ("5", "5 older than 24 hours")
        assert told(screen, "median") == ("3 h 40 m", "Last 14 days")
        assert told(screen, "requests") == ("0", "None waits for an answer")
        assert told(screen, "shares") == ("0", "None waits for approval")


def test_the_chart_tells_each_day_to_a_screen_reader(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        days = screen.find("overview-chart").accessibleDescription().split("; ")
    assert len(days) == 14
    assert days[-3] == "18: Received 6, Decided 1"


def test_a_moderator_sees_neither_shares_nor_requests(qtbot: QtBot, filled: Desk, signed_in: SignIn) -> None:
    assert filled.staff is not None
    with screen_of(qtbot, signed_in("mia"), OverviewPage) as screen:
        assert {"overview-contacts", "overview-today"} <= names(screen)
        assert not {"overview-requests", "overview-shares", "overview-staff"} & names(screen)


def test_an_admin_sees_staff_and_log_and_no_figures_of_records(
    qtbot: QtBot, filled: Desk, signed_in: SignIn
) -> None:
    assert filled.staff is not None
    with screen_of(qtbot, signed_in("ada"), OverviewPage) as screen:
        assert told(screen, "staff") == ("6", "One admin only: add a second")
        assert not {"overview-waiting", "overview-chart", "overview-requests"} & names(screen)


def test_an_admin_takes_a_file_in_and_settles_its_quarantine_without_a_value_shown(
    qtbot: QtBot, signed_in: SignIn, tmp_path: Path
) -> None:
    ada = signed_in("ada")
    file = tmp_path / "people.csv"
    file.write_text(
        "name,email,origin\nInes Farkas,ines@example.org,enrolment\nNobody Knows,n@example.com,\n"
    )
    with screen_of(qtbot, ada, OverviewPage) as screen:
        screen.window.activateWindow()
        qtbot.waitUntil(screen.window.isActiveWindow)
        QTest.keyClick(screen.page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(screen.find("intake").isActiveWindow)
        screen.type_into("intake-file", str(file))
        screen.settle()
        screen.click("intake-go")
        screen.settle()
        assert screen.context.notices.words.text() == "2 read: 1 stored, 1 in quarantine."
        qtbot.waitUntil(
            lambda: "1 person in quarantine" in screen.find("overview-due-1").accessibleName(), timeout=30_000
        )
        screen.click("overview-due-1")
        screen.settle()
        table = screen.find("quarantine-table")
        assert isinstance(table, QTableWidget)
        told = " ".join(table.item(0, column).text() for column in range(table.columnCount()))
        assert "It names no origin" in told
        assert "Nobody" not in told
        assert "example.com" not in told
        choose(screen, "quarantine-assign", "Origin: became a provider or buyer")
        screen.click("quarantine-release")
        screen.settle()
        with ada.read() as work:
            assert waiting(work) == []


def test_a_card_leads_to_its_page_by_mouse_and_by_key(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        screen.click("overview-waiting")
        QTest.keyClick(screen.find("overview-requests"), Qt.Key.Key_Return)
        assert screen.went == [("postings", None), ("requests", None)]


def test_an_auditor_finds_the_open_request_among_what_is_due(
    qtbot: QtBot, filled: Desk, signed_in: SignIn
) -> None:
    assert filled.staff is not None
    with signed_in("pia").write() as work:
        receive(work, message())
    with screen_of(qtbot, signed_in("aldo"), OverviewPage) as screen:
        assert told(screen, "requests")[0] == "1"
        said = screen.find("overview-due-1").accessibleName()
        assert "Access request, new" in said
        assert "Moreau" not in said
        screen.click("overview-due-1")
        assert screen.went == [("requests", 1)]


def test_a_quarantined_row_is_due_and_opens_its_list(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        assert "1 person in quarantine" in screen.find("overview-due-1").accessibleName()
        screen.click("overview-due-1")
        screen.settle()
        assert screen.find("quarantine-table").isVisible()


@pytest.mark.parametrize(("name", "due"), [("leo", 0), ("pia", 1)])
def test_a_child_s_row_is_due_only_to_who_may_discard_it(
    signed_in: SignIn, tmp_path: Path, name: str, due: int
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("id,name,email,origin,age\n7,Ines Farkas,ines@example.org,enrolment,9\n", "utf-8")
    take_in_file(signed_in("leo"), file, Kind.PEOPLE)
    with signed_in(name).read() as work:
        assert len(waiting(work)) == 1
        assert len(due_next(work)) == due


def test_what_the_site_has_not_done_for_a_day_is_due_late_and_leads_to_its_row(
    qtbot: QtBot, filled: Desk, clock: Clock
) -> None:
    with filled.write() as work:
        remove_postings(work, [2, 3], "spam")
    with screen_of(qtbot, filled, OverviewPage) as screen:
        waits = [one.text() for one in screen.find("overview-due").findChildren(QLabel)]
        assert not any("at the site" in one for one in waits)
        clock.forward(hours=25)
        screen.click("overview-refresh")
        screen.settle()
        assert screen.find("overview-due-1").accessibleName().startswith("2 rows not done at the site")
        assert any("late" in one.text() for one in screen.find("overview-due-1").findChildren(QLabel))
        screen.click("overview-due-1")
        assert screen.went == [("feed", 1)]


def test_the_log_strip_tells_the_last_verification(qtbot: QtBot, filled: Desk, signed_in: SignIn) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        assert "not verified yet" in screen.find("overview-log").accessibleName()
        with signed_in("pia").write() as work:
            note_verification(work, verify_log(work))
        screen.click("overview-refresh")
        screen.settle()
        assert "Last verified 20 Nov, 09:00, all as written." in screen.find("overview-log").accessibleName()


def test_a_decision_made_elsewhere_is_counted_at_once(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        screen.tasks.write(lambda work: approve_postings(work, [2, 3]))
        qtbot.waitUntil(lambda: told(screen, "waiting")[0] == "3", timeout=30_000)


def test_a_new_desk_says_what_would_fill_it(qtbot: QtBot, signed_in: SignIn) -> None:
    with screen_of(qtbot, signed_in("leo"), OverviewPage) as screen:
        assert "overview-waiting" not in names(screen)
        screen.click("overview-state-step")
        assert screen.went == [("postings", None)]


def test_a_desk_that_cannot_be_read_says_so_and_can_be_tried_again(
    qtbot: QtBot, filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:

        def broken() -> None:
            raise DeskError("The desk's store is not there; put its disk back and try again.")

        monkeypatch.setattr(filled, "read", broken)
        screen.click("overview-refresh")
        screen.settle()
        said = " ".join(one.text() for one in screen.find("overview-state").findChildren(QLabel))
        assert "put its disk back" in said
        monkeypatch.undo()
        screen.click("overview-state-step")
        screen.settle()
        assert told(screen, "waiting")[0] == "5"


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (None, "—"),
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=4), "4 h"),
        (timedelta(days=2, hours=4, minutes=9), "2 d 4 h"),
    ],
)
def test_a_span_is_said_in_two_units_at_most(taken: timedelta | None, said: str) -> None:
    assert words.span(taken) == said


def test_every_figure_of_the_page_comes_from_one_read(qtbot: QtBot, filled: Desk) -> None:
    from gui.home import page  # noqa: PLC0415  # the module whose read is counted

    reads: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        read = page.overview
        patch.setattr(page, "overview", lambda work: reads.append(read(work)) or reads[-1])
        with screen_of(qtbot, filled, OverviewPage) as screen:
            assert told(screen, "waiting")[0] == "5"
    assert len(reads) == 1


def test_what_is_due_keeps_its_height_however_much_there_is(qtbot: QtBot, filled: Desk) -> None:
    with screen_of(qtbot, filled, OverviewPage) as screen:
        page = screen.page
        assert isinstance(page, OverviewPage)
        page.due.show_due([Due(f"Share {n}", f"Share {n}", date(2026, 11, 20)) for n in range(9)])
        screen.qtbot.waitUntil(lambda: screen.find("overview-due-9").height() > 0)
        QApplication.processEvents()
        row = screen.find("overview-due-9")
        assert row.height() >= row.sizeHint().height()
