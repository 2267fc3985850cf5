import os
import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import DeskUnusable, SignInRefused
from core.staff.wrong_passphrases import SECRET, WrongPassphrases, door_folder, wait_after
from tests.conftest import START, Clock

PASSPHRASE = "remit test desk"
SignIn = Callable[[str], Desk]


def refused(folder: Path, clock: Clock, passphrase: str = "wrong words") -> SignInRefused:
    """What a new start of the program says to this passphrase."""
    with pytest.raises(SignInRefused) as error:
        Desk(folder, clock).sign_in("mia", passphrase)
    return error.value


def counts() -> list[Path]:
    return [one for one in door_folder().iterdir() if len(one.name) == 64]


def test_the_wait_grows_from_nothing_to_a_minute() -> None:
    assert [wait_after(wrong) for wrong in range(10)] == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert wait_after(10**9) == 60


def test_wrong_passphrases_make_the_next_wait_and_the_wait_outlives_the_program(
    desk_folder: Path, clock: Clock
) -> None:
    assert refused(desk_folder, clock).wait == 0
    assert refused(desk_folder, clock).sentence.endswith("do not open this desk. Try again in 1 second.")
    assert refused(desk_folder, clock).sentence == "2 wrong passphrases in a row. Try again in 1 second."
    clock.forward(seconds=1)
    assert refused(desk_folder, clock).wait == 2


def test_the_right_passphrase_too_must_wait_and_then_clears_the_count(
    desk_folder: Path, clock: Clock
) -> None:
    for _ in range(2):
        refused(desk_folder, clock)
    assert refused(desk_folder, clock, PASSPHRASE).wait == 1
    clock.forward(seconds=1)
    desk = Desk(desk_folder, clock)
    desk.sign_in("mia", PASSPHRASE)
    desk.sign_out()
    assert desk.seconds_left() == 0
    assert refused(desk_folder, clock).wait == 0


def test_whoever_signs_in_next_is_told_and_so_is_the_log(desk_folder: Path, clock: Clock) -> None:
    for _ in range(3):
        refused(desk_folder, clock)
        clock.forward(seconds=5)
    desk = Desk(desk_folder, clock)
    desk.sign_in("mia", PASSPHRASE)
    assert desk.wrong_before
    assert desk.wrong_before.sentence == (
        "3 wrong passphrases at this computer since 20 Nov 2026, 09:00 UTC."
    )
    with desk.read() as work:
        body = work.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()
    assert body.action == "staff:door:wrong-passphrases"
    assert b'"count":3,"since":"2026-11-20T09:00:00+00:00"' in bytes(body.body)
    desk.sign_in("mia", PASSPHRASE)
    assert desk.wrong_before is None
    desk.sign_out()


def test_the_count_is_its_owners_alone_and_names_nobody(desk_folder: Path, clock: Clock) -> None:
    refused(desk_folder, clock)
    desk = Desk(desk_folder)
    (file,) = counts()
    assert not file.is_relative_to(desk_folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(door_folder().stat().st_mode) == 0o700
    everything = b"".join(one.name.encode() + one.read_bytes() for one in door_folder().iterdir())
    assert desk.folder.desk_id.encode() not in everything
    assert b"mia" not in everything


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\x00" * 5000, b"0" * 64 + b'{"row": 0}', b"0" * 64 + b'{"row": 1e999}']
)
def test_a_count_that_was_altered_costs_the_longest_wait_once(
    desk_folder: Path, clock: Clock, content: bytes
) -> None:
    refused(desk_folder, clock)
    counts()[0].write_bytes(content)
    assert refused(desk_folder, clock, PASSPHRASE).wait == 60
    clock.forward(seconds=60)
    Desk(desk_folder, clock).sign_in("mia", PASSPHRASE)


def _folder(file: Path) -> None:
    (file / "within").mkdir(parents=True)


def _link(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize("put", [_folder, _link, _pipe])
@pytest.mark.parametrize("where", ["", ".lock", SECRET])
def test_what_is_no_file_at_a_counts_place_gives_no_way_around_and_locks_nobody_out(
    desk_folder: Path, clock: Clock, put: Callable[[Path], None], where: str
) -> None:
    for _ in range(2):
        refused(desk_folder, clock)
    file = door_folder() / SECRET if where == SECRET else counts()[0].with_suffix(where)
    file.unlink()
    put(file)
    assert refused(desk_folder, clock, PASSPHRASE).wait in {1, 60}
    clock.forward(seconds=60)
    Desk(desk_folder, clock).sign_in("mia", PASSPHRASE)


def test_a_clock_put_back_neither_shortens_nor_lengthens_the_wait(desk_folder: Path, clock: Clock) -> None:
    for _ in range(5):
        refused(desk_folder, clock)
        clock.forward(seconds=60)
    clock.now = START - timedelta(days=400)
    assert refused(desk_folder, clock, PASSPHRASE).wait == 8
    clock.forward(seconds=8)
    Desk(desk_folder, clock).sign_in("mia", PASSPHRASE)


def test_where_it_cannot_be_counted_none_is_tried(
    desk_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("REMIT_STATE", str(tmp_path / "file"))
    with pytest.raises(DeskUnusable, match=r"cannot count wrong passphrases in .*REMIT_STATE"):
        Desk(desk_folder).sign_in("mia", PASSPHRASE)


def test_a_fault_that_is_no_wrong_passphrase_is_not_counted(clock: Clock) -> None:
    wrong = WrongPassphrases("a desk")
    with pytest.raises(DeskUnusable), wrong.one_try(clock()):
        raise DeskUnusable("The desk's server cannot be reached.")
    assert wrong.untold() is None


KILLED_OVER_A_TRY = """
import sys, time
from datetime import UTC, datetime
from core.staff.wrong_passphrases import WrongPassphrases
with WrongPassphrases("a desk").one_try(datetime.now(UTC)):
    print("trying", flush=True)
    time.sleep(60)
"""


def test_a_try_whose_program_is_killed_has_been_counted() -> None:
    for number in (1, 2):
        with Popen([sys.executable, "-c", KILLED_OVER_A_TRY], stdout=PIPE) as running:  # noqa: S603  # our own
            assert running.stdout
            assert running.stdout.readline() == b"trying\n"
            running.kill()
        told = WrongPassphrases("a desk").untold()
        assert told
        assert told.count == number
