"""The site is away for a week, then reads in pages and is killed as it goes: no loss, nothing done twice.

The killed program does what docs/feed.md asks of a site: it does each row of a page, then acknowledges the
page. What it did is kept line by line, so that a kill between doing and acknowledging shows.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.audit.verification import verify_log
from core.desk import Desk
from core.feed.reading import hand_over
from core.postings.actions import remove_postings
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.roles import Role
from tests.conftest import PASSPHRASE, Clock
from tests.core.postings.arriving import incoming

KILLS = int(os.environ.get("REMIT_KILLS", "5"))
A_DAY, DAYS, PAGE = 600, 7, 250
SITE = """
import os
import sys
from pathlib import Path
from core.desk import Desk
from core.feed.actions import acknowledge
from core.feed.reading import hand_over

desk = Desk(Path(sys.argv[1]))
desk.sign_in("night", sys.argv[3])
with open(sys.argv[2], "a", buffering=1) as done:
    more = True
    while more:
        page = hand_over(desk, limit=int(sys.argv[4]))
        for row in page.rows:
            print(row.id, row.external_id, file=done)
            os.fsync(done.fileno())
        if page.rows:
            with desk.write() as work:
                acknowledge(work, page.cursor)
            print("acknowledged", page.cursor, file=done)
        more = page.more
print("all done", flush=True)
"""


@pytest.fixture
def week(signed_in: Callable[[str], Desk], clock: Clock) -> Desk:
    """The site's own account, at a desk where seven days were decided while the site was away."""
    signed_in("ada").add_staff("night", Role.SERVICE, PASSPHRASE)
    leo = signed_in("leo")
    for day in range(DAYS):
        batch = [incoming(f"p-{day}-{n}", f"Logo {day} {n}") for n in range(A_DAY)]
        with leo.write() as work:
            ids = take_in(work, Kind.POSTING, batch, live_screener()).ids
            remove_postings(work, ids, "spam")
        clock.forward(days=1)
    return signed_in("night")


def run_site(desk: Desk, done: Path, kill_after: float | None) -> bool:
    """Start the site; kill it after some seconds. Tells whether it came to the end by itself."""
    call = [sys.executable, "-c", SITE, str(desk.folder.path), str(done), PASSPHRASE, str(PAGE)]
    program = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own program
    if kill_after is not None:
        while not done.exists() and program.poll() is None:
            pass
        time.sleep(kill_after)  # the moment of the kill is what varies
        program.send_signal(signal.SIGKILL)
    return "all done" in program.communicate()[0]


def test_a_week_is_read_in_pages_through_kills_without_a_loss(week: Desk, tmp_path: Path) -> None:
    done, wanted = tmp_path / "done.txt", DAYS * A_DAY
    moments = random.Random(23)  # noqa: S311  # moments, not secrets
    for _ in range(KILLS):
        run_site(week, done, moments.random())
    assert run_site(week, done, None)
    lines = [one.split() for one in done.read_text().splitlines()]
    rows = [tuple(one) for one in lines if one[0] != "acknowledged"]
    assert {name for _, name in rows} == {f"p-{day}-{n}" for day in range(DAYS) for n in range(A_DAY)}
    assert len({number for number, _ in rows}) == wanted
    assert list(dict.fromkeys(rows)) == sorted(set(rows)), "the first time each row came, it came in order"
    assert max(Counter(rows).values()) <= KILLS + 1
    acknowledged = ""
    for first, second in lines:
        if first == "acknowledged":
            acknowledged = second
        else:
            assert first > acknowledged, "what was acknowledged came again"
    with week.read() as work:
        assert verify_log(work).ok
    assert hand_over(week).waiting == 0
