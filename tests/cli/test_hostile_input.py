"""Whatever is given to remitctl, it answers with a sentence; a mistake of its own names places, no person."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk

Call = Callable[..., tuple[int, dict[str, Any]]]
PASSPHRASE = "remit test desk"
DEEP = ".".join("a" * 5000) + " = 1\n"


def outside(*words: str | bytes, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call remitctl in a process of its own, which gets its words as bytes."""
    command: list[str | bytes] = [sys.executable, "-m", "core.cli", *words]
    return subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, check=False, env=os.environ | environment
    )


def is_a_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    return len(done.stderr.splitlines()) == 1 and done.stderr.strip().endswith(".")


@pytest.mark.parametrize("words", [("--as", b"\xff"), ("--as", b"mia\xff"), ("--as=\udcff",)])
def test_a_name_that_is_no_text_is_a_wrong_call(words: tuple[str | bytes, ...], desk_folder: Path) -> None:
    done = outside("--desk", str(desk_folder), *words, "people", "find", REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, is_a_sentence(done)) == (2, True), done.stderr
    assert "no text in UTF-8" in done.stderr


def test_a_name_in_the_environment_that_is_no_text_is_a_wrong_call(desk_folder: Path) -> None:
    given = {"REMIT_STAFF": "\udcff", "REMIT_PASSPHRASE": PASSPHRASE}
    done = outside("--desk", str(desk_folder), "people", "find", **given)
    assert (done.returncode, is_a_sentence(done)) == (2, True), done.stderr


@pytest.mark.parametrize("variable", ["REMIT_PASSPHRASE", "REMIT_NEW_PASSPHRASE"])
def test_a_passphrase_that_is_no_text_is_refused_and_not_shown(variable: str, desk_folder: Path) -> None:
    given = {"REMIT_PASSPHRASE": PASSPHRASE, variable: "sesame\udcff"}
    done = outside(
        "--desk", str(desk_folder), "--as", "ada", "staff", "add", "eve", "--role", "lead", **given
    )
    assert (done.returncode, is_a_sentence(done)) == (2, True), done.stderr
    assert done.stderr == f"{variable} is no text in UTF-8.\n"


def test_what_is_typed_and_is_no_text_is_refused(remitctl: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"\xff\n"), encoding="utf-8"))
    status, answer = remitctl("mia", "people", "find", "-")
    assert (status, answer["error"]) == (1, "The line on standard input is no text in UTF-8.")


TOML_CALLS = [
    ("shares", "propose"), ("vendors", "add"), ("agreements", "add"), ("rules", "check"),
    ("intake", "people", "{}/people.csv", "--map"),
]  # fmt: skip
BAD_TOML = [DEEP, f"x = {'[' * 5000}", f"x = {'1' * 5000}", f"schema = 0x{'f' * 5000}"]


@pytest.mark.parametrize("text", BAD_TOML, ids=["dotted", "nested", "digits", "hexadecimal"])
@pytest.mark.parametrize("words", TOML_CALLS, ids=" ".join)
def test_a_toml_file_beyond_the_bounds_is_a_sentence(
    words: tuple[str, ...], text: str, remitctl: Call, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("id,name,email\n1,Ines Farkas,ines@example.org\n", "utf-8")
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    status, answer = remitctl("pia", *(one.format(tmp_path) for one in words), str(tmp_path / "bad.toml"))
    assert status == 1
    assert answer["error"].startswith("bad.toml")


@pytest.mark.parametrize("text", BAD_TOML, ids=["dotted", "nested", "digits", "hexadecimal"])
def test_a_policy_beyond_the_bounds_makes_no_desk(text: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    words = ("init", str(tmp_path / "new"), "--admin", "ada", "--policy", str(tmp_path / "bad.toml"))
    done = outside(*words, REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, is_a_sentence(done)) == (1, True), done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("salt", ["", "00", "zz"])
def test_a_desk_whose_salt_is_damaged_says_so(salt: str, desk_folder: Path) -> None:
    head = desk_folder / "desk.toml"
    lines = [f'salt = "{salt}"' if one.startswith("salt") else one for one in head.read_text().splitlines()]
    head.write_text("\n".join(lines), "utf-8")
    done = outside("--desk", str(desk_folder), "--as", "mia", "people", "find", REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, is_a_sentence(done)) == (1, True), done.stderr
    assert "restore" in done.stderr


def test_a_desk_file_beyond_the_bounds_says_that_it_cannot_be_read(desk_folder: Path) -> None:
    with (desk_folder / "desk.toml").open("a", encoding="utf-8") as head:
        head.write(DEEP)
    done = outside("--desk", str(desk_folder), "--as", "mia", "people", "find", REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, is_a_sentence(done)) == (1, True), done.stderr


def test_a_mistake_is_a_sentence_with_kind_and_places_and_no_value(
    desk_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The desk itself fails here as nobody foresaw; its error holds somebody's address."""

    def fail(_desk: Desk) -> None:
        raise LookupError("oscar@example.org")

    monkeypatch.setattr(Desk, "read", fail)
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    call = ["--desk", str(desk_folder), "--as", "mia", "people", "find"]
    status = run(*taken_out(call))
    told = capsys.readouterr()
    first, head, kind, *places = told.err.splitlines()
    assert (status, told.out) == (1, "")
    assert first.startswith("Remit made a mistake; ")
    assert first.endswith(".")
    assert (head.startswith("Remit, Python 3"), kind) == (True, "LookupError")
    assert any("core.cli.people" in one for one in places)
    assert "oscar" not in told.err
    assert run(*taken_out([*call, "--json"])) == 1
    assert '"ok": false' in capsys.readouterr().out
