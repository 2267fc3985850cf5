"""The rules of the house that a machine can hold."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
FILES = sorted(file for room in ("core", "gui") for file in (ROOT / room).rglob("*.py"))
EMPTY_ROOM = 5  # lines; an `__init__.py` that only names its room would flatter the median


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  # our own Python


def functions() -> list[int]:
    """The length in lines of every function, its docstring included."""
    nodes = (node for file in FILES for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return [
        (node.end_lineno or 0) - node.lineno + 1
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def test_the_imports_keep_every_contract() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


EMPTY_MODULES = [
    *(f"gui/{name}.py" for name in ("__init__", "home", "postings", "kit")),
    *(
        f"core/{name}.py"
        for name in ("__init__", "postings", "contacts", "traffic", "people", "policy", "sheets")
    ),
    *(f"core/{name}.py" for name in ("desk", "audit", "db", "changes", "errors")),
]
FORBIDDEN = [
    ("core/errors.py", "import PySide6", "core knows no screen"),
    ("core/desk.py", "import gui.kit", "core knows no screen"),
    ("gui/home.py", "import sqlalchemy", "gui knows verbs, reads, rules and errors, not storage"),
    ("core/people.py", "import core.postings", "each room of core knows only the rooms below it"),
    ("core/postings.py", "import core.contacts", "each room of core knows only the rooms below it"),
    ("core/policy.py", "import core.sheets", "each room of core knows only the rooms below it"),
    ("core/db.py", "import core.audit", "each room of core knows only the rooms below it"),
    ("core/changes.py", "import core.desk", "each room of core knows only the rooms below it"),
    ("core/traffic.py", "import core.people", "traffic and people never meet"),
    ("core/people.py", "import core.traffic", "traffic and people never meet"),
    ("gui/home.py", "import gui.postings", "the window knows the pages"),
    ("gui/kit.py", "import gui.home", "the window knows the pages"),
]


@pytest.mark.parametrize(("file", "statement", "contract"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, file: str, statement: str, contract: str
) -> None:
    # A contract whose rooms are all optional could be misspelt and hold for ever: this tree shows it bites.
    for module in EMPTY_MODULES:
        write(tmp_path / module, "")
    write(tmp_path / "pyproject.toml", PYPROJECT)
    write(tmp_path / file, statement)

    checked = lint_imports(tmp_path)

    assert checked.returncode == 1, checked.stdout
    broken = [line for line in checked.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(contract in line for line in broken), checked.stdout


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


def test_every_room_of_core_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads(PYPROJECT)["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["name"].startswith("each room of core"))
    placed = set(re.findall(r"\w+", " ".join(layers)))
    rooms = {
        path.stem
        for path in (ROOT / "core").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__"} <= placed


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert {str(file): lines(file) for file in FILES if lines(file) > 400} == {}


def test_the_median_function_is_under_ten_lines() -> None:
    assert statistics.median(functions()) < 10


def test_the_median_file_is_at_most_one_hundred_and_ten_lines() -> None:
    assert statistics.median(lines(file) for file in FILES if lines(file) > EMPTY_ROOM) <= 110


def test_no_folder_here_shadows_the_packaging_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_every_exception_to_a_check_says_why() -> None:
    # The ruff tables name rules to leave out, the mypy overrides name what they switch off.
    exceptions = re.compile(r'"[A-Z]{1,4}\d{0,4}"|^ignore_|^disallow_\w+ = false|^warn_\w+ = false')
    ruff_and_mypy = PYPROJECT[PYPROJECT.index("[tool.ruff.lint]") : PYPROJECT.index("[tool.pytest")]
    candidates = [
        line for line in ruff_and_mypy.splitlines() if exceptions.search(line) and '["ALL"]' not in line
    ]
    assert candidates
    assert [line for line in candidates if "#" not in line] == []


def test_a_switched_off_line_says_why() -> None:
    switched_off = re.compile(r"# *(?:noqa|type: *ignore)")
    with_reason = re.compile(r"# *(?:noqa: *[A-Z]+\d+(?:, *[A-Z]+\d+)*|type: *ignore\[[a-z, -]+\]) +[-#] *\w")
    bare = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in FILES
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if switched_off.search(line) and not with_reason.search(line)
    ]
    assert bare == []
