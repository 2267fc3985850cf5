"""The front door, as a person calls it, and the closing line of the tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import checks
import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSING = checks.Check("holds", ("platform",))
FAILING = checks.Check("fails", ("this_program_is_not_here",))


def test_it_is_called_from_any_folder_and_from_a_path_with_a_space(tmp_path: Path) -> None:
    copy = shutil.copytree(ROOT / "packaging", tmp_path / "a clone" / "packaging")
    called = call(copy / "bootstrap.py", "--help", folder=tmp_path)
    assert called.returncode == 0
    assert "{setup,run,test}" in called.stdout


def test_a_wrong_verb_is_refused_with_those_there_are() -> None:
    called = call(ROOT / "packaging" / "bootstrap.py", "walk", folder=ROOT)
    assert called.returncode == 2
    assert "Traceback" not in called.stderr
    assert "setup" in called.stderr


def call(script: Path, argument: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), argument]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_an_old_python_is_refused_with_the_version_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (9, 0))
    assert bootstrap.main(["setup"]) == 1
    assert capsys.readouterr().err.startswith("Remit needs Python")


@pytest.mark.parametrize(
    ("variable", "shown"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("LANG", False)]
)
def test_a_linux_machine_has_a_screen_when_a_display_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, *, shown: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, ":0")
    assert bootstrap.has_screen() is shown


def test_a_failed_check_is_told_from_one_that_passed() -> None:
    outcomes = [checks.run(check, ROOT, sys.executable) for check in (FAILING, PASSING)]
    assert [outcome.passed for outcome in outcomes] == [False, True]


def test_the_closing_line_adds_up_the_tests_of_every_run(tmp_path: Path) -> None:
    for name, counts in (("a", (5, 1, 1)), ("b", (10, 0, 2))):
        ran, failed, skipped = counts
        suite = f'<testsuite tests="{ran}" failures="{failed}" errors="0" skipped="{skipped}"/>'
        (tmp_path / f"{name}.xml").write_text(f"<testsuites>{suite}</testsuites>", "utf-8")
    assert checks.closing_line(tmp_path) == "11 passed, 1 failed, 3 skipped"


def test_continuous_integration_calls_the_same_tests() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[-1] == "python3 packaging/bootstrap.py test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
