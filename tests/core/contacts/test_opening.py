"""What people wrote is read by opening it; the log keeps who read what, once a sitting (C16, C22)."""

from collections.abc import Callable

import pytest

from core.audit.log import record
from core.contacts.actions import answer_contact
from core.contacts.opening import open_contact
from core.contacts.queries import ContactDetail, contact_detail
from core.desk import Desk
from core.errors import NotAllowed, NotFound
from core.people.queries import person_events
from core.people.tables import Person
from core.staff.log_reading import LogQuery, ReadableLog
from tests.conftest import PASSPHRASE
from tests.core.contacts.conftest import Written

SHOWN_ONCE_OPEN = "The text is shown once you open the contact."


def opened(desk: Desk, contact: int) -> ContactDetail:
    with desk.write() as work:
        return open_contact(work, contact)


def read(desk: Desk, contact: int) -> ContactDetail:
    with desk.read() as work:
        return contact_detail(work, contact)


def openings(desk: Desk) -> list[tuple[str, int]]:
    """Return who opened which contact, by the log, oldest first."""
    with desk.read() as work:
        rows = ReadableLog(LogQuery(action="contacts:contact:opened", oldest_first=True)).first(work, 99)
    return [(one.who, one.subject_id) for one in rows]


def test_what_was_written_is_closed_until_it_is_opened(contact: int, moderator: Desk) -> None:
    with moderator.write() as work:
        answer_contact(work, contact, "It is paid back.")
    closed = read(moderator, contact)

    assert (closed.body, closed.opened, closed.to_open) == (SHOWN_ONCE_OPEN, False, True)
    assert [one.text for one in closed.answers] == ["Answered."]


def test_an_opened_contact_is_read_whole_and_its_sender_stays_masked(contact: int, moderator: Desk) -> None:
    found = opened(moderator, contact)

    assert (found.body, found.opened, found.to_open) == ("I was charged twice.", True, False)
    assert (found.sender, found.address) == ("N••• O•••••", "n•••@•••.com")
    assert read(moderator, contact) == found


def test_each_opening_is_in_the_log_and_with_the_person(contact: int, moderator: Desk, officer: Desk) -> None:
    person = opened(moderator, contact).person_id
    opened(officer, contact)

    assert openings(officer) == [("mia", contact), ("pia", contact)]
    with officer.read() as work:
        events = person_events(work, person)
    assert [(one.what, one.purpose) for one in events] == [("Values shown", "respond")] * 2


def test_one_reader_is_logged_once_a_sitting(
    contact: int, written: Written, moderator: Desk, auditor: Desk
) -> None:
    written("c-2", subject="Other", body="Other words")
    for _ in range(3):
        opened(moderator, contact)
        opened(moderator, contact + 1)
    moderator.sign_in("mia", PASSPHRASE)

    assert read(moderator, contact).body == SHOWN_ONCE_OPEN
    opened(moderator, contact)
    assert openings(auditor) == [("mia", contact), ("mia", contact + 1), ("mia", contact)]


def test_what_one_has_open_is_closed_to_the_next(contact: int, moderator: Desk, officer: Desk) -> None:
    opened(moderator, contact)

    assert read(officer, contact).body == SHOWN_ONCE_OPEN


def test_an_auditor_and_an_admin_open_nothing(
    contact: int, auditor: Desk, signed_in: Callable[[str], Desk]
) -> None:
    assert not read(auditor, contact).to_open
    for desk in (auditor, signed_in("ada")):
        with pytest.raises(NotAllowed):
            opened(desk, contact)
    assert openings(auditor) == []


def test_what_a_child_wrote_is_not_read_in_order_to_answer(contact: int, officer: Desk) -> None:
    with officer.write() as work:
        person = work.session.get_one(Person, read(officer, contact).person_id)
        person.under_13 = True
        record(work, "test:person:changed", ("test", 0))
    closed = read(officer, contact)

    assert (closed.to_open, closed.body.endswith("(C24).")) == (False, True)
    with pytest.raises(NotAllowed, match="C24"):
        opened(officer, contact)


def test_what_is_not_there_is_told(moderator: Desk) -> None:
    with pytest.raises(NotFound):
        opened(moderator, 4711)
