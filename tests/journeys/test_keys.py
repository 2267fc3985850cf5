"""Working by keys alone."""

from PySide6.QtWidgets import QApplication, QLineEdit

from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.robots import Person


def test_two_escapes_lead_from_the_search_back_to_the_table(person: Person) -> None:
    person.sign_in("leo", DEMO_PASSPHRASE)
    person.go_to("people")
    person.press("/")
    field = person.find(QLineEdit, "people-search")
    with person.qtbot.waitSignal(person.page.search.asked):
        person.qtbot.keyClicks(field, "zzz")
    person.press("Esc")
    assert (field.text(), field.hasFocus()) == ("", True)
    person.until(lambda: person.page.model.rowCount() > 1)
    person.press("Esc")
    assert QApplication.focusWidget() is person.page.table
    before = person.page.table.currentIndex().row()
    person.press("J")
    assert person.page.table.currentIndex().row() == before + 1
