"""Who reads a record holds it for five minutes; others are told, and lose no right to decide."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core.claims.actions import give_all_back, give_back, move_claim, take_claim
from core.claims.queries import claims_now
from core.claims.rules import LEASE
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.errors import NotAllowed
from tests.conftest import PASSPHRASE, Clock

SignIn = Callable[[str], Desk]
DYING = """
import os, sys
from pathlib import Path
from core.claims.actions import take_claim
from core.desk import Desk
desk = Desk(Path(sys.argv[1]))
desk.sign_in("leo", sys.argv[2])
with desk.write() as work:
    take_claim(work, "posting", 7)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def mia(signed_in: SignIn) -> Desk:
    return signed_in("mia")


@pytest.fixture
def leo(signed_in: SignIn) -> Desk:
    return signed_in("leo")


def took(desk: Desk, record: int = 7, kind: str = "posting") -> bool:
    with desk.write() as work:
        return take_claim(work, kind, record)


def held(desk: Desk) -> list[tuple[str, int, str]]:
    with desk.read() as work:
        return [(one.kind, one.record_id, one.who) for one in claims_now(work)]


def test_who_opens_a_record_holds_it_and_others_are_told_by_whom(mia: Desk, leo: Desk) -> None:
    assert took(leo)
    assert not took(mia)
    assert held(mia) == [("posting", 7, "leo")]
    assert took(mia, 8)


def test_a_claim_lapses_after_five_minutes_by_itself(mia: Desk, leo: Desk, clock: Clock) -> None:
    took(leo)
    clock.forward(minutes=4, seconds=59)
    assert not took(mia)
    clock.forward(seconds=1)
    assert held(mia) == []
    assert took(mia)
    assert held(leo) == [("posting", 7, "mia")]


def test_a_claim_is_renewed_while_the_record_is_open_and_says_since_when(
    mia: Desk, leo: Desk, clock: Clock
) -> None:
    took(leo)
    for _ in range(4):
        clock.forward(minutes=3)
        assert took(leo)
        assert not took(mia)
    with mia.read() as work:
        (one,) = claims_now(work)
    assert one.since == clock.now - timedelta(minutes=12)
    assert one.until == clock.now + LEASE


def test_a_claim_is_given_back_and_nobody_gives_back_another_s(mia: Desk, leo: Desk) -> None:
    took(leo)
    with mia.write() as work:
        give_back(work, "posting", 7)
        give_all_back(work)
    assert held(mia) == [("posting", 7, "leo")]
    with leo.write() as work:
        assert move_claim(work, ("posting", 7), ("posting", 8))
    assert held(mia) == [("posting", 8, "leo")]
    with leo.write() as work:
        give_all_back(work)
    assert held(mia) == []


@pytest.mark.embedded  # looks at how its file grows
def test_claims_leave_no_entry_in_the_log_and_renewals_before_time_write_nothing(
    desk_folder: Path, mia: Desk, clock: Clock
) -> None:
    took(mia)
    wal = desk_folder / "desk.db-wal"
    size = wal.stat().st_size
    for _ in range(50):
        clock.forward(seconds=2)
        assert took(mia)
    assert wal.stat().st_size == size
    with mia.write() as work:
        give_all_back(work)
        assert work.entries == 0


def test_a_holder_who_dies_holds_for_five_minutes_at_most(desk_folder: Path, mia: Desk, clock: Clock) -> None:
    words = [sys.executable, "-c", DYING, str(desk_folder), PASSPHRASE]
    assert subprocess.run(words, check=False, env=dict(os.environ)).returncode == -9  # noqa: S603  # our own words
    with mia.read() as work:  # it died by its own clock, which is today's
        from core.claims.tables import Claim  # noqa: PLC0415  # only this looks at the row itself

        clock.now = work.session.get_one(Claim, ("posting", 7)).until - timedelta(seconds=1)
    assert held(mia) == [("posting", 7, "leo")]
    clock.forward(seconds=1)
    assert held(mia) == []
    assert took(mia)


def test_a_claim_is_for_those_whose_work_it_is(signed_in: SignIn) -> None:
    for name, kind in (("aldo", "posting"), ("mia", "share"), ("mia", "nothing")):
        with pytest.raises(NotAllowed), signed_in(name).write() as work:
            take_claim(work, kind, 1)


def test_claims_are_seen_by_those_who_see_the_records(mia: Desk, signed_in: SignIn) -> None:
    pia = signed_in("pia")
    took(pia, 1, "share")
    took(pia, 2)
    assert held(mia) == [("posting", 2, "pia")]
    with pytest.raises(NotAllowed), signed_in("ada").read() as work:
        claims_now(work)


def test_two_who_open_a_record_at_once_are_told_apart(mia: Desk, leo: Desk) -> None:
    outcomes = [took(mia), took(leo), took(mia)]
    assert outcomes == [True, False, True]


def test_a_write_that_fails_leaves_no_claim(mia: Desk, leo: Desk) -> None:
    def fails(work: WriteWork) -> None:
        take_claim(work, "posting", 7)
        raise NotAllowed("Not after all.")

    with pytest.raises(NotAllowed, match="Not after all"), mia.write() as work:
        fails(work)
    assert held(leo) == []
