from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.people.queries import person_events
from gui.kit.actions import clashes
from tests.gui.people.conftest import Show
from tests.gui.reading import cells, choose, click, press, records, shown, words
from tests.gui.screen import Screen

NINA = 1
PLAIN = ("Nina Okafor", "nina.okafor@example.com", "+234 803 555 0101", "Okafor Ltd", "1990-05-04")


def _at(screen: Screen, person: int) -> None:
    records(screen).open_record(person)
    screen.settle()
    screen.settle()


def _reveal(screen: Screen, purpose: Qt.Key = Qt.Key.Key_1) -> None:
    press(screen, Qt.Key.Key_V)
    dialog = screen.find("purpose-picker")
    QTest.keyClick(dialog, purpose)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    screen.settle()


def test_list_and_file_open_masked(show: Show) -> None:
    screen = show("mia")
    assert cells(screen, "name") == ["B•• L•••", "K•• Y••••", "N••• O•••••"]
    assert cells(screen, "limit") == ["", "Under 13", ""]
    _at(screen, NINA)
    said = words(screen)
    assert [one for one in PLAIN if one in said] == []
    for told in ("ENROLMENT", "PROBLEM", "offshorexperts-2012-12", "1 Mar 2026", "newsletter: yes", "Born"):
        assert told in said


def test_a_reveal_asks_why_shows_the_values_and_is_kept(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    _reveal(screen)
    said = words(screen)
    assert [one for one in PLAIN if one not in said] == []
    assert "Shown in full to answer them." in said
    assert "Values shown to answer them, mia" in said
    with screen.context.desk.read() as work:
        assert [one.purpose for one in person_events(work, NINA)] == ["respond"]


def test_values_are_masked_again_once_the_person_is_left(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    _reveal(screen)
    press(screen, Qt.Key.Key_K)
    _at(screen, NINA)
    assert [one for one in PLAIN if one in words(screen)] == []


def test_values_are_masked_again_once_the_page_is_left(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    _reveal(screen)
    other = QWidget()
    stack = screen.window.layout()
    assert stack is not None
    stack.addWidget(other)
    stack.setCurrentWidget(other)  # type: ignore[attr-defined]  # the window's layout is a stack
    stack.setCurrentWidget(screen.page)  # type: ignore[attr-defined]  # as above
    screen.settle()
    assert [one for one in PLAIN if one in words(screen)] == []


def test_giving_no_purpose_reveals_nothing(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    press(screen, Qt.Key.Key_V)
    QTest.keyClick(screen.find("purpose-picker"), Qt.Key.Key_Escape)
    screen.settle()
    assert "Nina Okafor" not in words(screen)
    with screen.context.desk.read() as work:
        assert person_events(work, NINA) == []


def test_one_key_opts_out_and_undo_takes_it_back(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    press(screen, Qt.Key.Key_O)
    assert "Opted out" in words(screen)
    assert cells(screen, "limit")[2] == "Opted out"
    assert not shown(screen, "people-opt-out")
    click(screen, "notice-action")
    assert "May reach" in words(screen)
    assert cells(screen, "limit")[2] == ""


def test_promotion_may_reach_again_once_it_is_said_what_the_person_said_and_how(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    click(screen, "people-opt-out")
    click(screen, "people-let-reach")
    main = screen.find("people-reach-main")
    assert not main.isEnabled()
    choose(screen, "people-reach-wish", "They asked")
    assert not main.isEnabled()
    choose(screen, "people-reach-heard", "Telephone")
    click(screen, "people-reach-main")
    assert "May reach" in words(screen)
    assert "Opt-out taken back (telephone): they asked to hear from the site again, mia" in words(screen)


def test_leaving_the_question_leaves_the_person_opted_out(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    click(screen, "people-opt-out")
    click(screen, "people-let-reach")
    QTest.keyClick(screen.find("people-reach"), Qt.Key.Key_Escape)
    screen.settle()
    assert "Opted out" in words(screen)


def test_a_child_s_file_says_what_is_allowed(show: Show) -> None:
    screen = show("mia")
    click(screen, "people-filter-under-13")
    assert cells(screen, "name") == ["K•• Y••••"]
    assert shown(screen, "people-child")
    assert "C24" in words(screen)
    assert "May reach" not in words(screen)
    _reveal(screen)
    assert "Shown in full to work their access request." in words(screen), "the one purpose that is left"


def test_an_auditor_sees_masks_and_no_button(show: Show) -> None:
    screen = show("aldo")
    _at(screen, NINA)
    for name in ("people-reveal", "people-opt-out", "people-let-reach"):
        assert not shown(screen, name)
    press(screen, Qt.Key.Key_V)
    press(screen, Qt.Key.Key_O)
    assert not shown(screen, "purpose-picker")
    assert "May reach" in words(screen)


def test_people_are_narrowed_by_origin_and_search(show: Show) -> None:
    screen = show("mia")
    choose(screen, "people-origin", "Contest")
    assert cells(screen, "name") == ["B•• L•••"]
    choose(screen, "people-origin", "All")
    screen.type_into("people-search", "okafor")
    screen.qtbot.waitUntil(lambda: cells(screen, "name") == ["N••• O•••••"])


def test_an_origin_without_people_says_so_and_shows_all_again(show: Show) -> None:
    screen = show("mia")
    choose(screen, "people-origin", "Survey")
    assert shown(screen, "people-state-step")
    click(screen, "people-state-step")
    assert len(cells(screen, "name")) == 3
    assert records(screen).origins.key == ""  # type: ignore[attr-defined]  # the page's own drop-down


def test_no_two_actions_share_a_key(show: Show) -> None:
    assert clashes(show("mia").page.page_actions()) == []
