"""The postings page under real keys and the mouse."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QToolTip

from core.desk import Desk
from core.postings.actions import approve_postings, escalate_postings
from core.postings.detail import WITHHELD
from core.postings.messages import open_message
from core.postings.rulings import RULED, WAITS
from gui.kit.actions import clashes
from tests.conftest import Clock
from tests.gui.postings.conftest import FRAUD, LETTER, PostingsSeat

if TYPE_CHECKING:
    from gui.kit.text_body import TextBody

Sit = Callable[[str], PostingsSeat]
K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_moderator_begins_with_what_is_new_the_riskiest_first(stored: list[int], sit: Sit) -> None:
    seat = sit("mia")
    assert seat.page.filters.current == "new"
    assert seat.ids()[:2] == [2, 4]
    assert set(seat.ids()) == set(stored)
    assert "Posting 2" in seat.texts()
    assert seat.child("postings-count").text() == "7 of 7"


def test_the_chips_show_each_state_and_the_messages(sit: Sit) -> None:
    seat = sit("mia")
    with seat.desk.write() as work:
        approve_postings(work, [1])
        escalate_postings(work, [3])
    for key, ids in (("approved", [1]), ("escalated", [3]), ("removed", []), ("message", [7])):
        seat.filter(key)
        assert seat.ids() == ids, key
    seat.filter("")
    assert len(seat.ids()) == 7


@pytest.mark.parametrize(
    ("words", "ids"), [("garden", {1, 3}), ("p-4", {4}), ("harbour", set()), ("m-1", {7})]
)
def test_search_finds_words_and_ids_and_nothing_of_a_message(words: str, ids: set[int], sit: Sit) -> None:
    seat = sit("mia")
    seat.search(words)
    assert set(seat.ids()) == ids


def test_the_drop_down_narrows_to_a_category_and_keeps_the_chip(sit: Sit) -> None:
    seat = sit("mia")
    box = seat.child("postings-category")
    assert [box.itemText(at) for at in range(box.count())] == ["All categories", "Design", "Writing"]
    box.setFocus()
    seat.press(K.Key_W, on=box)
    assert seat.ids() == [6]
    seat.filter("approved")
    assert seat.ids() == []
    seat.child("postings-state-step").click()
    seat.settle()
    assert len(seat.ids()) == 7
    assert box.key == ""


def test_approve_is_one_key_and_the_next_posting_is_there(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_A)
    assert seat.state(2) == "approved"
    assert 2 not in seat.ids()
    assert "Posting 4" in seat.texts()
    assert seat.child("notice-words").text() == "Approved 1 posting."


def test_the_next_posting_is_shown_before_the_store_has_answered(sit: Sit) -> None:
    seat = sit("mia")
    seat.page.approve.trigger()
    assert seat.page.table.current_id() == 4
    seat.settle()
    assert seat.page.table.current_id() == 4


def test_ctrl_z_takes_the_decision_back_and_returns_to_the_posting(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_A)
    seat.press(K.Key_Z, CTRL)
    assert seat.state(2) == "new"
    assert seat.page.table.current_id() == 2
    assert seat.child("notice-words").text() == "Took back 1 decision."


def test_the_notice_undoes_by_the_mouse(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_E)
    assert seat.state(2) == "escalated"
    seat.qtbot.mouseClick(seat.child("notice-action"), Qt.MouseButton.LeftButton)
    seat.settle()
    assert seat.state(2) == "new"


def test_remove_suggests_the_heaviest_rules_reason_and_enter_takes_it(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_R)
    dialog = seat.dialog("reason-picker")
    assert dialog.code() == "upfront_fee"
    seat.press(K.Key_Return, on=dialog)
    assert seat.state(2) == "removed"


def test_a_number_removes_at_once_in_the_family_that_has_the_focus(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_R)
    dialog = seat.dialog("reason-picker")
    seat.press(K.Key_Left)
    assert dialog.active is dialog.families[0]
    seat.press(K.Key_1)
    seat.press(K.Key_Z, CTRL, on=seat.page.table)
    seat.press(K.Key_R, on=seat.page.table)
    again = seat.dialog("reason-picker")
    assert again.active is again.families[1]
    seat.press(K.Key_7)
    seat.filter("removed")
    assert "Spam or the same text again and again" in seat.texts()
    history = [one for one in seat.texts() if one.startswith("Removed")]
    assert any("Fraud or a scam" in one and "taken back by mia" in one for one in history)


def test_a_number_in_the_note_is_a_number(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_R)
    dialog = seat.dialog("reason-picker")
    dialog.note.setFocus()
    seat.qtbot.keyClicks(dialog.note, "see 12")
    assert dialog.isVisible()
    seat.press(K.Key_Return, CTRL, on=dialog.note)
    assert seat.state(2) == "removed"
    seat.filter("removed")
    assert any(one.endswith("see 12") for one in seat.texts())


def test_escape_leaves_the_reasons_and_changes_nothing(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_R)
    seat.press(K.Key_Escape, on=seat.dialog("reason-picker"))
    assert seat.state(2) == "new"


def test_j_space_and_k_walk_the_queue(sit: Sit) -> None:
    seat = sit("mia")
    order = seat.ids()
    seat.press(K.Key_J)
    seat.press(K.Key_Space)
    assert seat.page.table.current_id() == order[2]
    seat.press(K.Key_K)
    assert seat.page.table.current_id() == order[1]


def test_hits_are_marked_at_their_exact_place_and_name_rule_and_clause(sit: Sit) -> None:
    seat = sit("mia")
    body: TextBody = seat.child("posting-text-body")
    shown = body.toPlainText()
    utf16 = shown.encode("utf-16-le")
    marked = {utf16[2 * one.start : 2 * one.end].decode("utf-16-le"): one.note for one in body.spans}
    assert shown == FRAUD.replace("\r\n", "\n")
    assert "WESTERN\u200b UNION" in marked
    assert "(C21)" in marked["WESTERN\u200b UNION"]


def test_the_pointer_over_a_mark_is_told_the_rule_and_the_clause(sit: Sit) -> None:
    seat = sit("mia")
    body: TextBody = seat.child("posting-text-body")
    place = QTextCursor(body.document())
    place.setPosition(body.toPlainText().index("WESTERN") + 2)
    at = body.cursorRect(place).center()
    QApplication.sendEvent(body, QHelpEvent(QEvent.Type.ToolTip, at, body.mapToGlobal(at)))
    assert "Payment that cannot be traced or taken back (C21)" in QToolTip.text()
    QToolTip.hideText()


def test_v_shows_the_text_as_the_rules_read_it_and_back(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_V)
    body: TextBody = seat.child("posting-text-body")
    assert "by western⟨U+200B⟩ union before" in body.toPlainText()
    assert "Zero width space" in {one.note for one in body.spans}
    seat.press(K.Key_V)
    assert "WESTERN\u200b UNION" in seat.child("posting-text-body").toPlainText()


def test_what_looks_like_markup_is_shown_as_it_is(sit: Sit) -> None:
    seat = sit("mia")
    seat.workplace.go_to("postings", 5)
    seat.settle()
    assert "<b>Not</b> a tag" in seat.texts()


def test_a_message_shows_nothing_until_it_is_opened_with_a_reason(sit: Sit) -> None:
    seat = sit("mia")
    seat.filter("message")
    assert LETTER not in seat.texts()
    assert not seat.child("posting-remove").isEnabled()
    seat.press(K.Key_O)
    dialog = seat.dialog("message-opening")
    seat.press(K.Key_Return, CTRL, on=dialog)
    assert dialog.problem.isVisible()
    seat.qtbot.keyClicks(dialog.reason, "Reported by its recipient")
    seat.press(K.Key_Return, on=dialog.reason)
    assert LETTER in seat.texts()
    assert seat.child("posting-remove").isEnabled()


def test_h_shows_what_the_author_has_sent_and_goes_there(sit: Sit) -> None:
    seat = sit("mia")
    seat.press(K.Key_H)
    dialog = seat.dialog("author-history")
    assert "New 7" in dialog.explanation.text()
    seat.qtbot.mouseClick(dialog.findChild(object, "author-history-3"), Qt.MouseButton.LeftButton)
    seat.settle()
    assert seat.page.table.current_id() == 3


def test_what_a_colleague_decided_first_is_told_with_the_name(
    sit: Sit, signed_in: Callable[[str], Desk]
) -> None:
    seat = sit("mia")
    with signed_in("leo").write() as work:
        escalate_postings(work, [2])
    seat.press(K.Key_A)
    assert seat.state(2) == "escalated"
    assert seat.child("notice-words").text().startswith("Posting 2: leo escalated this")


def test_an_officer_decides_what_was_escalated_and_only_reads_the_rest(sit: Sit) -> None:
    with sit("mia").desk.write() as work:
        escalate_postings(work, [3])
    seat = sit("pia")
    assert seat.page.filters.current == ""
    seat.workplace.go_to("postings", 1)
    seat.settle()
    assert not seat.child("posting-approve").isEnabled()
    seat.workplace.go_to("postings", 3)
    seat.settle()
    assert seat.child("posting-approve").isEnabled()
    assert not seat.child("posting-escalate").isEnabled()
    seat.press(K.Key_A, on=seat.page.table)
    assert seat.state(3) == "approved"


@pytest.mark.parametrize("name", ["mia", "leo"])
def test_what_waits_for_the_officer_has_its_buttons_disabled_with_the_reason(name: str, sit: Sit) -> None:
    with sit("mia").desk.write() as work:
        escalate_postings(work, [3])
    seat = sit(name)
    seat.filter("escalated")
    assert seat.ids() == [3]
    for button in ("posting-approve", "posting-remove"):
        assert not seat.child(button).isEnabled()
        assert seat.child(button).toolTip() == WAITS
        assert seat.child(button).accessibleDescription() == WAITS
    assert seat.child("posting-escalate").toolTip() == "It is escalated already."
    assert WAITS in seat.texts()
    seat.press(K.Key_A, on=seat.page.table)
    assert seat.state(3) == "escalated"


def test_an_officers_ruling_is_escalated_again_and_not_decided_over(
    sit: Sit, signed_in: Callable[[str], Desk]
) -> None:
    seat = sit("mia")
    with seat.desk.write() as work:
        escalate_postings(work, [3])
    with signed_in("pia").write() as work:
        approve_postings(work, [3])
    seat.filter("approved")
    assert RULED in seat.texts()
    assert not seat.child("posting-remove").isEnabled()
    seat.press(K.Key_E, on=seat.page.table)
    assert seat.state(3) == "escalated"
    seat.press(K.Key_Z, CTRL, on=seat.page.table)
    assert seat.state(3) == "approved"


def test_a_note_about_a_message_is_shown_with_the_message(sit: Sit) -> None:
    seat = sit("mia")
    with seat.desk.write() as work:
        open_message(work, 7, "Somebody heard of the harbour")
    for name, told in (("leo", False), ("mia", True)):
        seat = sit(name)
        seat.filter("message")
        said = "\n".join(seat.texts())
        assert ("Somebody heard of the harbour" in said) is told
        assert (WITHHELD in said) is not told


def test_one_takes_back_ones_own_escalation_from_the_list_and_no_colleagues(
    sit: Sit, signed_in: Callable[[str], Desk]
) -> None:
    with signed_in("leo").write() as work:
        escalate_postings(work, [1])
    seat = sit("mia")
    with seat.desk.write() as work:
        escalate_postings(work, [3])
    seat.filter("escalated")
    seat.workplace.go_to("postings", 1)
    seat.settle()
    assert not seat.page.take_back.isEnabled()
    seat.workplace.go_to("postings", 3)
    seat.settle()
    seat.child("posting-take-back").click()
    seat.settle()
    assert (seat.state(3), seat.ids()) == ("new", [1])


def test_an_open_message_leaves_the_screen_when_its_half_hour_is_over(sit: Sit, clock: Clock) -> None:
    seat = sit("mia")
    with seat.desk.write() as work:
        open_message(work, 7, "Reported by its recipient")
    seat.filter("message")
    assert LETTER in seat.texts()
    clock.forward(minutes=29, seconds=59.9)
    seat.press(K.Key_F5)
    assert LETTER in seat.texts()
    clock.forward(seconds=1)
    seat.qtbot.waitUntil(lambda: LETTER not in seat.texts(), timeout=20_000)
    assert not seat.child("posting-remove").isEnabled()


def test_an_auditor_reads_and_has_no_buttons_to_decide(sit: Sit) -> None:
    seat = sit("aldo")
    assert "Posting 2" in seat.texts()
    assert not seat.page.panel.foot.isVisible()
    seat.press(K.Key_A, on=seat.page.table)
    assert seat.state(2) == "new"


def test_keys_do_nothing_while_a_person_types(sit: Sit) -> None:
    seat = sit("mia")
    seat.page.search.setFocus()
    seat.press(K.Key_A, on=seat.page.search)
    assert seat.page.search.text() == "a"
    assert seat.state(2) == "new"


def test_no_key_asks_for_two_things(sit: Sit) -> None:
    seat = sit("mia")
    assert clashes([*seat.page.page_actions(), *seat.workplace.global_actions()]) == []


def test_the_list_as_filtered_is_offered_for_export_to_those_who_may(sit: Sit) -> None:
    seat = sit("mia")
    seat.filter("message")
    seat.child("postings-export").click()
    seat.settle()
    assert seat.dialog("export").isVisible()
    assert sit("aldo").page.findChild(object, "postings-export") is None


def test_every_button_and_field_has_a_name(sit: Sit) -> None:
    seat = sit("mia")
    for name in ("page-postings", "postings-table", "postings-search", "posting-approve", "posting-remove"):
        assert seat.child(name).accessibleName(), name
    assert QApplication.focusWidget() is seat.child("postings-table")


def test_a_note_is_not_lost_where_a_colleague_was_faster(sit: Sit, signed_in: Callable[[str], Desk]) -> None:
    seat = sit("mia")
    with signed_in("leo").write() as work:
        approve_postings(work, [2])
    seat.press(K.Key_R)
    dialog = seat.dialog("reason-picker")
    dialog.note.setFocus()
    seat.qtbot.keyClicks(dialog.note, "asks for 49 dollars")
    seat.press(K.Key_Return, on=dialog.note)
    assert "leo approved this" in seat.workplace.notices.words.text()
    seat.child("notice-action").click()
    seat.settle()
    assert seat.page.table.current_id() == 2
    seat.press(K.Key_R)
    assert seat.dialog("reason-picker").note.text() == "asks for 49 dollars"
