"""Eight processes decide the same postings at once: each is decided by one of them, and the others are told.

REMIT_DECIDED says how many postings. They all go through them in one order, each with the version that it saw
at first, so that they are after the same one nearly all the time.
"""

import json
import os
import re
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from core.audit.entries import facts_of
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Decision, Kind
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.core.postings.arriving import incoming
from tests.faults.warm import Warm, needs_fork, wait_until_held

DECIDED = int(os.environ.get("REMIT_DECIDED", "40"))
WHO = [f"moderator-{number}" for number in range(8)]

pytestmark = needs_fork


def test_of_eight_who_decide_one_posting_one_does_and_the_others_are_told(
    warm: Warm, signed_in: Callable[[str], Desk], desk_folder: Path, tmp_path: Path
) -> None:
    ada, leo = signed_in("ada"), signed_in("leo")
    for name in WHO:
        ada.add_staff(name, Role.MODERATOR, PASSPHRASE)
    for first in range(0, DECIDED, 500):
        batch = [incoming(f"p{n}", f"Body {n}.") for n in range(first, min(first + 500, DECIDED))]
        with leo.write() as work:
            take_in(work, Kind.POSTING, batch, live_screener())
    told = decided_at_once(warm, desk_folder, tmp_path)
    decided = {line[1]: line[2] for lines in told for line in lines if line[0] == "decided"}
    outcomes = Counter(line[0] for lines in told for line in lines)

    assert outcomes == {"decided": DECIDED, "too late": DECIDED * (len(WHO) - 1)}
    assert len(decided) == DECIDED
    sentences = {line[2] for lines in told for line in lines if line[0] == "too late"}
    assert all(re.search(r" this (just now|\d+ \w+ ago).*Look at it again\.$", one) for one in sentences)
    with leo.read() as work:
        assert dict(work.session.execute(select(Decision.posting_id, Decision.by)).all()) == decided
        assert work.session.scalar(select(func.count(Decision.id))) == DECIDED
        bodies = work.session.scalars(select(AuditEntry.body).where(AuditEntry.subject_kind == "posting"))
        logged = Counter(one for body in bodies for one in facts_of(body).get("ids", []))
        assert logged == dict.fromkeys(decided, 1)
        assert verify_log(work).ok
    tell(told)


def decided_at_once(warm: Warm, desk: Path, place: Path) -> list[list[Any]]:
    """Let each go through all of them, all from one moment on; returns what each told."""
    warm.stretch(desk, *WHO)
    verdicts = ["approve", "remove"] * 4
    files = [place / f"told-by-{name}" for name in WHO]
    calls = zip(WHO, verdicts, files, strict=True)
    start = "tests.faults.deeds:decide_each"
    running = [warm.start(start, str(desk), *map(str, call), output=call[-1]) for call in calls]
    for process in running:
        wait_until_held(process)
    for process in running:
        os.kill(process, signal.SIGCONT)
    said = [
        (warm.ended(process), file.with_name(f"{file.name}.err").read_text("utf-8"))
        for process, file in zip(running, files, strict=True)
    ]
    assert said == [(0, "")] * len(WHO)
    return [[json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in files]


def tell(told: list[list[Any]]) -> None:
    """Say how it went, for a long run."""
    shares = [sum(line[0] == "decided" for line in lines) for lines in told]
    took = sorted(line[3] for lines in told for line in lines)
    late = f"1 in 100 {took[len(took) * 99 // 100] * 1e3:.0f} ms or more, the longest {took[-1]:.1f} s"
    print(f"{DECIDED:,} postings, decided by each of {len(WHO)}: {shares}")  # noqa: T201  # what a long run is read for
    print(f"a try took {median(took) * 1e3:.1f} ms at the median, {late}")  # noqa: T201  # the same
