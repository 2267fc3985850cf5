"""Every check of the project, one after the other; a failed one does not keep the rest from running."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from display import virtual_display
from environment import Trouble

WORKERS = os.cpu_count() or 1


@dataclass(frozen=True)
class Check:
    """One program to run; `in_window` gives it an X server of its own."""

    name: str
    arguments: tuple[str, ...]
    in_window: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a check went."""

    name: str
    passed: bool
    seconds: float


STYLE_AND_TYPES = (
    Check("ruff check", ("ruff", "check", ".")),
    Check("ruff format", ("ruff", "format", "--check", ".")),
    Check("mypy", ("mypy",)),
    Check("mypy packaging", ("mypy", "packaging")),
)
# Coverage is gathered over the first two runs and judged once, by the last check; each worker process writes
# its own file, pytest-cov joins them.
WINDOW_TESTS = Check(
    "tests in a window",
    ("pytest", "-m", "window", "--cov", "--cov-report=", "--cov-fail-under=0"),
    in_window=True,
)
WITHOUT_WINDOW = ("pytest", "-m", "not window", "--numprocesses", str(WORKERS), "--benchmark-disable")
TESTS = Check("tests", (*WITHOUT_WINDOW, "--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"))
ON_SERVER = ("tests/core", "tests/cli", "tests/faults", "tests/journeys", "tests/gui/postings")
SERVER_TESTS = Check("tests on a server", (*WITHOUT_WINDOW, "--engine", "server", *ON_SERVER))
"""Those of the tests that keep a desk, on PostgreSQL; not traced, which takes a fifth of their time."""
COVERAGE = Check("coverage", ("coverage", "report"))


def run_all(root: Path, python: str) -> int:
    """Run them all, print how long each took and, last, how many tests passed."""
    with tempfile.TemporaryDirectory() as reports:
        tests = [counted(check, Path(reports)) for check in (WINDOW_TESTS, TESTS, SERVER_TESTS)]
        outcomes = [run(check, root, python) for check in (*STYLE_AND_TYPES, *tests, COVERAGE)]
        print_summary(outcomes)
        print(closing_line(Path(reports)), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def counted(check: Check, reports: Path) -> Check:
    """The same tests, which also leave their counts in a file."""
    return replace(check, arguments=(*check.arguments, f"--junit-xml={reports / check.name}.xml"))


def run(check: Check, root: Path, python: str) -> Outcome:
    """Run one check in the open, so that its own words are seen."""
    print(f"\n== {check.name}", flush=True)
    began = time.monotonic()
    try:
        with surroundings(in_window=check.in_window) as variables:
            command = [python, "-m", *check.arguments]
            passed = subprocess.call(command, cwd=root, env=os.environ | variables) == 0
    except Trouble as trouble:
        print(trouble, flush=True)
        passed = False
    return Outcome(check.name, passed, time.monotonic() - began)


@contextlib.contextmanager
def surroundings(*, in_window: bool) -> Iterator[dict[str, str]]:
    """The variables under which a check finds its screen, or Qt's picture of one."""
    if not in_window:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    with virtual_display() as variables:
        yield variables


def print_summary(outcomes: list[Outcome]) -> None:
    """One line for each check."""
    print("\n== summary")
    for outcome in outcomes:
        print(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:7.1f} s  {outcome.name}")


def closing_line(reports: Path) -> str:
    """Add up the tests of every run, as in `12 passed, 0 failed, 1 skipped`."""
    suites = [suite for file in reports.glob("*.xml") for suite in parsed(file).iter("testsuite")]
    ran, failures, errors, skipped = (
        sum(int(s.get(key, 0)) for s in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    return f"{ran - failures - errors - skipped} passed, {failures + errors} failed, {skipped} skipped"


def parsed(report: Path) -> ET.Element:
    """Read one of pytest's own reports."""
    return ET.parse(report).getroot()  # noqa: S314  # pytest wrote it a moment ago, on this machine
