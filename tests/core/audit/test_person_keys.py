"""People's values in entries: sealed for each person, and gone with their key while every proof holds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.person_keys import (
    SealedFact,
    destroy_person_key,
    is_value,
    opened_fact,
    sealed_facts,
    sealed_for,
)
from core.audit.proof_files import check_proof
from core.audit.tables import AuditEntry, PersonKey
from core.audit.verification import verify_log
from core.db.unit_of_work import Work
from core.desk import Desk
from core.errors import DeskUnusable
from core.staff.log_proving import public_key, save_proof

ADDRESS = "ines.farkas@example.org"
ONE, OTHER = 11, 12


def told(desk: Desk, person_id: int, value: str = ADDRESS) -> int:
    with desk.write() as work:
        return record(work, "test:thing:done", ("person", person_id), to=sealed_for(work, person_id, value))


def fact(work: Work, position: int) -> SealedFact:
    (found,) = sealed_facts(work.session.get_one(AuditEntry, position).body)
    return found


def test_a_value_is_opened_with_its_person_s_key_and_stands_nowhere_in_plain(officer: Desk) -> None:
    position = told(officer, ONE)
    with officer.read() as work:
        one = fact(work, position)
        assert (one.name, one.person_id, opened_fact(work, one)) == ("to", ONE, ADDRESS)
        assert is_value(work, one, ADDRESS)
        assert not is_value(work, one, "ines@example.org")
        assert b"example.org" not in work.session.get_one(AuditEntry, position).body


def test_equal_values_of_two_people_look_different(officer: Desk) -> None:
    first, second = told(officer, ONE), told(officer, OTHER)
    with officer.read() as work:
        assert fact(work, first).commitment != fact(work, second).commitment
        keys = list(work.session.scalars(select(PersonKey.sealed)))
    assert len(set(keys)) == 2


def test_destroying_a_key_closes_every_value_of_that_person_and_no_other(officer: Desk) -> None:
    mine, theirs = [told(officer, ONE), told(officer, ONE, "555 0101")], told(officer, OTHER)
    with officer.write() as work:
        assert destroy_person_key(work, ONE)
    with officer.read() as work:
        for position in mine:
            assert opened_fact(work, fact(work, position)) is None
            assert not is_value(work, fact(work, position), ADDRESS)
        assert opened_fact(work, fact(work, theirs)) == ADDRESS
        row = work.session.get_one(PersonKey, ONE)
        assert (row.sealed, row.destroyed_at) == (None, officer.clock())


def test_every_proof_stays_valid_after_an_erasure(officer: Desk, tmp_path: Path) -> None:
    position = told(officer, ONE)
    with officer.write() as work:
        save_proof(work, position, tmp_path / "before.tlog-proof")
        key = public_key(work)
    with officer.write() as work:
        destroy_person_key(work, ONE)
    with officer.write() as work:
        save_proof(work, position, tmp_path / "after.tlog-proof")
        assert verify_log(work).ok
    for name in ("before", "after"):
        assert check_proof(tmp_path / f"{name}.tlog-proof", key).ok


def test_what_is_told_of_an_erased_person_later_holds_no_value(officer: Desk) -> None:
    with officer.write() as work:
        assert not destroy_person_key(work, ONE), "there was no key yet"
    position = told(officer, ONE)
    with officer.read() as work:
        body = json.loads(work.session.get_one(AuditEntry, position).body)
        assert body["facts"]["to"] == {"person": ONE, "sealed": "", "commitment": ""}
        assert opened_fact(work, fact(work, position)) is None


def test_an_erasure_of_the_key_is_in_the_log(officer: Desk) -> None:
    told(officer, ONE)
    for _ in range(2):
        with officer.write() as work:
            destroy_person_key(work, ONE)
    with officer.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "audit:person-key:destroyed")
        bodies = [json.loads(one) for one in work.session.scalars(query.order_by(AuditEntry.position))]
    assert [(one["subject"], one["facts"]) for one in bodies] == [
        (["person", ONE], {"held": True}), (["person", ONE], {"held": False}),
    ]  # fmt: skip


def test_an_altered_value_is_told(officer: Desk, behind_its_back: Callable[..., None]) -> None:
    position = told(officer, ONE)
    behind_its_back("UPDATE person_key SET sealed = :zeros", zeros=bytes(60))
    with officer.read() as work, pytest.raises(DeskUnusable):
        opened_fact(work, fact(work, position))


@pytest.mark.parametrize(
    "facts",
    [
        "", "{", '{"facts":[]}', '{"facts":{"to":{"person":"1","sealed":1,"commitment":""}}}',
        '{"facts":{"to":{"person":1,"sealed":"!","commitment":""}}}',
    ],
)  # fmt: skip
def test_what_only_looks_like_a_sealed_value_is_none(facts: str) -> None:
    assert list(sealed_facts(facts)) == []
