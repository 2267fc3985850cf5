import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.audit.checkpoint_text import read_checkpoint
from core.audit.checkpoints import CHECKPOINT_EVERY, last_checkpoint
from core.audit.log import DISCLOSURES, Told, head, record, record_all
from core.audit.log_key import log_key
from core.audit.outside import standing
from core.audit.signed_notes import read_note
from core.audit.tables import AuditCheckpoint, AuditEntry, AuditKey
from core.desk import Desk
from core.errors import DeskUnusable
from core.staff.log_proving import make_checkpoint, public_key

Sql = Callable[..., None]
DONE = "test:thing:done"


class PulledPlugError(Exception):
    """Stands for anything that stops a write half-way."""


def _disclosed_half_way(desk: Desk) -> None:
    with desk.write() as work:
        record(work, "shares:share:executed", ("share", 1))
        raise PulledPlugError


def sizes(desk: Desk) -> list[int]:
    with desk.read() as work:
        return list(work.session.scalars(select(AuditCheckpoint.size).order_by(AuditCheckpoint.size)))


@pytest.mark.parametrize("action", sorted(DISCLOSURES))
def test_a_disclosure_is_signed_for_in_its_own_transaction(officer: Desk, action: str) -> None:
    with officer.write() as work:
        record(work, action, ("thing", 1))
    with officer.read() as work:
        made, now = last_checkpoint(work), head(work)
        key = log_key(work)
    assert made is not None
    assert key is not None
    assert (made.size, made.root, made.at) == (now.entries, now.root, officer.clock())
    note = read_note(made.note.encode())
    told = read_checkpoint(note.text)
    assert note.is_signed_by(key)
    assert (told.origin, told.size, told.root) == (key.name, now.entries, now.root)


def test_a_write_that_fails_after_its_disclosure_leaves_no_checkpoint(officer: Desk) -> None:
    with pytest.raises(PulledPlugError):
        _disclosed_half_way(officer)
    assert sizes(officer) == []


def test_other_entries_are_signed_for_once_there_are_a_thousand(officer: Desk) -> None:
    with officer.write() as work:
        record_all(work, [Told(DONE, ("thing", 1))] * (CHECKPOINT_EVERY - head(work).entries - 1))
    assert sizes(officer) == []
    with officer.write() as work:
        record(work, DONE, ("thing", 1))
    assert sizes(officer) == [CHECKPOINT_EVERY]
    with officer.write() as work:
        record_all(work, [Told(DONE, ("thing", 1))] * (3 * CHECKPOINT_EVERY))
    assert sizes(officer) == [CHECKPOINT_EVERY, 4 * CHECKPOINT_EVERY]


def test_a_log_begins_with_its_key_which_is_made_once_and_kept_sealed(
    officer: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with officer.write() as work:
        key = public_key(work)
    with signed_in("aldo").write() as work:
        assert public_key(work) == key
        first = json.loads(work.session.get_one(AuditEntry, 0).body)
        stored = work.session.execute(select(AuditKey.sealed)).scalar_one()
    assert (first["action"], first["facts"]["key"]) == ("audit:key:made", str(key))
    assert key.public not in stored
    assert len(stored) == 12 + 32 + 16, "a nonce, the key, and what shows an alteration"


def test_an_altered_key_signs_nothing(officer: Desk, behind_its_back: Sql) -> None:
    behind_its_back("UPDATE audit_key SET sealed = :zeros", zeros=bytes(60))
    with pytest.raises(DeskUnusable, match="altered"), officer.write() as work:
        make_checkpoint(work)


def test_a_checkpoint_can_be_made_at_any_time_and_tells_of_itself(officer: Desk) -> None:
    with officer.write() as work:
        made = make_checkpoint(work)
    with officer.read() as work:
        assert made == last_checkpoint(work)
        assert made.size == head(work).entries
        last = work.session.get_one(AuditEntry, made.size - 1)
        assert last.action == "audit:checkpoint:made"
        assert standing(work).place is None
    assert sizes(officer) == [made.size]
