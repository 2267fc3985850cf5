"""The page of the site feed, by keys and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.desk import Desk
from core.feed.actions import acknowledge_row
from gui.kit.actions import clashes
from gui.record_search import find_records
from tests.core.feed.conftest import remove
from tests.gui.feed.conftest import Show
from tests.gui.reading import cells, click, press, records, shown, words
from tests.gui.screen import Screen


def _at(screen: Screen, row: int) -> None:
    records(screen).open_record(row)
    screen.settle()
    screen.settle()


@pytest.mark.usefixtures("decided")
def test_what_waits_comes_oldest_first_with_what_the_site_must_do(show: Show) -> None:
    screen = show("pia")
    assert cells(screen, "position") == ["1", "2", "3", "4"]
    assert cells(screen, "what") == [
        "Withdraw posting", "Restore posting", "Withdraw posting", "Opt out member",
    ]  # fmt: skip
    assert cells(screen, "state") == ["Overdue", "Overdue", "Waiting", "Waiting"]
    assert cells(screen, "clause") == ["C29", "C29", "C29", "C20"]


@pytest.mark.usefixtures("decided")
def test_a_row_says_in_plain_words_what_the_site_must_do_and_why(show: Show) -> None:
    screen = show("aldo")
    _at(screen, 1)
    said = words(screen)
    for told in (
        "Take this posting down",
        "C29: others show",
        "Fraud or a scam",
        "leo",
        "Overdue",
        "counts instead",
    ):
        assert told in said
    assert shown(screen, "feed-overdue")
    _at(screen, 3)
    assert "was told later" not in words(screen)
    assert not shown(screen, "feed-overdue")


@pytest.mark.usefixtures("decided")
def test_an_id_that_is_an_address_stays_masked_and_is_found_by_the_whole_of_it_alone(show: Show) -> None:
    screen = show("aldo")
    assert cells(screen, "external_id")[3] == "n•••@•••.com"
    screen.type_into("feed-search", "nina.ok")
    screen.qtbot.waitUntil(lambda: shown(screen, "feed-state"))
    screen.type_into("feed-search", "Nina.Okafor@example.com")
    screen.qtbot.waitUntil(lambda: cells(screen, "position") == ["4"])
    screen.type_into("feed-search", "P-2")
    screen.qtbot.waitUntil(lambda: cells(screen, "external_id") == ["p-2"])


@pytest.mark.usefixtures("decided")
def test_an_officer_acknowledges_up_to_a_row_by_its_key_after_being_asked(show: Show) -> None:
    screen = show("pia")
    _at(screen, 2)
    press(screen, Qt.Key.Key_A)
    dialog = screen.find("feed-confirm")
    assert dialog.accessibleName() == "Acknowledge 2 rows of the site feed?"
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.qtbot.waitUntil(lambda: cells(screen, "position") == ["3", "4"])
    assert not shown(screen, "notice-action"), "there is no undo"
    click(screen, "feed-filter-done")
    assert cells(screen, "state") == ["Done", "Done"]
    _at(screen, 1)
    assert "pia" in words(screen)
    assert not screen.find("feed-acknowledge").isEnabled()


@pytest.mark.usefixtures("decided")
def test_leaving_the_question_acknowledges_nothing(show: Show) -> None:
    screen = show("pia")
    _at(screen, 4)
    click(screen, "feed-acknowledge")
    assert "cannot be undone" in screen.find("feed-confirm").explanation.text()  # type: ignore[attr-defined]  # our own dialog
    click(screen, "feed-confirm-cancel")
    assert cells(screen, "state") == ["Overdue", "Overdue", "Waiting", "Waiting"]


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("name", ["leo", "aldo"])
def test_who_may_not_acknowledge_is_not_offered_it(show: Show, name: str) -> None:
    screen = show(name)
    _at(screen, 4)
    assert not shown(screen, "feed-acknowledge")
    press(screen, Qt.Key.Key_A)
    assert not shown(screen, "feed-confirm")


@pytest.mark.usefixtures("decided")
def test_the_posting_and_the_person_are_one_key_away(show: Show) -> None:
    screen = show("pia")
    _at(screen, 3)
    press(screen, Qt.Key.Key_P)
    _at(screen, 4)
    press(screen, Qt.Key.Key_P)
    assert screen.went == [("postings", 2), ("people", 1)]


@pytest.mark.usefixtures("decided")
def test_a_row_that_is_done_is_found_from_elsewhere(show: Show, signed_in: Callable[[str], Desk]) -> None:
    with signed_in("pia").write() as work:
        acknowledge_row(work, 3)
    screen = show("aldo")
    assert cells(screen, "position") == ["4"]
    _at(screen, 2)
    assert records(screen).table.current_id() == 2
    assert cells(screen, "position") == ["1", "2", "3", "4"]


@pytest.mark.usefixtures("decided")
def test_what_came_since_is_there_when_the_page_comes_back(
    show: Show, signed_in: Callable[[str], Desk]
) -> None:
    screen = show("pia")
    remove(signed_in("mia"), 1)
    screen.page.shown()
    screen.qtbot.waitUntil(lambda: cells(screen, "position") == ["1", "2", "3", "4", "5"])


def test_an_empty_feed_says_how_the_site_reads_it(show: Show) -> None:
    screen = show("pia")
    said = screen.find("feed-state")
    texts = "\n".join(one.text() for one in said.findChildren(type(screen.page.header.title)))
    assert "The site has nothing to do" in texts
    assert "remitctl feed" in texts
    assert "--ack" in texts


@pytest.mark.usefixtures("decided")
def test_no_two_actions_share_a_key(show: Show) -> None:
    assert clashes(show("pia").page.page_actions()) == []


@pytest.mark.usefixtures("decided")
def test_the_palette_finds_a_row_by_its_number_and_by_the_sites_id(signed_in: Callable[[str], Desk]) -> None:
    with signed_in("pia").read() as work:
        (numbered,), (named,) = ([*find_records(work, text, ["feed"])] for text in ("4", "P-2"))
    assert [(one.id, one.words) for one in numbered] == [(4, "Opt out member, n•••@•••.com")]
    assert [(one.id, one.words) for one in named] == [(3, "Withdraw posting, p-2")]
