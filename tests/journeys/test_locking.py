"""Locking the desk from wherever one is, and coming back to what one wrote."""

from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.robots import Person


def begin_an_answer(person: Person) -> None:
    """Open the first contact and begin to answer it."""
    person.choose_row()
    person.offered("contact-open")
    person.press("V")
    person.offered("contact-answer")
    person.press("A")
    person.dialog()


def test_the_desk_locks_while_an_answer_is_written_and_the_words_are_kept(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("contacts")
    begin_an_answer(person)
    person.type_into("contact-answer-text", "Half a thou")
    person.leave()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.until(lambda: person.work.page is not None and person.page.model.complete)
    begin_an_answer(person)
    person.press("g")
    assert person.find(QPlainTextEdit, "contact-answer-text").toPlainText() == "Half a thoug"
    person.wait_to_read("Draft kept from")


def test_nobody_else_finds_the_draft(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("contacts")
    begin_an_answer(person)
    person.type_into("contact-answer-text", "Half a thou")
    person.leave()
    person.sign_in("leo", DEMO_PASSPHRASE)
    person.go_to("contacts")
    begin_an_answer(person)
    assert person.find(QPlainTextEdit, "contact-answer-text").toPlainText() == ""


def test_the_desk_locks_while_the_list_of_commands_or_a_question_is_open(person: Person) -> None:
    for keys in ("Ctrl+K", "F1", "Ctrl+E"):
        person.sign_in("leo", DEMO_PASSPHRASE)
        person.go_to("people")
        person.press(keys)
        if keys != "Ctrl+K":  # a popup takes its keys from the window below
            person.dialog()
        person.until(lambda: QApplication.activeModalWidget() or QApplication.activePopupWidget())
        person.leave()
