from collections.abc import Callable

import pytest

from core.audit.tables import AuditEntry
from core.audit.tree import leaf_hash
from core.audit.verification import LogCheck, verify_log
from core.desk import Desk
from core.errors import Cancelled
from core.progress import Progress

Sql = Callable[..., None]
EDIT = "UPDATE audit_entry SET body = :body WHERE position = :bad"
COPY = """
    UPDATE audit_entry SET (body, leaf_hash, at, actor_id, action, subject_kind, subject_id) = (
        SELECT body, leaf_hash, at, actor_id, action, subject_kind, subject_id FROM audit_entry
        WHERE position = :source
    ) WHERE position = :bad
"""


def _checked(desk: Desk) -> LogCheck:
    with desk.read() as work:
        return verify_log(work)


def test_a_log_as_written_is_believed_and_counted(officer: Desk, written: range) -> None:
    found = _checked(officer)
    assert (found.ok, found.first_bad, found.entries) == (True, None, written[-1] + 1)
    assert found.sentence == f"{written[-1] + 1} entries verified."


def test_an_edited_entry_is_named(officer: Desk, written: range, behind_its_back: Sql) -> None:
    with officer.read() as work:
        body = work.session.get_one(AuditEntry, written[2]).body
    behind_its_back(EDIT, bad=written[2], body=body.replace(b'"number":2', b'"number":9'))
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[2])
    assert found.sentence == f"Entry {written[2]} was changed after it was written."


def test_an_entry_whose_columns_lie_about_its_body_is_named(
    officer: Desk, written: range, behind_its_back: Sql
) -> None:
    behind_its_back("UPDATE audit_entry SET actor_id = 1 WHERE position = :bad", bad=written[3])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[3])
    assert "shows something else" in found.sentence


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"at":1}', b"\xff"])
def test_an_entry_whose_body_is_none_is_named_even_with_its_hash_made_to_fit(
    officer: Desk, written: range, behind_its_back: Sql, body: bytes
) -> None:
    forged = "UPDATE audit_entry SET body = :body, leaf_hash = :leaf WHERE position = :bad"
    behind_its_back(forged, body=body, leaf=leaf_hash(body), bad=written[3])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[3])


@pytest.mark.embedded  # a server takes no moment that is none
def test_an_entry_whose_moment_is_none_is_named(officer: Desk, written: range, behind_its_back: Sql) -> None:
    behind_its_back("UPDATE audit_entry SET at = 'once' WHERE position = :bad", bad=written[3])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[3])
    assert "shows something else" in found.sentence


@pytest.mark.parametrize(
    "odd",
    [
        "at = 7", "at = NULL", "action = x'00'", "action = 7", "actor_id = 'x'", "subject_kind = NULL",
        "subject_id = x'31'", "leaf_hash = 'x'", "body = 'x'", "body = NULL", "action = CAST(x'ff' AS TEXT)",
    ],
)  # fmt: skip
@pytest.mark.embedded  # a server's columns take no value of another kind
def test_a_column_with_another_kind_of_value_is_named(
    officer: Desk, written: range, behind_its_back: Sql, odd: str
) -> None:
    behind_its_back("PRAGMA writable_schema = ON")
    behind_its_back("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'audit_entry'")
    officer.opened.engine.dispose()
    behind_its_back("UPDATE audit_entry SET " + odd + " WHERE position = :bad", bad=written[3])  # noqa: S608  # ours
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[3])


def test_a_deleted_entry_is_named(officer: Desk, written: range, behind_its_back: Sql) -> None:
    behind_its_back("DELETE FROM audit_entry WHERE position = :bad", bad=written[1])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[1])
    assert "is missing" in found.sentence


def test_entries_cut_off_at_the_end_are_counted(officer: Desk, written: range, behind_its_back: Sql) -> None:
    behind_its_back("DELETE FROM audit_entry WHERE position >= :bad", bad=written[-2])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[-2])
    assert found.sentence == f"{written[-1] + 1} entries were written, {written[-2]} are here."


def test_entries_in_another_order_are_named_from_the_first_on(
    officer: Desk, written: range, behind_its_back: Sql
) -> None:
    for old, new in ((written[1], 99_999), (written[4], written[1]), (99_999, written[4])):
        behind_its_back("UPDATE audit_entry SET position = :new WHERE position = :old", old=old, new=new)
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[1])
    assert found.sentence == f"Entry {written[1]} stands where another one was written."


def test_an_entry_replaced_by_a_copy_of_another_is_named(
    officer: Desk, written: range, behind_its_back: Sql
) -> None:
    behind_its_back(COPY, source=written[0], bad=written[5])
    found = _checked(officer)
    assert (found.ok, found.first_bad) == (False, written[5])


def test_an_entry_rewritten_with_its_hash_does_not_give_the_root(
    officer: Desk, written: range, behind_its_back: Sql
) -> None:
    with officer.read() as work:
        body = work.session.get_one(AuditEntry, written[2]).body.replace(b'"number":2', b'"number":9')
    refit = "UPDATE audit_entry SET body = :body, leaf_hash = :leaf WHERE position = :bad"
    behind_its_back(refit, body=body, leaf=leaf_hash(body), bad=written[2])
    found = _checked(officer)
    assert not found.ok
    assert found.sentence == "The entries do not give the root that was kept with them."


@pytest.mark.usefixtures("written")
def test_verification_stops_when_asked(officer: Desk) -> None:
    progress = Progress()
    progress.cancel()
    with officer.read() as work, pytest.raises(Cancelled):
        verify_log(work, progress)
