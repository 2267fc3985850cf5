"""One bit of a desk's store is turned over, REMIT_FLIPS times: none goes by unseen.

In a desk that was closed cleanly, whoever opens it or verifies the log is told, in one sentence. In a
write-ahead log that a stopped machine left, a flip costs what was committed from there on and nothing before,
and the checkpoints kept outside show it.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.db.unit_of_work import Work
from core.desk import Desk
from core.errors import DeskError
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.log_proving import keep_checkpoints_in, make_checkpoint
from core.staff.log_reading import check_log
from tests.conftest import PASSPHRASE
from tests.core.postings.arriving import incoming

FLIPS = int(os.environ.get("REMIT_FLIPS", "40"))
COMMITS = 12

pytestmark = pytest.mark.embedded  # a server looks after its own pages


def flipped(content: bytes, seed: int) -> bytes:
    """Return this with one bit turned over, anywhere."""
    bit = random.Random(seed).randrange(8 * len(content))  # noqa: S311  # where, not a secret
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def put_back(folder: Path, **files: bytes) -> None:
    """Have the store be these files alone: `db`, and `wal` where there is one."""
    for name in ("desk.db-wal", "desk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "desk.db").write_bytes(files["db"])
    if "wal" in files:
        (folder / "desk.db-wal").write_bytes(files["wal"])


def who_told(folder: Path) -> tuple[str, str]:
    """Open the desk and verify it; returns who told that something is wrong, and the sentence."""
    desk = Desk(folder)
    try:
        desk.sign_in("pia", PASSPHRASE)
        with desk.read() as work:
            found = check_log(work)
    except DeskError as refused:
        return ("sign-in" if desk.staff is None else "verification, which could not read"), refused.sentence
    finally:
        desk.sign_out()
    return ("nobody" if found.ok else "verification"), found.sentence


def test_no_flipped_bit_of_a_closed_desk_goes_by_unseen(
    signed_in: Callable[[str], Desk], desk_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    leo = signed_in("leo")
    with leo.write() as work:
        take_in(
            work, Kind.POSTING, [incoming(f"p{n}", f"Body {n}. " * 40) for n in range(100)], live_screener()
        )
    leo.sign_out()
    whole = (desk_folder / "desk.db").read_bytes()
    put_back(desk_folder, db=whole)
    assert who_told(desk_folder)[0] == "nobody"
    told = Counter[str]()
    capfd.readouterr()
    for seed in range(FLIPS):
        put_back(desk_folder, db=flipped(whole, seed))
        who, sentence = who_told(desk_folder)
        told[who] += 1
        assert who != "nobody", seed
        assert "\n" not in sentence
    assert capfd.readouterr().err == "", "SQLCipher speaks for itself"
    print(f"{FLIPS:,} flips in {len(whole):,} bytes, told by {dict(told)}")  # noqa: T201  # what a long run is read for


def entries(work: Work) -> list[bytes]:
    return list(work.session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.position)))


@pytest.fixture
def stopped(signed_in: Callable[[str], Desk], desk_folder: Path, place: Path, tmp_path: Path) -> Path:
    """A desk as a machine leaves it that stops: what was committed last stands in the write-ahead log."""
    ada = signed_in("ada")
    with ada.write() as work:
        keep_checkpoints_in(work, place, desk_folder)
    for number in range(COMMITS):
        with ada.write() as work:
            record(work, "test:thing:done", ("thing", number), number=number)
        with ada.write() as work:
            make_checkpoint(work)
    left = Path(copytree(desk_folder, tmp_path / "left", ignore=lambda *_: ["desk.db-shm"]))
    for name in ("desk.db", "desk.db-wal"):
        copy(desk_folder / name, left / name)
    return left


def test_a_flipped_bit_of_a_live_log_costs_its_tail_at_most_and_shows_outside(
    stopped: Path, place: Path
) -> None:
    store, wal = ((stopped / name).read_bytes() for name in ("desk.db", "desk.db-wal"))
    whole = reopened(stopped, place, db=store, wal=wal)
    assert whole[1]
    lost = Counter[int]()
    for seed in range(FLIPS):
        kept, ok = reopened(stopped, place, db=store, wal=flipped(wal, seed))
        assert kept == whole[0][: len(kept)], seed
        assert ok is (len(kept) == len(whole[0])), seed
        lost[len(whole[0]) - len(kept)] += 1
    many = f"{FLIPS:,} flips in {len(wal):,} bytes"
    print(f"{many}; entries lost, how often: {dict(sorted(lost.items()))}")  # noqa: T201  # what a long run is read for
    assert any(lost)


def reopened(folder: Path, place: Path, **files: bytes) -> tuple[list[bytes], bool]:
    """Open what the machine left; returns the entries that are there, and whether all outside agrees.

    The folder outside is named as an auditor would: the desk may have forgotten its choice with the rest.
    """
    put_back(folder, **files)
    desk = Desk(folder)
    desk.sign_in("aldo", PASSPHRASE)
    try:
        with desk.read() as work:
            return entries(work)[:-1], check_log(work, place=place).ok  # the last one tells of this sign-in
    finally:
        desk.sign_out()
