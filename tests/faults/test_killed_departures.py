"""A process is killed while it lets data out; nothing plain stays, and what did not leave was not given."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.aside import left_behind
from core.audit.verification import verify_log
from core.desk import Desk
from core.shares.actions import approve_share, propose_share, submit_share
from core.shares.detail import share_detail
from core.shares.recovery import recover
from core.sheets.verification import verify
from tests.conftest import PASSPHRASE
from tests.core.shares.arriving import arrive, given, newsletter, register

KILLS = int(os.environ.get("REMIT_KILLS", "3"))
PEOPLE = 1_500
SHARE = 1


@pytest.fixture
def crowded(signed_in: Callable[[str], Desk]) -> Desk:
    """Pia's desk with a share that leo proposed and she approved."""
    leo, pia = signed_in("leo"), signed_in("pia")
    with pia.write() as work:
        register(work)
        arrive(work, [given(f"Planted{n}", "enrolment" if n % 2 else "contest") for n in range(PEOPLE)])
    with leo.write() as work:
        propose_share(work, newsletter())
        submit_share(work, SHARE)
    with pia.write() as work:
        approve_share(work, SHARE)
    return pia


def killed_while_it_writes(desk: Desk, place: Path, kill: int, *words: str) -> None:
    """Start remitctl with temporary files in `place`, and kill it once it has begun to write aside.

    The first kill comes at once, further ones at a random moment later, up to after the end.
    """
    call = [sys.executable, "-m", "core.cli", "--desk", str(desk.folder.path), "--as", "pia", *words]
    environment = os.environ | {"REMIT_PASSPHRASE": PASSPHRASE, "TMPDIR": str(place)}
    program = subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603  # our own program
    aside = desk.folder.path / "aside"
    while program.poll() is None and not begun(aside):
        pass
    time.sleep(random.Random(kill).random() * 0.4 if kill else 0)  # noqa: S311  # a moment, not a secret
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert kill or program.returncode == -signal.SIGKILL


def begun(aside: Path) -> bool:
    """Tell whether a file is being written there; folders come and go meanwhile, which os.walk bears."""
    return any(name.endswith(".part") for _, _, names in os.walk(aside) for name in names)


def unfinished_in(place: Path) -> list[Path]:
    """The files here that are no whole workbook with its manifest."""
    files = [file for file in place.rglob("*") if file.is_file() and not file.name.endswith(".manifest.json")]
    return [file for file in files if file.suffix != ".xlsx" or not verify(file).ok]


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_execution_lets_out_a_whole_file_or_nothing(
    kill: int, crowded: Desk, tmp_path: Path
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    killed_while_it_writes(crowded, place, kill, "shares", "execute", str(SHARE))
    outbox = crowded.folder.outbox
    recover(crowded)
    with crowded.read() as work:
        share = share_detail(work, SHARE)
        assert verify_log(work).ok
    assert list(place.iterdir()) == []
    assert left_behind(crowded.folder.path) == [] == list((crowded.folder.path / "aside").rglob("*"))
    assert unfinished_in(outbox) == []
    out = [file.name for file in outbox.glob("*")] if outbox.is_dir() else []
    if share.state == "executed":
        assert sorted(out) == [share.file_name, f"{share.file_name}.manifest.json"]
    else:
        assert (share.state, share.file_name, out) == ("approved", "", [])


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_export_leaves_no_value_in_any_file(kill: int, crowded: Desk, tmp_path: Path) -> None:
    place, target = tmp_path / "temporary", tmp_path / "target"
    place.mkdir()
    target.mkdir()
    file = str(target / "people.xlsx")
    words = ("export", "people", "--purpose", "research", "--values", "--to", file)
    killed_while_it_writes(crowded, place, kill, *words)
    assert list(place.iterdir()) == []
    assert unfinished_in(target) == []
    recover(crowded)
    assert list((crowded.folder.path / "aside").rglob("*")) == []
