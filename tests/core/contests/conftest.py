from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from core.audit.log import record
from core.contests.arrival import IncomingEntry, take_in_entries
from core.contests.tables import ContestKind
from core.desk import Desk
from core.people.arrival import IncomingRecord, Placed
from core.people.tables import Origin, Source

THEN = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
Entered = Callable[..., Placed]


@pytest.fixture
def moderator(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("mia")


@pytest.fixture
def entered(moderator: Desk) -> Entered:
    """Take one entry in: `entered("e-2", contest=…)`."""

    def take(
        number: str = "e-1", contest: str = "Spring draw", answer: str = "Blue", **other: object
    ) -> Placed:
        told: dict[str, object] = {"full_name": "Nina Okafor", "email": "nina@example.com", "digest": answer}
        one = IncomingRecord(
            source=Source.CONTESTS,
            external_id=number,
            origin=Origin.CONTEST,
            policy_version="offshorexperts-2012-12",
            **(told | other),  # type: ignore[arg-type]  # a test's own keywords
        )
        entry = IncomingEntry(one, contest, ContestKind.CONTEST, answer, {"age group": "30-39"}, THEN)
        with moderator.write() as work:
            record(work, "test:entry:taken-in", ("test", 0))
            return take_in_entries(work, [entry])[0]

    return take
