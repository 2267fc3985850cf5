"""Two people decide one posting, each in a process of their own: one decision stands, the other is told."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.desk import Desk
from core.errors import Conflict, WrongState
from core.postings.actions import approve_postings, remove_postings
from core.postings.tables import Decision, Posting
from tests.conftest import PASSPHRASE, Clock

DECIDER = """
import sys
from pathlib import Path
from core.desk import Desk
from core.errors import Conflict, DeskError
from core.postings.actions import approve_postings, remove_postings
folder, name, passphrase, *ids = sys.argv[1:]
desk = Desk(Path(folder))
desk.sign_in(name, passphrase)
print("ready", flush=True)
sys.stdin.readline()
for one in map(int, ids):
    try:
        with desk.write() as work:
            if name == "mia":
                approve_postings(work, [one], {one: 1})
            else:
                remove_postings(work, [one], "spam", seen={one: 1})
        print("won", one, flush=True)
    except Conflict as told:
        print("lost", one, told.sentence, flush=True)
desk.sign_out()
"""


def decider(folder: Path, name: str, ids: list[int]) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", DECIDER, str(folder), name, PASSPHRASE, *map(str, ids)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own words


def test_of_two_processes_that_decide_the_same_postings_one_wins_each(
    five: list[int], moderator: Desk, desk_folder: Path
) -> None:
    both = [decider(desk_folder, name, five) for name in ("mia", "leo")]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    said = [one.communicate("go\n", timeout=120)[0].splitlines() for one in both]
    won = [line.split()[1] for lines in said for line in lines if line.startswith("won")]
    lost = [line for lines in said for line in lines if line.startswith("lost")]
    assert sorted(map(int, won)) == five
    assert len(lost) == len(five)
    assert all("approved this" in one or "removed this" in one for one in lost)
    with moderator.read() as work:
        assert work.session.scalar(select(func.count()).select_from(Decision)) == len(five)


def test_who_comes_second_is_told_who_did_what_when_and_why(
    five: list[int], moderator: Desk, lead: Desk, clock: Clock
) -> None:
    with lead.write() as work:
        remove_postings(work, five[:1], "spam")
    clock.forward(seconds=4)
    told = "Posting 1: leo removed this 4 seconds ago: Spam"
    with pytest.raises(Conflict, match=told), moderator.write() as work:
        approve_postings(work, five[:1], {five[0]: 1})
    with pytest.raises(WrongState, match=f"already removed. {told}"), moderator.write() as work:
        remove_postings(work, five[:1], "spam")


def test_where_one_of_several_has_another_version_none_is_moved_on(five: list[int], moderator: Desk) -> None:
    with pytest.raises(Conflict), moderator.write() as work:
        approve_postings(work, five[:2], {five[0]: 1, five[1]: 7})
    with moderator.read() as work:
        assert set(work.session.scalars(select(Posting.version))) == {1}


def test_a_decision_taken_back_is_told_as_such(
    five: list[int], moderator: Desk, signed_in: Callable[[str], Desk], clock: Clock
) -> None:
    leo = signed_in("leo")
    with leo.write() as work:
        done = remove_postings(work, five[:1], "spam")
    clock.forward(minutes=1)
    assert done.undo is not None
    with leo.write() as work:
        done.undo(work)
    clock.forward(minutes=2)
    told = "leo took a decision about this back 2 minutes ago"
    with pytest.raises(Conflict, match=told), moderator.write() as work:
        approve_postings(work, five[:1], {five[0]: 1})
