"""Vendor shares on the screen: propose, decide, execute, and the words where one may not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from core.people.actions import opt_out
from core.shares.actions import propose_share, reject_share, submit_share
from core.shares.execution import execute_share
from core.sheets.verification import verify
from gui.kit.actions import clashes
from gui.shares.share_view import left_words
from tests.conftest import Clock
from tests.core.shares.arriving import newsletter
from tests.gui.shares.conftest import SharesSeat, Shift

Sit = Callable[[str], SharesSeat]
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_share_is_proposed_by_keys_alone(seat: Sit) -> None:
    at = seat("leo")
    at.on_table(Qt.Key.Key_P)
    dialog = at.dialog("share-proposal")
    at.until(lambda: at.shows("share-title"))
    at.type_into("share-title", "Autumn newsletter")
    at.until(dialog.main.isEnabled)  # type: ignore[attr-defined]  # the kit's dialog
    at.press(Qt.Key.Key_Return, CONTROL)
    at.until(lambda: at.page.detail is not None)
    assert at.page.detail is not None
    assert (at.page.detail.draft.title, at.page.detail.state) == ("Autumn newsletter", "submitted")
    assert at.page.detail.draft.fields == ("full_name", "email")
    assert "Proposed share 1: 4 people, 5 records of 12 may go." in at.notice()


def test_the_proposal_shows_who_would_be_left_out_while_it_is_filled_in(seat: Sit) -> None:
    at = seat("leo")
    at.click("share-propose")
    at.dialog("share-proposal")
    at.until(lambda: "4 people, 5 records of 12 may go" in at.text("share-preview"))
    for words in ("Opted out", "C20", "Reported a problem", "C16", "Under 13", "C24", "C13"):
        assert words in at.text("share-preview")
    at.pick("share-selection", "By how it was given")
    at.until(lambda: "Choose one or more origins." in at.text("share-preview"))
    assert not at.button("share-proposal-main").isEnabled()
    at.tick("share-origin-survey")
    at.until(lambda: "1 person, 1 record of 1 may go" in at.text("share-preview"))


def test_a_proposal_without_a_title_is_asked_for_one(seat: Sit) -> None:
    at = seat("leo")
    at.click("share-propose")
    at.dialog("share-proposal")
    at.until(lambda: at.shows("share-title"))
    at.click("share-proposal-main")
    assert at.find("share-proposal-problem").text() == "Give the share a title."
    at.find("share-title").setText("Autumn\u202enews")
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: "The share's title holds a mark" in at.find("share-proposal-problem").text())
    assert at.shows("share-title")


def test_one_officer_approves_and_executes_what_a_lead_proposed(seat: Sit, shift: Shift) -> None:
    share = shift.proposed()
    at = seat("pia")
    at.choose(share)
    at.on_table(Qt.Key.Key_A)
    at.until(lambda: at.page.detail and at.page.detail.state == "approved")
    assert "7 days 0 h left" in at.find("share-countdown").text()
    with shift.olga.write() as work:
        opt_out(work, shift.people["Anna"])
    at.settle()
    at.click("share-execute")
    at.dialog("share-execute-dialog")
    at.press(Qt.Key.Key_Return, CONTROL)
    at.until(lambda: at.page.detail and at.page.detail.state == "executed")
    assert "1 person opted out since approval; removed." in at.notice()
    assert at.page.detail is not None
    assert verify(shift.outbox / at.page.detail.file_name).ok
    assert "3 people, 3 records of 12 went" in at.text()
    assert "Opted out, since approval" in at.text()


def test_nobody_can_approve_their_own_and_the_page_says_so(seat: Sit, shift: Shift) -> None:
    with shift.pia.write() as work:
        share = max(propose_share(work, newsletter()).ids["share"])
        submit_share(work, share)
    at = seat("pia")
    at.choose(share)
    assert not at.button("share-approve").isEnabled()
    assert "You proposed this share; another officer must approve it." in at.text()
    at.on_table(Qt.Key.Key_A)
    at.settle()
    assert at.page.detail is not None
    assert at.page.detail.state == "submitted"


def test_a_lead_may_propose_and_withdraw_only(seat: Sit, shift: Shift) -> None:
    at = seat("leo")
    at.choose(shift.proposed())
    assert at.button("share-propose").isEnabled()
    assert not at.button("share-approve").isEnabled()
    assert "As a lead you may not approve" in at.text()
    at.click("share-withdraw")
    at.dialog("share-withdraw-dialog")
    at.press(Qt.Key.Key_Return, CONTROL)
    at.until(lambda: at.page.detail and at.page.detail.state == "withdrawn")


def test_an_auditor_reads_without_a_step_open(seat: Sit, shift: Shift) -> None:
    at = seat("aldo")
    at.choose(shift.proposed())
    assert not at.button("share-propose").isEnabled()
    assert not [name for name in ("share-approve", "share-reject") if at.button(name).isEnabled()]


def test_a_rejection_asks_why(seat: Sit, shift: Shift) -> None:
    at = seat("olga")
    at.choose(shift.proposed())
    at.on_table(Qt.Key.Key_R)
    at.dialog("share-reject-dialog")
    at.press(Qt.Key.Key_Return, CONTROL)
    assert "Say why" in at.find("share-reject-dialog-problem").text()
    at.type_into("share-reject-dialog-note", "Only the winners, please.")
    at.press(Qt.Key.Key_Return, CONTROL)
    at.until(lambda: at.page.detail and at.page.detail.state == "rejected")
    assert "Only the winners, please." in at.text()


def test_the_grid_says_each_fields_verdict_with_rule_and_clause(seat: Sit, shift: Shift) -> None:
    at = seat("pia")
    at.choose(shift.proposed())
    allowed, denied = at.find("verdict-email-allow"), at.find("verdict-email-deny")
    assert (allowed.text(), denied.text(), at.find("verdict-email-indeterminate").text()) == ("5", "6", "1")
    assert "opted-out" in denied.toolTip()
    assert "C20" in denied.toolTip()
    assert "Denied by" in at.find("verdict-email-clauses").text()
    assert denied.accessibleName() == "E-mail address: Denied 6"


def test_figures_follow_an_opt_out_before_the_decision(seat: Sit, shift: Shift) -> None:
    share = shift.proposed()
    with shift.olga.write() as work:
        opt_out(work, shift.people["Dora"])
    at = seat("pia")
    at.choose(share)
    at.until(lambda: at.find("share-figures").text() == "3 people, 4 records of 12 may go")


def test_an_approval_that_is_over_says_so_and_offers_no_execution(
    seat: Sit, shift: Shift, clock: Clock
) -> None:
    share = shift.approved()
    clock.forward(days=8)
    at = seat("pia")
    at.choose(share)
    assert "The approval is over and nothing left the desk." in at.text()
    assert not at.shows("share-execute")
    assert at.shows("share-revoke")


def test_a_share_decided_meanwhile_is_not_overwritten(seat: Sit, shift: Shift) -> None:
    share = shift.proposed()
    at = seat("pia")
    at.choose(share)
    with shift.olga.write() as work:
        reject_share(work, share, "No.")
    at.click("share-approve")
    at.until(lambda: "Share 1: olga" in at.notice())
    at.until(lambda: at.page.detail and at.page.detail.state == "rejected")
    at.settle()
    assert not at.shows("share-approve")


def test_an_approval_is_taken_back_by_ctrl_z_and_by_the_notice(seat: Sit, shift: Shift) -> None:
    share = shift.proposed()
    at = seat("pia")
    at.choose(share)
    for take_back in (lambda: at.press(Qt.Key.Key_Z, CONTROL), lambda: at.click("notice-action")):
        at.on_table(Qt.Key.Key_A)
        at.until(lambda: at.page.detail and at.page.detail.state == "approved" and at.shows("notice-action"))
        at.settle()
        assert at.button("notice-action").text() == "Undo"
        take_back()
        at.until(lambda: at.page.detail and at.page.detail.state == "submitted")
        at.settle()
        assert f"Took back the approval of share {share}" in at.notice()
        assert at.button("share-approve").isEnabled()


def test_a_delivery_is_taken_back_by_ctrl_z(seat: Sit, shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    at = seat("pia")
    at.choose(share)
    at.on_table(Qt.Key.Key_D)
    at.until(lambda: at.page.detail and at.page.detail.state == "delivered")
    at.settle()
    at.press(Qt.Key.Key_Z, CONTROL)
    at.until(lambda: at.page.detail and at.page.detail.state == "executed")


def test_an_approval_that_another_executed_meanwhile_is_not_taken_back(seat: Sit, shift: Shift) -> None:
    share = shift.proposed()
    at = seat("pia")
    at.choose(share)
    at.on_table(Qt.Key.Key_A)
    at.until(lambda: at.page.detail and at.page.detail.state == "approved")
    at.settle()
    execute_share(shift.olga, share)
    at.press(Qt.Key.Key_Z, CONTROL)
    at.until(lambda: "olga executed this" in at.notice())


def test_search_and_chips_narrow_the_list(seat: Sit, shift: Shift) -> None:
    shift.proposed()
    shift.approved(newsletter(title="Winter offers"))
    at = seat("pia")
    at.type_into("shares-search", "winter")
    at.press(Qt.Key.Key_Return)
    at.until(lambda: at.page.model.rowCount() == 1)
    at.press(Qt.Key.Key_Escape)
    at.until(lambda: at.page.model.rowCount() == 2)
    at.click("shares-filter-submitted")
    at.until(lambda: at.page.model.rowCount() == 1)


def test_no_two_actions_of_the_page_ask_for_one_key(seat: Sit) -> None:
    at = seat("pia")
    assert clashes(at.page.findChildren(QAction)) == []


def test_an_empty_page_offers_the_first_step(seat: Sit) -> None:
    at = seat("leo")
    state = at.find("shares-state")
    assert "No share yet" in "".join(one.text() for one in state.findChildren(QLabel))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=6, hours=23, minutes=59), "6 days 23 h left"),
        (timedelta(days=1, hours=2), "1 day 2 h left"),
        (timedelta(hours=5, minutes=7), "5 h 7 min left"),
        (timedelta(0), "over"),
    ],
)
def test_what_is_left_of_an_approval_is_said_in_words(left: timedelta, words: str) -> None:
    assert left_words(left) == words


def test_an_officer_can_export_the_list_and_an_auditor_cannot(seat: Sit, shift: Shift) -> None:
    shift.proposed()
    assert seat("pia").button("shares-export").isEnabled()
    assert not seat("aldo").shows("shares-export")
