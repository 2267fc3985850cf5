from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from core.contacts.actions import answer_contact
from core.contacts.queries import ContactDetail, contact_detail
from core.desk import Desk
from core.staff.log_reading import LogQuery, ReadableLog
from gui.kit.actions import clashes
from tests.gui.contacts.conftest import Show
from tests.gui.reading import cells, choose, click, press, records, shown, words
from tests.gui.screen import Screen

NINA, BEA, NO_ADDRESS = 1, 2, 3


def _at(screen: Screen, contact: int) -> None:
    records(screen).open_record(contact)
    screen.settle()
    screen.settle()


def _open(screen: Screen, contact: int) -> None:
    _at(screen, contact)
    press(screen, Qt.Key.Key_V)


def _write(screen: Screen, text: str) -> None:
    press(screen, Qt.Key.Key_A)
    field = screen.find("contact-answer-text")
    assert isinstance(field, QPlainTextEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, text)


def _send(screen: Screen) -> None:
    QTest.keyClick(screen.find("contact-answer-text"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    screen.settle()


def _stored(screen: Screen, contact: int) -> ContactDetail:
    with screen.context.desk.read() as work:
        return contact_detail(work, contact)


def test_what_waits_is_listed_masked_and_read_as_plain_text(show: Show) -> None:
    screen = show("mia")
    assert cells(screen, "sender") == ["N••• O•••••", "B•• L•••", "I•• H•••"]
    assert cells(screen, "state") == ["Open"] * 3
    _open(screen, BEA)
    said = words(screen)
    assert "<b>Bold</b> question: how much?" in said
    assert "bea@example.org" not in said


def test_what_was_written_is_opened_by_a_key_and_the_log_keeps_that_once(
    show: Show, signed_in: Callable[[str], Desk]
) -> None:
    screen = show("mia")
    _at(screen, NINA)
    assert "charged" not in words(screen)
    assert "The log keeps that you read it." in words(screen)
    assert not screen.find("contact-answer").isEnabled()
    press(screen, Qt.Key.Key_V)
    assert "I was charged twice." in words(screen)
    assert not shown(screen, "contact-open")
    _at(screen, BEA)
    assert "how much?" not in words(screen)
    _at(screen, NINA)
    assert "I was charged twice." in words(screen)
    with signed_in("aldo").read() as work:
        assert ReadableLog(LogQuery(action="contacts:contact:opened")).total(work) == 1


def test_enter_and_the_button_open_a_contact_too(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    press(screen, Qt.Key.Key_Return)
    assert "I was charged twice." in words(screen)
    _at(screen, BEA)
    click(screen, "contact-open")
    assert "how much?" in words(screen)


def test_every_record_says_what_it_may_be_used_for(show: Show) -> None:
    screen = show("mia")
    for contact in (NINA, BEA, NO_ADDRESS):
        _at(screen, contact)
        assert shown(screen, "contact-limit")
        assert "(C16)" in words(screen)


def test_an_answer_by_keys_leaves_the_list_and_lands_in_the_outbox(show: Show) -> None:
    screen = show("mia")
    _open(screen, NINA)
    _write(screen, "Hello, it is paid back.")
    dialog = screen.find("contact-answer-dialog")
    assert "Goes to n•••@•••.com, the address given with this record." in dialog.explanation.text()  # type: ignore[attr-defined]  # a dialog of the kit
    _send(screen)
    assert _stored(screen, NINA).state == "answered"
    assert cells(screen, "subject") == ["Which fees apply?", "Nice colours"]
    (letter,) = screen.context.desk.folder.outbox.iterdir()
    assert b"To: nina.okafor@example.com" in letter.read_bytes()


def test_an_answer_stands_in_the_thread_with_who_gave_it(show: Show) -> None:
    screen = show("mia")
    click(screen, "contacts-filter-all")
    _open(screen, NINA)
    _write(screen, "It is paid back.")
    _send(screen)
    said = words(screen)
    assert "It is paid back." in said
    assert "mia · " in said


def test_a_draft_that_was_left_is_there_again(show: Show) -> None:
    screen = show("mia")
    _open(screen, NINA)
    _write(screen, "Half a thou")
    QTest.keyClick(screen.find("contact-answer-text"), Qt.Key.Key_Escape)
    screen.settle()
    _write(screen, "ght")
    field = screen.find("contact-answer-text")
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "Half a thought"
    kept = screen.find("contact-answer-draft")
    assert isinstance(kept, QLabel)
    assert kept.text().startswith("Draft kept from ")
    assert _stored(screen, NINA).answers == ()


def test_a_draft_can_be_begun_anew_and_the_old_words_brought_back(show: Show) -> None:
    screen = show("mia")
    _open(screen, NINA)
    _write(screen, "Half a thought")
    QTest.keyClick(screen.find("contact-answer-text"), Qt.Key.Key_Escape)
    press(screen, Qt.Key.Key_A)
    click(screen, "contact-answer-anew")
    field = screen.find("contact-answer-text")
    assert isinstance(field, QPlainTextEdit)
    assert (field.toPlainText(), field.hasFocus()) == ("", True)
    assert not shown(screen, "contact-answer-draft")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.toPlainText() == "Half a thought"


def test_what_was_sent_is_no_draft_any_more(show: Show) -> None:
    screen = show("mia")
    click(screen, "contacts-filter-all")
    _open(screen, NINA)
    _write(screen, "It is paid back.")
    _send(screen)
    press(screen, Qt.Key.Key_A)
    assert not shown(screen, "contact-answer-draft")


def test_that_an_answer_cannot_be_taken_back_is_said(show: Show) -> None:
    screen = show("mia")
    _open(screen, NINA)
    _write(screen, "It is paid back.")
    _send(screen)
    said = [one.text() for one in screen.window.findChildren(QLabel, "notice-words")]
    assert said == ["Answered 1 contact; the letter is in the outbox and cannot be taken back."]


def test_a_prepared_opening_is_put_where_one_writes(show: Show) -> None:
    screen = show("mia")
    _open(screen, NINA)
    press(screen, Qt.Key.Key_A)
    choose(screen, "contact-answer-start", "Thank you")
    field = screen.find("contact-answer-text")
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText().startswith("Hello,")


def test_an_answer_to_what_someone_else_answered_keeps_the_text(
    show: Show, signed_in: Callable[[str], Desk]
) -> None:
    screen = show("mia")
    _open(screen, NINA)
    _write(screen, "My own words")
    with signed_in("pia").write() as work:
        answer_contact(work, NINA, "I was first.")
    _send(screen)
    problem = screen.find("contact-answer-dialog-problem")
    assert "Contact 1: pia answered this" in problem.text()  # type: ignore[attr-defined]  # a label
    field = screen.find("contact-answer-text")
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "My own words"


def test_closing_is_undone_from_the_notice(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    press(screen, Qt.Key.Key_C)
    assert cells(screen, "id") == ["2", "3"]
    assert _stored(screen, NINA).state == "closed"
    click(screen, "notice-action")
    assert _stored(screen, NINA).state == "open"


def test_a_closed_contact_is_reopened_by_its_own_button(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    click(screen, "contact-close")
    click(screen, "contacts-filter-closed")
    assert not shown(screen, "contact-close")
    assert not screen.find("contact-answer").isEnabled()
    click(screen, "contact-reopen")
    assert _stored(screen, NINA).state == "open"


def test_the_sender_is_opted_out_from_here(show: Show) -> None:
    screen = show("mia")
    _open(screen, BEA)
    press(screen, Qt.Key.Key_O)
    assert shown(screen, "contact-opted-out")
    assert screen.find("contact-answer").isEnabled(), "an opt-out never stops an answer (C20)"
    assert not screen.find("contact-opt-out").isEnabled()
    click(screen, "notice-action")
    assert not shown(screen, "contact-opted-out")


def test_the_person_is_one_key_away(show: Show) -> None:
    screen = show("mia")
    _at(screen, BEA)
    press(screen, Qt.Key.Key_P)
    assert screen.went == [("people", _stored(screen, BEA).person_id)]


def test_without_an_address_there_is_nothing_to_answer_to(show: Show) -> None:
    screen = show("mia")
    _open(screen, NO_ADDRESS)
    assert "none given" in words(screen)
    assert not screen.find("contact-answer").isEnabled()
    press(screen, Qt.Key.Key_A)
    assert not shown(screen, "contact-answer-dialog")


def test_an_auditor_sees_no_text_and_no_button(show: Show) -> None:
    screen = show("aldo")
    assert "The text is shown to those who answer it." in words(screen)
    for name in ("contact-open", "contact-answer", "contact-close", "contact-reopen", "contact-opt-out"):
        assert not shown(screen, name)


def test_an_auditor_searches_subjects_and_not_what_was_written(show: Show) -> None:
    screen = show("aldo")
    search = screen.page.search
    assert search is not None
    assert search.placeholderText() == "Search subject or number"
    for words_typed, found in (("charged", []), ("paid", ["Paid twice"])):
        search.setText(words_typed)
        QTest.keyClick(search, Qt.Key.Key_Return)
        screen.settle()
        screen.settle()
        assert cells(screen, "subject") == found


def test_a_second_press_before_the_first_is_done_closes_nothing_else(show: Show) -> None:
    screen = show("mia")
    _at(screen, NINA)
    button = screen.find("contact-close")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    screen.settle()
    screen.settle()
    assert cells(screen, "id") == ["2", "3"]
    assert "Closed 1 contact." in [one.text() for one in screen.window.findChildren(QLabel, "notice-words")]


def test_a_close_that_came_too_late_says_so_and_shows_the_record_as_it_is(
    show: Show, signed_in: Callable[[str], Desk]
) -> None:
    screen = show("mia")
    click(screen, "contacts-filter-all")
    _open(screen, NINA)
    with signed_in("pia").write() as work:
        answer_contact(work, NINA, "I was first.")
    press(screen, Qt.Key.Key_C)
    assert _stored(screen, NINA).state == "answered"
    said = [one.text() for one in screen.window.findChildren(QLabel, "notice-words")]
    assert any(one.startswith("Contact 1: pia") for one in said)
    assert "I was first." in words(screen)


def test_contacts_are_narrowed_by_kind(show: Show) -> None:
    screen = show("mia")
    choose(screen, "contacts-kind", "Request")
    assert cells(screen, "subject") == ["Which fees apply?"]


def test_no_two_actions_share_a_key(show: Show) -> None:
    assert clashes(show("mia").page.page_actions()) == []
