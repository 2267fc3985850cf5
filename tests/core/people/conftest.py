from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from core.audit.log import record
from core.desk import Desk
from core.people.arrival import IncomingRecord, Placed, RecordsDesk
from core.people.tables import Origin, Source

POLICY = "offshorexperts-2012-12"
THEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
Given = Callable[..., Placed]


def incoming(number: str = "m-1", **other: object) -> IncomingRecord:
    told: dict[str, object] = {
        "full_name": "Nina Okafor",
        "email": "nina.okafor@example.com",
        "phone": "+234 803 555 0101",
        "company": "Okafor Ltd",
        "country": "Nigeria",
        "birth_date": date(1990, 5, 4),
        "collected_at": THEN,
        "digest": "first",
        "source": Source.PEOPLE,
        "origin": Origin.ENROLMENT,
        "policy_version": POLICY,
    }
    return IncomingRecord(external_id=number, **(told | other))  # type: ignore[arg-type]  # a test's own keywords


@pytest.fixture
def moderator(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("mia")


@pytest.fixture
def auditor(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("aldo")


@pytest.fixture
def given(moderator: Desk) -> Given:
    """Take one record in: `given("m-2", email=…)`."""

    def take(number: str = "m-1", **other: object) -> Placed:
        one = incoming(number, **other)
        with moderator.write() as work:
            record(work, "test:record:taken-in", ("test", 0))
            return RecordsDesk(work, [one]).place(one)

    return take


@pytest.fixture
def nina(given: Given) -> int:
    return given().person_id
