"""What the postings page says when there is nothing to list."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from core.postings.actions import approve_postings
from tests.conftest import PASSPHRASE
from tests.gui.postings.conftest import PostingsSeat

Sit = Callable[[str], PostingsSeat]
K = Qt.Key


def test_an_empty_queue_says_what_would_fill_it_and_shows_the_decided_ones(
    stored: list[int], sit: Sit
) -> None:
    seat = sit("mia")
    with seat.desk.write() as work:
        approve_postings(work, stored)
    seat.press(K.Key_F5)
    assert seat.page.state.isVisible()
    assert seat.page.state.headline.text() == "Nothing waits here"
    seat.child("postings-state-step").click()
    seat.settle()
    assert len(seat.ids()) == 7


def test_a_list_that_cannot_be_read_says_why_and_offers_to_try_again(sit: Sit) -> None:
    seat = sit("mia")
    seat.desk.sign_out()
    seat.filter("approved")
    assert seat.page.state.isVisible()
    assert seat.page.state.words.text() == "Sign in first."
    seat.desk.sign_in("mia", PASSPHRASE)
    seat.child("postings-state-step").click()
    seat.settle()
    assert seat.page.state.headline.text() == "Nothing found"


def test_a_search_that_finds_nothing_says_so(sit: Sit) -> None:
    seat = sit("mia")
    seat.search("nowhere to be seen")
    assert seat.page.state.headline.text() == "Nothing found"
