"""A request from mail to letter, with real keys and mouse on a real desk."""

import email
from collections.abc import Callable
from email import policy
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.people.tables import PersonRecord
from core.requests.actions import confirm_sender
from core.requests.arrival import receive
from core.requests.collecting import collect, mask_leaks, open_leaks, release_leak
from core.requests.opening import open_answer
from core.requests.release import release, review
from core.requests.tables import AccessRequest
from gui.kit.actions import clashes
from gui.kit.labels import PlainLabel
from gui.kit.text_body import TextBody
from gui.kit.tokens import Tone
from gui.requests.facts import FactCard
from tests.gui.requests.conftest import message

Show = Callable[[str], Any]


def words(screen: Any) -> str:
    return "\n".join(one.text() for one in screen.page.panel.findChildren(PlainLabel))


def bodies(screen: Any) -> str:
    return "\n".join(one.toPlainText() for one in screen.page.panel.findChildren(TextBody))


def confirmed(screen: Any) -> None:
    screen.press(Qt.Key.Key_C)
    dialog = screen.dialog("confirm-sender")
    screen.bot.keyClicks(dialog.how.lineEdit(), "Called back on the number on file")
    screen.bot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settled()


def reviewed(screen: Any) -> None:
    confirmed(screen)
    screen.press(Qt.Key.Key_L)
    screen.press(Qt.Key.Key_A)
    screen.press(Qt.Key.Key_M)
    agreed(screen, "answer-preview")


def agreed(screen: Any, dialog: str) -> None:
    screen.bot.keyClick(screen.dialog(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settled()


def fact(screen: Any, name: str) -> FactCard:
    return screen.page.panel.findChildren(FactCard, f"fact-{name}")[-1]


def test_an_officer_answers_by_keys_alone(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    reviewed(pia)
    pia.press(Qt.Key.Key_R)
    agreed(pia, "confirm-release")

    assert pia.state() == "released"
    (path,) = pia.desk.folder.outbox.iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert letter["To"] == "ida.moreau@example.com"
    with pia.desk.read() as work:
        assert verify_log(work).ok


def test_a_letter_that_the_disk_kept_back_is_told_and_the_request_shown_as_released(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    reviewed(pia)
    outbox = pia.desk.folder.outbox
    outbox.write_bytes(b"a file where the outbox should be")
    pia.press(Qt.Key.Key_R)
    agreed(pia, "confirm-release")

    assert pia.state() == "released"
    assert "not in the outbox yet" in pia.page.context.notices.words.text()
    assert outbox.is_file()


def test_an_officer_answers_by_mouse_alone(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.click("request-confirm")
    dialog = pia.dialog("confirm-sender")
    dialog.how.setCurrentIndex(0)
    pia.bot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    pia.settled()
    pia.click("request-collect")
    pia.click("request-mask-all")
    pia.click("request-preview")
    pia.bot.mouseClick(pia.dialog("answer-preview").main, Qt.MouseButton.LeftButton)
    pia.settled()
    pia.click("request-release")
    pia.bot.mouseClick(pia.dialog("confirm-release").main, Qt.MouseButton.LeftButton)
    pia.settled()
    pia.click("request-close")

    assert pia.state() == "closed"


def test_the_three_facts_are_graded_apart_each_with_a_word(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(2)

    assert (fact(pia, "name").verdict.word, fact(pia, "name").verdict.tone) == ("Matches", Tone.GOOD)
    assert fact(pia, "address").verdict.tone is not Tone.GOOD
    assert fact(pia, "sender").verdict.word == "Not proven"


def test_names_and_message_stay_hidden_until_the_case_is_opened_which_is_logged(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    assert "Moreau" not in words(pia) + bodies(pia)
    pia.click("request-open")

    assert "Ida Moreau" in words(pia)
    assert "copy of all the personal data" in bodies(pia)
    with pia.desk.read() as work:
        opened = work.session.query(AuditEntry).filter(AuditEntry.action == "requests:request:opened").count()
    assert opened == 1


def test_it_is_said_where_the_answer_goes_and_where_not(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.press(Qt.Key.Key_O)

    assert "Goes to the address on file, ida.moreau@example.com, not to the message's Reply-To." in words(pia)


def test_every_source_is_listed_with_its_count_zeros_too(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)

    shown = [one.accessibleName() for one in pia.page.panel.findChildren(PlainLabel)]
    assert "Problems, comments, requests: 1" in shown
    assert "Postings: 0" in shown
    assert "22 places searched" in words(pia)


def test_an_answer_cannot_be_released_while_a_finding_is_open(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)
    assert not pia.button("request-release").isEnabled()
    assert not pia.button("request-review").isEnabled()
    assert "2 of 2 to settle" in words(pia)
    assert (
        pia.button("request-release").toolTip() == "Mask or give what is other people's first: 2 to settle."
    )
    for _ in range(2):
        mask = next(one for one in pia.page.findChildren(QPushButton) if "leak-mask-" in one.objectName())
        pia.click(mask.objectName())

    assert "All 2 settled." in words(pia)
    assert pia.button("request-review").isEnabled()
    assert not pia.button("request-release").isEnabled()
    assert "mark it reviewed first" in pia.button("request-release").toolTip()


def test_a_finding_is_given_only_with_a_reason(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)
    give = next(one for one in pia.page.findChildren(QPushButton) if "leak-release-" in one.objectName())
    pia.bot.mouseClick(give, Qt.MouseButton.LeftButton)
    dialog = pia.dialog("give-leak")
    pia.bot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "Write a few words; they are kept with the request."
    pia.bot.keyClicks(dialog.text, "They agreed.")
    pia.bot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    pia.settled()

    assert pia.page.case.leaks[0].settled == "released"


def test_a_sender_that_differs_is_confirmed_only_with_a_reason(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(2)
    pia.press(Qt.Key.Key_C)
    dialog = pia.dialog("confirm-sender")
    dialog.how.setCurrentIndex(1)
    pia.bot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    assert "say why" in dialog.problem.text()
    pia.bot.keyClicks(dialog.reason, "He lost that mailbox.")
    pia.bot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    pia.settled()

    assert pia.state() == "collecting"


def test_a_refused_confirmation_leads_to_the_field_that_is_missing(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(2)
    pia.press(Qt.Key.Key_C)
    dialog = pia.dialog("confirm-sender")
    pia.bot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pia.bot.waitUntil(dialog.how.hasFocus)
    pia.bot.keyClicks(QApplication.focusWidget(), "Called back")
    pia.bot.keyClick(dialog.how, Qt.Key.Key_Return)
    pia.bot.waitUntil(dialog.reason.hasFocus)
    pia.bot.keyClicks(QApplication.focusWidget(), "He lost that mailbox.")
    pia.bot.keyClick(dialog.reason, Qt.Key.Key_Return)
    pia.settled()

    assert pia.state() == "collecting"


def test_somebody_else_can_be_found_for_a_request(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.press(Qt.Key.Key_C)
    dialog = pia.dialog("confirm-sender")
    pia.bot.keyClicks(dialog.picker.search, "adler")
    people = dialog.picker.people
    pia.bot.waitUntil(lambda: people.count() == 1 and "J••" in people.item(0).text())

    assert dialog.picker.person_id() != pia.page.case.matched_person_id
    assert dialog.reason.isEnabled()
    pia.bot.keyClick(dialog.picker.search, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter looks for a person; it does not confirm one"
    assert not dialog.problem.text()


def test_what_convinced_the_officer_is_kept_as_typed_and_enter_confirms(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    pia.press(Qt.Key.Key_C)
    dialog = pia.dialog("confirm-sender")
    pia.bot.keyClicks(dialog.how.lineEdit(), "Called back")
    pia.bot.keyClick(dialog.how, Qt.Key.Key_Return)
    pia.settled()
    with pia.page.context.desk.read() as work:
        kept = work.session.get(AccessRequest, 1)
        assert kept is not None
        assert kept.confirmed_how == "Called back"


def test_the_preview_shows_the_sheets_as_the_person_gets_them(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)
    pia.press(Qt.Key.Key_P)
    preview = pia.dialog("answer-preview")
    assert not preview.table.horizontalHeader().isVisible(), "the cover has no headings"
    names = [preview.sheets.item(at).text() for at in range(preview.sheets.count())]
    preview.sheets.setCurrentRow(names.index("Problems, comments, requests  (1)"))
    model = preview.table.model()
    shown = [model.index(0, column).data() for column in range(model.columnCount())]

    assert names[0].startswith("About this file")
    assert shown[-1].startswith("[masked: a name] never paid me. His number is [masked: a telephone number]")


def test_a_lead_prepares_but_neither_confirms_nor_releases(screen: Show) -> None:
    leo = screen("leo")
    leo.choose(1)

    offered = {name for name, step in leo.page.steps.items() if step.isVisible()}
    assert offered == {"request-open", "request-take-up"}


def test_a_lead_says_who_it_seems_to_be_and_an_officer_confirms(screen: Show) -> None:
    leo = screen("leo")
    leo.choose(1)
    leo.click("request-take-up")
    leo.bot.mouseClick(leo.dialog("take-up").main, Qt.MouseButton.LeftButton)
    leo.settled()

    assert leo.state() == "verifying"


def test_an_auditor_reads_masked_and_can_do_nothing(screen: Show) -> None:
    aldo = screen("aldo")
    aldo.choose(1)

    assert not [name for name, step in aldo.page.steps.items() if step.isVisible()]
    assert not aldo.page.panel.foot.isVisible()
    assert "Moreau" not in words(aldo) + bodies(aldo)
    assert not aldo.page.findChildren(QPushButton, "request-take-in")


def test_a_request_is_refused_with_its_reason(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(2)
    pia.click("request-refuse")
    dialog = pia.dialog("refuse-request")
    pia.bot.keyClicks(dialog.text, "Nobody answered.")
    pia.bot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pia.settled()

    assert pia.state() == "refused"


def test_no_two_actions_of_the_page_share_a_key(screen: Show) -> None:
    assert clashes(screen("pia").page.page_actions()) == []


def test_the_search_finds_by_name_and_says_so_when_nothing_fits(screen: Show) -> None:
    pia = screen("pia")
    pia.bot.keyClicks(pia.page.search, "moreau")
    pia.bot.waitUntil(lambda: pia.page.model.rowCount() == 1)
    pia.page.search.clear()
    pia.bot.keyClicks(pia.page.search, "nobody")
    pia.bot.waitUntil(lambda: pia.page.model.rowCount() == 0 and pia.page.state.isVisible())


def test_an_answer_changed_since_it_was_seen_is_shown_again_and_not_reviewed(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    confirmed(pia)
    pia.press(Qt.Key.Key_L)
    pia.press(Qt.Key.Key_A)
    pia.press(Qt.Key.Key_M)
    first = pia.dialog("answer-preview")
    with pia.desk.write() as work:
        release_leak(work, 1, pia.page.case.leaks[0].id, "They agreed.")
    pia.bot.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pia.settled()

    assert "not the one you saw" in pia.page.context.notices.words.text()
    assert pia.dialog("answer-preview") is not first
    assert pia.page.case.reviewed_by == ""


def test_a_release_by_who_has_not_looked_shows_the_answer_first(screen: Show) -> None:
    pia = screen("pia")
    pia.choose(1)
    reviewed(pia)
    olga = screen("olga")
    olga.choose(1)
    olga.press(Qt.Key.Key_R)
    agreed(olga, "answer-preview")
    agreed(olga, "confirm-release")

    assert olga.state() == "released"


def test_a_letter_that_a_stopped_machine_kept_back_lands_when_the_page_opens(screen: Show) -> None:
    pia = screen("pia")
    with pia.desk.write() as work:
        confirm_sender(work, 1, 1, "Called back.")
        collect(work, 1)
        mask_leaks(work, 1, open_leaks(work, 1))
        seen = open_answer(work, 1).sha256
        review(work, 1, seen)
        release(work, 1, seen)
    assert not list(pia.desk.folder.outbox.glob("*.eml"))
    olga = screen("olga")

    olga.bot.waitUntil(lambda: len(list(olga.desk.folder.outbox.glob("*.eml"))) == 1)


def test_both_people_of_one_address_are_offered_and_none_is_chosen(screen: Show) -> None:
    pia = screen("pia")
    with pia.desk.write() as work:
        work.session.query(PersonRecord).update(
            {"email": "ida.moreau@example.com", "email_key": "ida.moreau@example.com"}
        )
        record(work, "test:address:shared", ("test", 0))
        request = receive(work, message("Office <ida.moreau@example.com>", "Send me my data.")).case
    pia.page.refresh()
    pia.bot.waitUntil(lambda: pia.page.model.rowCount() == 3)
    pia.choose(request)
    assert "2 people on file fit this message." in words(pia)
    pia.press(Qt.Key.Key_C)
    dialog = pia.dialog("confirm-sender")

    assert dialog.picker.people.count() == 2
    assert dialog.picker.person_id() is None
