"""What remitctl's log holds after real work: its verbs, kinds and places, and nobody's name or address."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from core.desk import Desk
from tests.behind import NO_SUCH_TABLE, behind_its_back

PASSPHRASE = "remit test desk"
PLANTED = ("leo", "Ines", "Farkas", "@example.org", "Szalai", "wei@", "Őrsi Jolán", PASSPHRASE)
ROWS = (
    "id,name,email,role,origin\n1,Ines Farkas,ines.farkas@example.org,buyer,enrolment\n"
    "2,Wei Szalai,wei@example.net,,\n3,Őrsi Jolán,jolan@example.com,buyer,enrolment\n"
)
Call = Callable[..., int]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


@pytest.fixture
def call(desk_folder: Path, logs: Path) -> Call:
    """Run remitctl as a person's shell does; gives the exit status."""

    def outside(*words: str) -> int:
        command = [sys.executable, "-m", "core.cli", "--desk", str(desk_folder), "--as", "leo", *words]
        chosen = {"REMIT_LOGS": str(logs), "REMIT_PASSPHRASE": PASSPHRASE}
        return subprocess.run(command, capture_output=True, check=False, env=os.environ | chosen).returncode  # noqa: S603  # our own program

    return outside


def text_of(logs: Path) -> str:
    """Return all that was written, after a look for every planted word, also as UTF-16."""
    written = b"".join(one.read_bytes() for one in sorted(logs.iterdir()))
    forms = ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape")
    found = [word for word in PLANTED for form in forms if word.encode(form).lower() in written.lower()]
    assert found == []
    return written.decode("ascii")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "Ines Farkas and Szalai.csv"
    file.write_text(ROWS, "utf-8")
    return file


def test_after_an_intake_the_log_has_the_verb_and_nobody(call: Call, logs: Path, people: Path) -> None:
    assert call("intake", "people", str(people)) == 0
    assert call("people", "find", "Ines Farkas") == 0
    told = text_of(logs)
    assert "remitctl" in told
    assert told.count("started verb=intake") == told.count("started verb=people") == 1
    assert told.count("ended status=0") == 2


def test_a_refusal_is_logged_by_its_kind_and_place(call: Call, logs: Path, people: Path) -> None:
    assert call("intake", "people", str(people.with_name("Ines Farkas.gone.csv"))) == 1
    assert call("Ines Farkas") == 2
    assert call("people", "find", "--ines.farkas@example.org") == 2
    told = text_of(logs)
    assert "refused kind=" in told
    assert "  core.sheets." in told
    assert "started verb=withheld" in told


@pytest.mark.embedded
def test_a_database_error_is_logged_by_its_code(
    call: Call, logs: Path, people: Path, desk_folder: Path
) -> None:
    assert call("intake", "people", str(people)) == 0
    (desk_folder / "desk.db").write_bytes(b"Ines Farkas" * 10_000)
    assert call("people", "find", "Ines Farkas") == 1
    told = text_of(logs)
    assert f"(SQLite {sqlite3.SQLITE_NOTADB})" in told


def test_a_mistake_is_logged_with_our_own_places_and_no_parameter_of_its_statement(
    call: Call, logs: Path, people: Path, signed_in: Callable[[str], Desk]
) -> None:
    assert call("intake", "people", str(people)) == 0
    with behind_its_back(signed_in("leo")) as store:
        store.execute(text("ALTER TABLE person RENAME TO gone"))
    assert call("intake", "people", str(people)) == 1
    told = text_of(logs)
    assert any(f"from {one}" in told for one in NO_SUCH_TABLE)
    assert "  core.cli.intake:" in told
    assert "SELECT" not in told
