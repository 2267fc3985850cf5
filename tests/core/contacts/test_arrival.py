from datetime import UTC, datetime

import pytest

from core.contacts.actions import close_contact
from core.contacts.arrival import take_in_contacts
from core.contacts.opening import open_contact
from core.contacts.queries import contact_detail, contacts, counts_by_state, open_contacts
from core.contacts.tables import Contact, ContactState
from core.desk import Desk
from core.errors import NotAllowed
from core.people.arrival import Outcome
from core.people.queries import values_of
from core.people.tables import Origin
from tests.core.contacts.conftest import THEN, Written, incoming


def test_the_sender_is_a_person_record_of_that_origin(written: Written, moderator: Desk) -> None:
    placed = written(kind="comment")
    with moderator.read() as work:
        (record,) = values_of(work, placed.person_id).records
    assert (record.id, record.origin, record.email) == (
        placed.record_id,
        Origin.COMMENT,
        "nina.okafor@example.com",
    )


def test_the_same_contact_again_is_known(contact: int, written: Written, moderator: Desk) -> None:
    assert written().outcome is Outcome.KNOWN
    with moderator.read() as work:
        assert contacts().total(work) == 1
        assert contact_detail(work, contact).version == 1


def test_a_closed_contact_with_new_content_is_open_again(
    contact: int, written: Written, moderator: Desk
) -> None:
    with moderator.write() as work:
        close_contact(work, contact)
    assert written(body="It happened again.").outcome is Outcome.UPDATED
    with moderator.write() as work:
        found = open_contact(work, contact)
        assert (found.state, found.body) == ("open", "It happened again.")


def test_a_child_s_contact_is_not_stored(written: Written, moderator: Desk) -> None:
    assert written(stated_age=9).outcome is Outcome.REFUSED
    with moderator.read() as work:
        assert contacts().total(work) == 0


def test_contacts_are_counted_by_state_and_narrowed(contact: int, written: Written, moderator: Desk) -> None:
    written("c-2", kind="request", subject="Which fees apply?", body="100% of what?")
    with moderator.write() as work:
        close_contact(work, contact)
    with moderator.read() as work:
        assert counts_by_state(work) == {"open": 1, "answered": 0, "closed": 1}
        assert open_contacts(work) == 1
        assert [one.external_id for one in contacts(kind="request").first(work, 5)] == ["c-2"]
        assert [one.external_id for one in contacts("FEES").first(work, 5)] == ["c-2"]
        assert [one.external_id for one in contacts("%").first(work, 5)] == ["c-2"]
        assert [one.external_id for one in contacts("c-1").first(work, 5)] == ["c-1"]
        assert [one.sender for one in contacts().first(work, 1)] == ["N••• O•••••"]


def test_a_moderator_takes_no_contact_in(moderator: Desk) -> None:
    with pytest.raises(NotAllowed), moderator.write() as work:
        take_in_contacts(work, [incoming()])


LATER = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("told", [{"phone": "+351"}, {"policy_version": "not known", "kind": "comment"}])
def test_a_closed_contact_stays_closed_and_received_when_only_its_sender_s_data_is_corrected(
    contact: int, written: Written, moderator: Desk, told: dict[str, str]
) -> None:
    with moderator.write() as work:
        close_contact(work, contact)
    placed = written(digest="other", **told | {"collected_at": None, "received_at": LATER})
    assert placed.outcome is Outcome.UPDATED
    with moderator.read() as work:
        found = work.session.get_one(Contact, contact)
        assert (found.state, found.received_at, found.version) == (ContactState.CLOSED, THEN, 3)
        assert found.closed_at is not None


def test_a_day_of_receipt_that_is_told_after_all_is_kept_without_opening_the_contact(
    contact: int, written: Written, moderator: Desk
) -> None:
    with moderator.write() as work:
        close_contact(work, contact)
    written(digest="other", collected_at=LATER, received_at=LATER)
    with moderator.read() as work:
        found = work.session.get_one(Contact, contact)
        assert (found.state, found.received_at) == (ContactState.CLOSED, LATER)
