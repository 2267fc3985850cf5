"""A demo desk that could not be made leaves nothing in the way of the next one."""

from pathlib import Path

import pytest

from core.cli import run
from core.cli.invocation import taken_out


def test_a_demo_that_was_refused_leaves_nothing_behind_and_touches_nothing_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMIT_PASSPHRASE", "short")
    assert run(*taken_out(["demo", str(tmp_path / "demo"), "--postings", "1", "--people", "24"])) == 1
    assert not (tmp_path / "demo").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", "utf-8")
    assert run(*taken_out(["demo", str(tmp_path / "mine")])) == 1
    assert (tmp_path / "mine" / "notes.txt").read_text("utf-8") == "keep"
