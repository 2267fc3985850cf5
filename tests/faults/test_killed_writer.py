"""A process that decides and takes in is killed with SIGKILL at random moments, again and again on one desk.

REMIT_KILLS says how often. The process tells each deed before it begins and once it is done, so that after
each kill it is known to the posting what must be there: all that was done, and of the last deed that was only
begun all or nothing. Every other kill another program has the desk open; else the store's write-ahead log is
recovered by whoever opens it next.
"""

import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from core.audit.entries import facts_of
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.db.unit_of_work import Work
from core.desk import Desk
from core.feed.tables import FeedItem
from core.postings.arrival import take_in
from core.postings.rules import state_after
from core.postings.screening import live_screener
from core.postings.tables import Decision, Kind, Posting, PostingText, Verdict
from tests.conftest import PASSPHRASE
from tests.core.postings.arriving import incoming
from tests.faults.warm import Warm, needs_fork

KILLS = int(os.environ.get("REMIT_KILLS", "12"))
AT_FIRST = 200
MOST_DEEDS, MOMENT_S = 6, 0.012
"""Deeds that a process may finish, and the longest time it is then left: about what one takes."""

pytestmark = [needs_fork, pytest.mark.embedded]  # a server is killed in test_killed_server


class Known:
    """What must be on the desk, by what the killed processes told."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        self.states = dict[int, str]()
        self.deeds = self.unfinished = self.kept_unfinished = 0
        self.entry = self.decision = 0
        """The last log entry and decision that were compared."""

    def learn(self, told: Path, there: Mapping[int, str]) -> None:
        """Take what a process told; of a deed that it only began, `there` shows whether it was committed."""
        lines = [json.loads(one) for one in whole_lines(told)]
        for one, after in zip(lines, [*lines, ["killed"]][1:], strict=True):
            if one[0] in {"done", "refused"} or after[0] == "refused":
                continue
            outcome = self._after(one)
            if after[0] == "done":
                self.deeds += 1
                self.states = outcome
            else:
                self.unfinished += 1
                self.kept_unfinished += outcome == there
                self.states = outcome if outcome == there else self.states

    def _after(self, line: list[Any]) -> dict[int, str]:
        if line[0] == "take in":
            last = len(self.states)
            return self.states | {last + place: "new" for place, _ in enumerate(line[1], 1)}
        return self.states | dict.fromkeys(line[2], state_after(Verdict(line[1])).value)


def whole_lines(told: Path) -> list[str]:
    """Return the lines that were written to their end."""
    return told.read_text("utf-8").split("\n")[:-1] if told.exists() else []


def kill_once(warm: Warm, desk: Path, told: Path, seed: int) -> None:
    """Let a process do some deeds, none or a few, and kill it a moment after."""
    chance = random.Random(seed)  # noqa: S311  # a random moment, not a secret
    deeds, moment = chance.randrange(MOST_DEEDS), chance.random() * MOMENT_S
    process = warm.start("tests.faults.deeds:work_on", str(desk), seed, str(told), output=told)
    end = time.monotonic() + 60
    while sum('"done"' in one for one in whole_lines(told)) < deeds:
        assert time.monotonic() < end, told.with_name(f"{told.name}.err").read_text("utf-8")
        time.sleep(0.0005)  # it has a processor to itself where there is but one
    time.sleep(moment)  # the moment of the kill is what varies
    assert warm.kill(process) == -9


def states(work: Work) -> dict[int, str]:
    return {number: state.value for number, state in work.session.execute(select(Posting.id, Posting.state))}


def compare(known: Known, work: Work) -> None:
    """Compare the desk with what must be on it, and what changed with what was logged, both ways."""
    assert states(work) == known.states
    decided = defaultdict[str, set[int]](set)
    made = select(Decision.id, Decision.batch, Decision.posting_id).where(Decision.id > known.decision)
    for known.decision, batch, posting in work.session.execute(made.order_by(Decision.id)):
        decided[batch].add(posting)
    logged, arrived = dict[str, set[int]](), 0
    entries = select(AuditEntry.position, AuditEntry.action, AuditEntry.body).where(
        AuditEntry.position > known.entry
    )
    for known.entry, action, body in work.session.execute(entries.order_by(AuditEntry.position)):
        facts = facts_of(body)
        if action.startswith("postings:posting:") and "batch" in facts:
            logged[facts["batch"]] = set(facts["ids"])
        arrived = max(arrived, facts.get("last", 0) if action == "postings:posting:taken-in" else 0)
    assert decided == logged
    assert arrived in {0, len(known.states)}
    assert verify_log(work).ok


def compare_all(work: Work) -> None:
    """Compare what hangs together on the whole desk: texts, the words' index, the feed, every page."""
    postings = work.session.scalar(select(func.count(Posting.id)))
    assert work.session.scalar(select(func.count()).select_from(PostingText)) == 2 * (postings or 0)
    assert work.session.scalar(text("SELECT count(*) FROM posting_search_docsize")) == postings
    rows, last = work.session.execute(select(func.count(), func.max(FeedItem.position))).one()
    assert rows == (last or 0)
    assert work.session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
    assert work.session.scalars(text("PRAGMA cipher_integrity_check")).all() == []


def test_what_was_told_as_done_is_there_after_every_kill_and_is_logged(
    warm: Warm, desk_folder: Path, tmp_path: Path
) -> None:
    warm.stretch(desk_folder, "leo")
    desk, known = Desk(desk_folder), Known(desk_folder)
    desk.sign_in("leo", PASSPHRASE)
    with desk.write() as work:
        take_in(
            work, Kind.POSTING, [incoming(f"p{n}", f"Body {n}.") for n in range(AT_FIRST)], live_screener()
        )
    with desk.read() as work:
        known.states = states(work)
    for kill in range(KILLS):
        told = tmp_path / f"told-{kill}"
        if kill % 2:
            desk.sign_out()
        with desk.read() if desk.staff else nullcontext():
            kill_once(warm, desk_folder, told, kill)
        if not desk.staff:
            desk.sign_in("leo", PASSPHRASE)
        with desk.read() as work:
            known.learn(told, states(work))
            compare(known, work)
            if kill % 100 == 99:
                compare_all(work)
    with desk.read() as work:
        compare_all(work)
    desk.sign_out()
    assert known.deeds
    print(  # noqa: T201  # what a long run is read for
        f"{KILLS:,} kills: {known.deeds:,} deeds told as done and there; {known.unfinished:,} cut off, "
        f"of which {known.kept_unfinished:,} were committed whole and the others not at all; "
        f"{len(known.states):,} postings, {known.entry + 1:,} log entries"
    )
