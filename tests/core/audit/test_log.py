import json
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from core.audit.log import head, record
from core.audit.tables import AuditEntry
from core.audit.tree import leaf_hash, root_of_leaves
from core.audit.verification import verify_log
from core.db.unit_of_work import UnloggedChangeError
from core.desk import Desk
from core.people.actions import opt_out
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Person, Source


class PulledPlugError(Exception):
    """Stands for anything that stops a write half-way."""


@pytest.fixture
def person(officer: Desk) -> int:
    one = IncomingRecord(
        Source.PEOPLE, "u-1", Origin.ENROLMENT, "offshorexperts-2012-12", "d", "Ana Li", "ana@example.org"
    )
    with officer.write() as work:
        record(work, "test:person:made", ("person", 0))
        return RecordsDesk(work, [one]).place(one).person_id


def test_an_entry_is_canonical_json_and_its_hash_covers_its_bytes(officer: Desk, written: range) -> None:
    with officer.read() as work:
        entry = work.session.get_one(AuditEntry, written[0])
        told = json.loads(entry.body)
        assert told["action"] == "test:thing:done"
        assert told["subject"] == ["thing", 10]
        assert told["facts"] == {"number": 0}
        assert entry.body == json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
        assert entry.leaf_hash == leaf_hash(entry.body)


def test_the_head_is_the_root_over_all_leaves(officer: Desk, written: range) -> None:
    with officer.read() as work:
        leaves = work.session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.position)).all()
        now = head(work)
    assert now.entries == written[-1] + 1 == len(leaves)
    assert now.root == root_of_leaves(leaves)


def test_a_change_without_an_entry_is_rolled_back(officer: Desk, person: int) -> None:
    with pytest.raises(UnloggedChangeError), officer.write() as work:
        work.session.get_one(Person, person).under_13 = True
    with pytest.raises(UnloggedChangeError), officer.write() as work:
        work.session.execute(update(Person).values(under_13=True))
    with officer.read() as work:
        assert not work.session.get_one(Person, person).under_13


def test_a_write_that_fails_after_its_entry_leaves_neither_change_nor_entry(
    officer: Desk, person: int
) -> None:
    with officer.read() as work:
        before = head(work)
    with pytest.raises(PulledPlugError):
        _opted_out_half_way(officer, person)
    with officer.read() as work:
        assert head(work) == before
        assert work.session.get_one(Person, person).opted_out_at is None
        assert verify_log(work).ok


def test_entries_of_two_people_at_one_desk_follow_each_other(
    signed_in: Callable[[str], Desk], officer: Desk
) -> None:
    other = signed_in("mia")
    positions = []
    for desk in (officer, other, officer, other):
        with desk.write() as work:
            positions.append(record(work, "test:turn:taken", ("thing", 0)))
    assert positions == list(range(positions[0], positions[0] + 4))
    with officer.read() as work:
        assert verify_log(work).ok


def _opted_out_half_way(desk: Desk, person: int) -> None:
    with desk.write() as work:
        opt_out(work, person)
        work.session.flush()
        raise PulledPlugError
