import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import core
from core.audit.queries import LogQuery
from core.audit.wording import WORDS, action_words, subject_words
from core.desk import Desk
from core.errors import NotAllowed, NotFound
from core.staff.log_reading import (
    ReadableLog,
    check_log,
    last_verification,
    note_verification,
    readable_entry,
)

CORE = Path(__file__).parents[3] / "core"


def test_entries_come_newest_first_with_names_and_words(officer: Desk, written: range) -> None:
    with officer.read() as work:
        rows = ReadableLog(LogQuery(action="test:")).first(work, 10)
    assert [one.id for one in rows] == list(reversed(written))
    assert (rows[0].who, rows[0].what, rows[0].subject) == ("pia", "Thing done", "Thing 15")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (LogQuery(text="thing 12"), [2]),
        (LogQuery(text="thing done"), [5, 4, 3, 2, 1, 0]),
        (LogQuery(subject=("thing", 13)), [3]),
        (LogQuery(action="test:", oldest_first=True), [0, 1, 2, 3, 4, 5]),
        (LogQuery(action="test:other"), []),
        (LogQuery(text="9" * 400), []),
    ],
)
def test_the_log_is_narrowed(officer: Desk, written: range, query: LogQuery, expected: list[int]) -> None:
    with officer.read() as work:
        log = ReadableLog(query)
        assert [one.id for one in log.first(work, 50)] == [written[one] for one in expected]
        assert log.total(work) == len(expected)


def test_words_on_the_screen_find_their_actions(officer: Desk) -> None:
    with officer.read() as work:
        rows = ReadableLog(LogQuery(text="Signed in")).first(work, 50)
    assert {one.action for one in rows} == {"staff:account:signed-in"}


def test_a_moderator_reads_own_entries_only(signed_in: Callable[[str], Desk], written: range) -> None:
    moderator = signed_in("mia")
    with moderator.read() as work:
        log = ReadableLog()
        assert log.total(work) == 0
        assert log.rows(work, list(written)) == []
        assert list(log.chunks(work)) == []
        with pytest.raises(NotFound):
            readable_entry(work, written[0])


def test_an_entry_is_shown_as_it_was_written(officer: Desk, written: range) -> None:
    with officer.read() as work:
        found = readable_entry(work, written[4])
    assert '"facts":{"number":4}' in found.body
    assert len(bytes.fromhex(found.leaf_hash)) == 32


def test_a_verification_is_logged_with_what_it_found(officer: Desk) -> None:
    with officer.write() as work:
        found = check_log(work)
        note_verification(work, found)
    with officer.read() as work:
        last = last_verification(work)
    assert last is not None
    assert found.root in last.body
    assert '"ok":true' in last.body


def test_a_moderator_may_not_verify(signed_in: Callable[[str], Desk]) -> None:
    with signed_in("mia").read() as work, pytest.raises(NotAllowed):
        check_log(work)


def test_every_action_of_the_program_has_words() -> None:
    told = {action: action_words(action) for action in _actions()}
    assert len(told) > 25
    assert [action for action, words in told.items() if ":" in words or not words[0].isupper()] == []


def test_an_entry_about_no_single_record_has_no_subject() -> None:
    assert not subject_words("posting", 0)
    assert subject_words("posting", 1204) == "Posting 1204"


def _actions() -> set[str]:
    found = set()
    for file in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name == "record" and isinstance(node, ast.Call) and len(node.args) > 1:
                found |= {one.value for one in ast.walk(node.args[1]) if isinstance(one, ast.Constant)}
    return {one for one in found if isinstance(one, str) and one.count(":") == 2 and not one.endswith(":")}


def test_every_action_that_the_program_writes_down_has_words_of_its_own() -> None:
    room = Path(core.__file__).parent
    written = {
        found
        for file in room.rglob("*.py")
        if file.name != "wording.py"
        for found in re.findall(r'"([a-z]+:[a-z-]+:[a-z-]+)"', file.read_text("utf-8"))
    }
    assert len(written) > 20
    assert written - set(WORDS) == set()
