"""The first process of a PostgreSQL server is killed with SIGKILL while six people write, again and again.

REMIT_SERVER_KILLS says how often. Each writer decides postings of its own, and tells each deed before it
begins and once it is done: after the server has recovered, all that was told as done is there, of the deed
that was only begun all or nothing, each decision has its entry and each entry its decision, and the log
verifies.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.desk import Desk
from core.policy.store import publish_policy, shipped_policy_text
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.core.postings.arriving import incoming
from tests.faults.test_killed_writer import Known, compare, states, whole_lines
from tests.faults.warm import Warm, needs_fork
from tests.server import LASTING, Cluster, running_cluster

KILLS = int(os.environ.get("REMIT_SERVER_KILLS", "2"))
WRITERS, EACH = 6, 40
MOMENT_S = 0.25
"""The longest that all of them go on writing once each has done something."""

pytestmark = [pytest.mark.server, needs_fork]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Cluster, Desk]]:
    """A server that keeps what it says it keeps, with a desk of postings."""
    with running_cluster(LASTING, in_memory=False) as server:
        desk = Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=server.url("desk"))
        with desk.write() as work:
            publish_policy(work, shipped_policy_text())
        desk.add_staff("leo", Role.LEAD, PASSPHRASE)
        desk.sign_in("leo", PASSPHRASE)
        arriving = [incoming(f"p{number}", f"Body {number}.") for number in range(WRITERS * EACH)]
        with desk.write() as work:
            take_in(work, Kind.POSTING, arriving, live_screener())
        yield server, desk
        desk.sign_out()


def kill_under_writers(
    warm: Warm, server: Cluster, desk: Path, shares: list[list[int]], place: Path
) -> list[Path]:
    """Let six write, kill the server at some moment, start it again; returns what each writer told."""
    told = [place / f"told-{number}" for number in range(WRITERS)]
    start = "tests.faults.deeds:decide_own"
    writing = [
        warm.start(start, str(desk), hash((str(place), number)), share, str(one), output=one)
        for number, (share, one) in enumerate(zip(shares, told, strict=True))
    ]
    end = time.monotonic() + 60
    while not all(any('"done"' in line for line in whole_lines(one)) for one in told):
        assert time.monotonic() < end
        time.sleep(0.001)  # they have the processors to themselves
    time.sleep(random.random() * MOMENT_S)  # noqa: S311  # the moment of the kill is what varies
    server.kill()
    said = [
        (warm.ended(one), told[at].with_name(f"told-{at}.err").read_text()) for at, one in enumerate(writing)
    ]
    assert said == [(0, "")] * WRITERS
    server.start()
    return told


def test_what_was_told_as_done_is_there_after_every_kill_of_the_server_and_is_logged(
    warm: Warm, kept: tuple[Cluster, Desk], tmp_path: Path
) -> None:
    server, desk = kept
    warm.stretch(desk.folder.path, "leo")
    with desk.read() as work:
        known, at_first = Known(desk.folder.path), states(work)
    known.states = at_first
    shares = [sorted(at_first)[number::WRITERS] for number in range(WRITERS)]
    for kill in range(KILLS):
        place = tmp_path / f"kill-{kill}"
        place.mkdir()
        told = kill_under_writers(warm, server, desk.folder.path, shares, place)
        desk.sign_out()
        desk.sign_in("leo", PASSPHRASE)
        with desk.read() as work:
            there = states(work)
            for share, one in zip(shares, told, strict=True):
                learn(known, one, there, share)
            compare(known, work)
    assert known.deeds
    print(  # noqa: T201  # what a long run is read for
        f"{KILLS:,} kills under {WRITERS} writers: {known.deeds:,} deeds told as done and there; "
        f"{known.unfinished:,} cut off, of which {known.kept_unfinished:,} were committed whole, none in part"
    )


def learn(known: Known, told: Path, there: dict[int, str], share: list[int]) -> None:
    """Take what one writer told of its own postings."""
    everyone, known.states = known.states, {number: known.states[number] for number in share}
    known.learn(told, {number: there[number] for number in share})
    known.states = everyone | known.states
