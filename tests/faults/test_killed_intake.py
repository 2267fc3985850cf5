"""A writing process is killed with SIGKILL at random moments; what was told as done must be there."""

import csv
import os
import random
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit.verification import verify_log
from core.desk import Desk
from core.intake.placing import Counts
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import IntakeRun
from core.postings.tables import Posting, PostingText
from tests.conftest import PASSPHRASE
from tests.faults.warm import Warm, needs_fork

KILLS = int(os.environ.get("REMIT_KILLS", "3"))
ROWS = 5_000
BATCH_S = 0.05
"""About as long as a batch takes: the kill falls somewhere into one."""

pytestmark = needs_fork


def posting_file(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["posting_id", "title", "body"])
        writer.writerows([f"P{n}", f"Title {n}", f"The body of posting {n}. " * 12] for n in range(ROWS))
    return path


def stored_so_far(desk: Desk) -> int:
    with desk.read() as work:
        return work.session.scalar(select(func.count()).select_from(Posting)) or 0


def counted(desk: Desk) -> tuple[int, int, int]:
    stored = stored_so_far(desk)
    with desk.read() as work:
        assert verify_log(work).ok
        told = work.session.scalar(select(func.sum(IntakeRun.stored))) or 0
        texts = work.session.scalar(select(func.count()).select_from(PostingText)) or 0
    return stored, told, texts


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_intake_leaves_whole_batches_that_add_up(
    kill: int, warm: Warm, desk_folder: Path, tmp_path: Path
) -> None:
    file = posting_file(tmp_path / "postings.csv")
    warm.stretch(desk_folder, "leo")
    call = ("--desk", str(desk_folder), "--as", "leo", "intake", "postings", str(file))
    desk = Desk(desk_folder)
    desk.sign_in("leo", PASSPHRASE)
    writer = warm.start("tests.faults.deeds:remitctl", *call, output=tmp_path / "writer")
    chance = random.Random(kill)  # noqa: S311  # a random moment, not a secret
    enough = chance.randrange(1, ROWS // 2)
    while stored_so_far(desk) < enough:
        pass
    time.sleep(chance.random() * BATCH_S)  # the moment of the kill is what varies
    assert warm.kill(writer) == -9
    stored, told, texts = counted(desk)
    assert 0 < stored < ROWS
    assert stored == told
    assert texts == 2 * stored
    again = take_in_file(desk, file, Kind.POSTINGS).counts
    assert again == Counts(read=ROWS, stored=ROWS - stored, known=stored)
    assert counted(desk)[0] == ROWS
