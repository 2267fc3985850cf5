"""The pinned versions, the stamp, and what a person reads when pip fails."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import environment
import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = [
    line
    for line in (ROOT / "packaging" / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that looks like this project, its name with a space."""
    root = tmp_path / "a clone"
    (root / "packaging").mkdir(parents=True)
    (root / ".venv").mkdir()
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    (root / "packaging" / "constraints.txt").write_text("rich==15.0.0\n", "utf-8")
    return root


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_pin_is_one_exact_version_and_names_no_host() -> None:
    assert [
        pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.]+(?:; \w+ (?:==|<|>=) \"[\w.]+\")?", pin)
    ] == []


def test_every_package_that_the_project_needs_is_pinned() -> None:
    pinned = {canonical(pin.split("==")[0]) for pin in PINS}
    assert needed("remit", {"test"}) - pinned == set()


def needed(project: str, extras: set[str]) -> set[str]:
    """Walk through what is installed, from the project to the last package below it."""
    found: set[str] = set()
    todo = [(project, extras)]
    while todo:
        name, wanted = todo.pop()
        for requirement in importlib.metadata.requires(name) or []:
            child = canonical(re.match(r"[\w.-]+", requirement)[0])  # type: ignore[index]  # always starts with a name
            extra = re.search(r"extra == ['\"](\w+)", requirement)
            if child not in found and (extra is None or extra[1] in wanted) and is_installed(child):
                found.add(child)
                todo.append((child, set()))
    return found


def is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_a_second_start_finds_all_in_place(project: Path) -> None:
    environment.Stamp(project).write(environment.RUN)
    assert environment.Stamp(project).covers(environment.RUN)


def test_an_environment_for_the_tests_runs_the_program_too_but_not_the_reverse(project: Path) -> None:
    environment.Stamp(project).write(environment.RUN)
    assert not environment.Stamp(project).covers(environment.TEST)
    environment.Stamp(project).write(environment.TEST)
    assert environment.Stamp(project).covers(environment.RUN)


@pytest.mark.parametrize("file", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_changed_requirement_asks_for_an_installation(project: Path, file: str) -> None:
    environment.Stamp(project).write(environment.TEST)
    (project / file).write_text("changed\n", "utf-8")
    stamp = environment.Stamp(project)
    assert not stamp.covers(environment.TEST)
    assert not stamp.is_of_another_place()


def test_a_moved_folder_asks_for_a_new_environment(project: Path) -> None:
    environment.Stamp(project).write(environment.TEST)
    moved = project.rename(project.with_name("elsewhere"))
    assert environment.Stamp(moved).is_of_another_place()


def test_a_half_written_stamp_asks_for_an_installation(project: Path) -> None:
    (project / ".venv" / "remit-stamp").write_text("torn", "utf-8")
    assert not environment.Stamp(project).covers(environment.RUN)


def test_an_environment_whose_making_was_cut_short_does_not_count(project: Path) -> None:
    python = Path(environment.python(project))
    assert not environment.has_pip(project)
    python.parent.mkdir(parents=True)
    python.symlink_to("/bin/false")  # there, but it cannot even run pip
    assert not environment.has_pip(project)


def test_an_environment_with_pip_counts(project: Path) -> None:
    python = Path(environment.python(project))
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    assert environment.has_pip(project)


def test_a_network_out_of_reach_is_told_in_one_sentence() -> None:
    nobody_listens = "http://127.0.0.1:9/simple"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--isolated",
        "--retries=1",
        "-i",
        nobody_listens,
    ]
    said = subprocess.run([*pip, "remit-needs-the-network"], capture_output=True, text=True, check=False)
    assert said.returncode != 0
    sentence = environment.why_pip_failed(said.stdout + said.stderr)
    assert sentence.endswith("the package index is out of reach. Are you online?")


def test_any_other_failure_of_pip_is_shown_in_its_own_words() -> None:
    assert environment.why_pip_failed("ERROR: No space left on device").endswith("No space left on device")
