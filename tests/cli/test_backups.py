"""Backing up, restoring, erasing and asking the doctor by remitctl."""

from pathlib import Path

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from tests.cli.conftest import Call

pytestmark = pytest.mark.embedded  # a server is backed up where it is kept


def test_a_backup_is_made_and_restored_and_each_says_records_and_digest(
    remitctl: Call, desk_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.remit-backup"
    status, made = remitctl("ada", "backup", str(file))
    assert (status, file.is_file(), len(made["sha256"])) == (0, True, 64)

    again = tmp_path / "again"
    status, done = remitctl("ada", "restore", str(file), "--since", str(desk_folder), "--desk", str(again))
    assert (status, done["records"], done["sha256"]) == (0, made["records"], made["sha256"])
    Desk(again).sign_in("mia", "remit test desk")


def test_a_restore_without_knowledge_is_refused_with_the_way_out(remitctl: Call, tmp_path: Path) -> None:
    file, again = tmp_path / "one.remit-backup", tmp_path / "again"
    remitctl("ada", "backup", str(file))
    status, told = remitctl("ada", "restore", str(file), "--desk", str(again))
    assert status == 1
    assert "nobody knows who was erased since" in told["error"]
    status, done = remitctl("ada", "restore", str(file), "--without-erasures-since", "--desk", str(again))
    assert (status, done["complete"]) == (0, False)


def test_the_doctor_exits_1_with_what_it_found(remitctl: Call) -> None:
    status, told = remitctl("ada", "doctor", "--deep")
    assert status == 1
    assert {"check", "what", "fix", "serious"} == set(told["rows"][0])


def test_the_doctor_needs_no_desk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REMIT_DESK", raising=False)
    assert run(*taken_out(["doctor", "--json"])) == 0
    assert '"ok": true' in capsys.readouterr().out
