from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from gui.kit.actions import clashes
from tests.gui.contests.conftest import Show
from tests.gui.reading import cells, choose, click, press, records, shown, words
from tests.gui.screen import Screen


def _at(screen: Screen, entry: int) -> None:
    records(screen).open_record(entry)
    screen.settle()
    screen.settle()


def test_entries_come_newest_first_and_masked(show: Show) -> None:
    screen = show("mia")
    assert cells(screen, "id") == ["3", "2", "1"]
    assert cells(screen, "entrant") == ["B•• L•••", "N••• O•••••", "N••• O•••••"]


def test_the_answer_and_the_demographic_answers_stand_apart(show: Show) -> None:
    screen = show("mia")
    _at(screen, 1)
    said = words(screen)
    for told in ("Blue, because of the sea.", "DEMOGRAPHIC ANSWERS", "Age group", "30-39", "(C19)", "(C20)"):
        assert told in said
    assert "nina@example.org" not in said
    _at(screen, 2)
    assert "No answer was given." in words(screen)
    assert "None were given; they are optional (C19)." in words(screen)


def test_a_contest_is_chosen_with_its_number_of_entries(show: Show) -> None:
    screen = show("mia")
    box = screen.find("contests-contest")
    assert isinstance(box, QComboBox)
    offered = [box.itemText(at) for at in range(box.count())]
    assert offered == ["All contests", "Autumn draw (1)", "Spring draw (2)"]
    choose(screen, "contests-contest", "Autumn")
    assert cells(screen, "id") == ["2"]


def test_an_opt_out_shows_on_every_entry_of_the_person_and_is_undone(show: Show) -> None:
    screen = show("mia")
    _at(screen, 1)
    press(screen, Qt.Key.Key_O)
    assert cells(screen, "promotion") == ["", "Opted out", "Opted out"]
    assert shown(screen, "entry-opted-out")
    click(screen, "contests-filter-opted-out")
    assert cells(screen, "id") == ["2", "1"]
    click(screen, "contests-filter-all")
    click(screen, "notice-action")
    assert cells(screen, "promotion") == ["", "", ""]


def test_the_person_is_one_key_away(show: Show) -> None:
    screen = show("mia")
    _at(screen, 3)
    press(screen, Qt.Key.Key_P)
    assert [page for page, _ in screen.went] == ["people"]


def test_an_auditor_sees_no_answers_and_opts_nobody_out(show: Show) -> None:
    screen = show("aldo")
    _at(screen, 1)
    assert "Blue" not in words(screen)
    assert "30-39" not in words(screen)
    assert not shown(screen, "entry-opt-out")


def test_the_page_offers_no_filter_that_nothing_can_ever_fit(show: Show) -> None:
    screen = show("mia")
    assert [one.key for one in screen.page.records.filters] == ["", "opted_out"]


def test_no_two_actions_share_a_key(show: Show) -> None:
    assert clashes(show("mia").page.page_actions()) == []
