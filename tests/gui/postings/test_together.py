"""Two people on one desk: what one does, the other's window follows, and nothing jumps under a hand."""

from collections.abc import Callable, Iterator
from statistics import median
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.claims.actions import take_claim
from core.claims.queries import claims_now
from core.desk import Desk
from core.postings.actions import approve_postings, remove_postings
from core.postings.detail import posting_detail
from tests.gui.postings.conftest import PostingsSeat

K = Qt.Key
SignIn = Callable[[str], Desk]


class Together(PostingsSeat):
    """At the postings page, following others."""

    listens = True


@pytest.fixture
def seat(qtbot: QtBot, signed_in: SignIn, stored: list[int]) -> Iterator[Together]:  # noqa: ARG001  # postings are there
    made = Together(qtbot, signed_in("mia"))
    made.until(lambda: made.page.model.complete)
    yield made
    made.leave()


@pytest.fixture
def leo(signed_in: SignIn) -> Desk:
    return signed_in("leo")


def test_what_another_decides_leaves_the_list_and_the_rail_follows(seat: Together, leo: Desk) -> None:
    here = seat.page.table.current_id()
    other = next(one for one in seat.ids() if one not in (here, 7))
    before = seat.workplace.rail.items["postings"]._count
    with leo.write() as work:
        approve_postings(work, [other])
    seat.until(lambda: other not in seat.ids())
    assert seat.page.table.current_id() == here
    seat.until(lambda: seat.workplace.rail.items["postings"]._count == before - 1)


def test_the_record_under_ones_hand_stays_and_a_key_meets_no_other(seat: Together, leo: Desk) -> None:
    here = seat.page.table.current_id()
    with leo.write() as work:
        remove_postings(work, [here], "spam")
    seat.until(lambda: seat.page.table.current().state == "removed")
    assert seat.page.table.current_id() == here
    assert here in seat.ids()
    seat.press(K.Key_J)
    seat.until(lambda: here not in seat.ids())
    assert seat.page.table.current_id() in seat.ids()


def test_a_key_pressed_just_after_anothers_decision_decides_nothing_and_says_who_was_faster(
    seat: Together, leo: Desk
) -> None:
    here = seat.page.table.current_id()
    with leo.write() as work:
        remove_postings(work, [here], "spam")
    seat.until(lambda: seat.page.table.current().state == "removed")
    seat.press(K.Key_A)
    seat.until(lambda: "leo removed this" in seat.workplace.notices.words.text())
    with leo.read() as work:
        assert posting_detail(work, here).state == "removed"


def test_who_reads_a_record_is_shown_beside_it_and_in_it(seat: Together, leo: Desk) -> None:
    here = seat.ids()[1]
    with leo.write() as work:
        take_claim(work, "posting", here)
    seat.until(lambda: seat.workplace.claims.holder("posting", here))
    seat.press(K.Key_Down)
    seat.until(seat.page.panel.holder.isVisible)
    assert seat.page.panel.holder.words.text().startswith("leo is reading this")
    row = seat.page.model.index(seat.page.model.row_of(here), 0)
    assert row.data(Qt.ItemDataRole.ToolTipRole) == "leo is reading this"
    assert seat.page.approve.isEnabled()


def test_the_next_record_is_one_that_nobody_else_reads(seat: Together, leo: Desk) -> None:
    first, second, third = seat.ids()[:3]
    with leo.write() as work:
        take_claim(work, "posting", second)
    seat.until(lambda: seat.workplace.claims.holder("posting", second))
    assert seat.page.table.current_id() == first
    seat.press(K.Key_J)
    assert seat.page.table.current_id() == third
    seat.press(K.Key_K)
    assert seat.page.table.current_id() == second


def held(desk: Desk) -> set[tuple[str, int]]:
    with desk.read() as work:
        return {(one.who, one.record_id) for one in claims_now(work)}


def test_ones_own_claim_follows_the_record_that_is_read(seat: Together, leo: Desk) -> None:
    first, second = seat.ids()[:2]
    seat.until(lambda: ("mia", first) in held(leo))
    seat.press(K.Key_J)
    seat.until(lambda: held(leo) == {("mia", second)})
    seat.page.hide()
    seat.until(lambda: held(leo) == set())


def test_a_lost_connection_is_told_and_is_tried_again_on_a_click(seat: Together) -> None:
    banner = seat.workplace.banner
    seat.live.gone.emit(8, "The server does not answer.")
    assert banner.isVisible()
    assert banner.words.text() == "Connection lost, trying again in 8 s. What you typed stays."
    seat.qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    seat.live.found.emit()
    assert not banner.isVisible()


def test_a_commit_is_on_the_other_screen_within_a_second(seat: Together, leo: Desk) -> None:
    taken = []
    seat.filter("")
    other = next(one for one in seat.ids() if one not in {seat.page.table.current_id(), 7})
    at = seat.page.model.row_of(other)
    for round_ in range(10):
        verb = approve_postings if round_ % 2 == 0 else lambda work, ids: remove_postings(work, ids, "spam")
        with leo.write() as work:
            verb(work, [other])
        begun, wanted = monotonic(), "approved" if round_ % 2 == 0 else "removed"
        seat.until(lambda wanted=wanted: seat.page.model.peek(at).state == wanted)  # type: ignore[misc]  # a default
        taken.append(monotonic() - begun)
    print(f"commit to row: p50 {median(taken):.3f} s, max {max(taken):.3f} s")  # noqa: T201  # a figure to read
    assert median(taken) < 1
