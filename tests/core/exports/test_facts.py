"""Facts counted over a whole list are those read record by record, opt-outs by address included (C20)."""

from collections import Counter
from pathlib import Path

import pytest

from core.desk import Desk
from core.exports.facts import count_by_facts, facts_by_id
from core.exports.lists import LISTS
from core.exports.narrowing import narrowed
from core.exports.shapes import ListKind
from core.intake.shapes import Kind
from core.people.actions import opt_out
from core.people.queries import people_at
from tests.core.exports.conftest import take_in, write_csv


@pytest.fixture
def shared_address(marketplace: Desk, tmp_path: Path) -> Desk:
    """Ines sold under an address that Ole, who opted out of a contest, has on file too."""
    rows = [{"id": "u1", "name": "Ines Farkas", "email": "ole@example.com", "role": "buyer"}]
    take_in(marketplace, write_csv(tmp_path / "moved.csv", rows), Kind.PEOPLE)
    with marketplace.write() as work:
        opt_out(work, people_at(work, "wei@example.net")[0])
    return marketplace


@pytest.mark.parametrize("kind", [kind for kind, one in LISTS.items() if one.facts is not None])
def test_a_list_is_counted_by_the_facts_of_its_records(shared_address: Desk, kind: ListKind) -> None:
    source, listing = LISTS[kind].facts, narrowed(kind)
    assert source is not None
    with shared_address.read() as work:
        ids = [one for chunk in listing.chunks(work) for one in chunk]
        assert Counter(facts_by_id(work, source, ids).values()) == count_by_facts(work, source, listing)


def test_the_author_of_a_posting_is_opted_out_by_person_and_by_address(shared_address: Desk) -> None:
    source, listing = LISTS[ListKind.POSTINGS].facts, narrowed(ListKind.POSTINGS, "Logo")
    assert source is not None
    with shared_address.read() as work:
        ids = sorted(one for chunk in listing.chunks(work) for one in chunk)
        found = [facts_by_id(work, source, ids)[one].opted_out for one in ids]
    assert found == [True, True, False, None, None, None, None]
