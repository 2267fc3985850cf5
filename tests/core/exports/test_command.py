import json
from pathlib import Path

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from core.landing import file_sha256
from tests.conftest import PASSPHRASE


def remitctl(*words: object) -> int:
    return run(*taken_out([str(one) for one in words]))


@pytest.fixture
def at(marketplace: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    return ("--desk", marketplace.folder.path, "--as", "leo", "--json")


def test_the_command_answers_records_hash_and_file(
    at: tuple[object, ...], outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = outside / "people.xlsx"
    assert remitctl("export", "people", "--purpose", "research", "--query", "Wei", "--to", file, *at) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["records"] == 1
    assert told["sha256"] == file_sha256(file)
    assert told["file"] == str(file)
    assert "demographic" in told["columns_left_out"]["Under 13"].casefold()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("people", "--purpose", "fun"), "no purpose of the policy"),
        (("contacts", "--purpose", "promotion"), "answer alone"),
        (("postings", "--purpose", "moderation", "--state", "lost"), "it may be one of: new"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_sentence_and_leaves_no_file(
    at: tuple[object, ...],
    outside: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    says: str,
) -> None:
    assert remitctl("export", *words, "--to", outside / "x.xlsx", *at) == 1
    assert says in json.loads(capsys.readouterr().out)["error"]
    assert list(outside.iterdir()) == []


def test_a_call_without_purpose_or_file_is_told_the_purposes(
    at: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert remitctl("export", "people", *at) == 2
    said = json.loads(capsys.readouterr().out)["error"]
    assert "For people P may be respond, provide_services, research" in said


@pytest.mark.parametrize(
    ("where", "long"),
    [(("n" * 300 + ".xlsx",), 305), (("n" * 246 + ".xlsx",), 251), (("n" * 300, "x.xlsx"), 300)],
)
def test_a_name_too_long_for_the_disk_is_told_as_it_was_given_and_nothing_is_left(  # noqa: PLR0913, PLR0917  # fixtures and cases
    at: tuple[object, ...],
    marketplace: Desk,
    outside: Path,
    capsys: pytest.CaptureFixture[str],
    where: tuple[str, ...],
    long: int,
) -> None:
    to = outside.joinpath(*where)
    assert remitctl("export", "people", "--purpose", "research", "--to", to, *at) == 1
    said = json.loads(capsys.readouterr().out)["error"]
    assert said.startswith("The name nnn")
    assert said.endswith(f"is too long for this disk, {long} characters; choose a shorter one.")
    assert "aside" not in said
    assert "manifest" not in said
    assert list(outside.iterdir()) == []
    assert list((marketplace.folder.path / "aside").glob("*")) == []


def test_a_desk_whose_outbox_could_have_no_name_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    desk = tmp_path / ("d" * 250)

    assert remitctl("init", desk, "--admin", "ada", "--json") == 1
    said = json.loads(capsys.readouterr().out)["error"]
    assert said == f"No desk can be made at {desk}: File name too long."
    assert not desk.exists()
