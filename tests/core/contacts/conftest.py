from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from core.audit.log import record
from core.contacts.arrival import IncomingContact, take_in_contacts
from core.contacts.queries import contacts
from core.contacts.tables import ContactKind
from core.desk import Desk
from core.people.arrival import IncomingRecord, Placed
from core.people.tables import Origin, Source

POLICY = "offshorexperts-2012-12"
THEN = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
Written = Callable[..., Placed]


def incoming(
    number: str = "c-1",
    kind: str = "problem",
    subject: str = "Paid twice",
    body: str = "I was charged twice.",
    received_at: datetime = THEN,
    **sender: object,
) -> IncomingContact:
    told: dict[str, object] = {
        "full_name": "Nina Okafor",
        "email": "nina.okafor@example.com",
        "collected_at": received_at,
        "digest": body,
    }
    one = IncomingRecord(
        source=Source.CONTACTS,
        external_id=number,
        origin=Origin(kind),
        **({"policy_version": POLICY} | told | sender),  # type: ignore[arg-type]  # a test's own keywords
    )
    return IncomingContact(one, ContactKind(kind), subject, body, received_at)


@pytest.fixture
def written(lead: Desk) -> Written:
    """Take one contact in: `written("c-2", subject=…)`."""

    def take(number: str = "c-1", **other: object) -> Placed:
        with lead.write() as work:
            record(work, "test:contact:taken-in", ("test", 0))
            return take_in_contacts(work, [incoming(number, **other)])[0]  # type: ignore[arg-type]  # as above

    return take


@pytest.fixture
def contact(written: Written, moderator: Desk) -> int:
    """One open problem; gives its id."""
    written()
    with moderator.read() as work:
        return contacts().first(work, 1)[0].id
