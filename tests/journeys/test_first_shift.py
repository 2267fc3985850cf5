"""A whole shift at the window, with real keys and a real mouse, on the demo desk."""

import pytest

from core.postings.queries import counts_by_state
from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.robots import Person

pytestmark = pytest.mark.window


def states(person: Person) -> dict[str, int]:
    with person.desk.read() as work:
        return counts_by_state(work)


def test_a_moderator_finds_removes_and_takes_back_and_sees_no_vendor_shares(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    assert "shares" not in person.work.rail.items
    person.go_to("postings")
    before = states(person)
    person.choose_row()
    words = person.page.table.current().title
    person.search(words)
    rows = person.page.model.rowCount()
    assert rows > 0
    person.choose_row()
    person.offered("posting-remove")
    person.press("R")
    person.dialog()
    person.press("1")
    person.until(lambda: states(person)["removed"] == before["removed"] + 1)
    person.until(lambda: person.page.model.rowCount() == rows - 1)
    person.press("Ctrl+Z")
    person.until(lambda: states(person) == before)
    person.until(lambda: person.page.model.rowCount() == rows)
