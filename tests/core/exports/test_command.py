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
