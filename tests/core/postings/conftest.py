"""A desk with a few postings and a message, taken in as a file of the site would bring them."""

from collections.abc import Sequence

import pytest

from core.desk import Desk
from core.postings.arrival import IncomingPosting, Taken, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from tests.core.postings.arriving import TakeIn, incoming


@pytest.fixture
def take(lead: Desk) -> TakeIn:
    """Take a batch in as a lead does."""

    def taken(batch: Sequence[IncomingPosting], kind: Kind = Kind.POSTING) -> Taken:
        with lead.write() as work:
            return take_in(work, kind, batch, live_screener())

    return taken


@pytest.fixture
def five(take: TakeIn) -> list[int]:
    """Five harmless postings, ids in the order of arrival."""
    return list(take([incoming(f"p-{n}", f"A logo for shop number {n}") for n in range(1, 6)]).ids)
