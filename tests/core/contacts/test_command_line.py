"""remitctl contacts and audit, as a script calls them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from tests.conftest import PASSPHRASE

Ctl = Callable[..., tuple[int, Mapping[str, Any]]]


@pytest.fixture
def ctl(
    contact: int, desk_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ctl:
    """Call remitctl with --json as a staff member, on a desk with one open contact."""
    del contact
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)

    def call(*words: str, staff: str = "mia") -> tuple[int, Mapping[str, Any]]:
        capsys.readouterr()
        status = run(*taken_out(["--desk", str(desk_folder), "--as", staff, "--json", *words]))
        return status, json.loads(capsys.readouterr().out or "{}")

    return call


def test_the_list_is_masked_and_narrowed(ctl: Ctl) -> None:
    status, answer = ctl("contacts", "list", "--state", "open")
    assert (status, answer["total"]) == (0, 1)
    assert (answer["rows"][0]["subject"], answer["rows"][0]["sender"]) == ("Paid twice", "N••• O•••••")
    assert ctl("contacts", "list", "--state", "closed")[1]["rows"] == []
    assert ctl("contacts", "list", "--sort", "shoe size")[0] == 1


def test_an_answer_lands_in_the_outbox(ctl: Ctl, tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text("Hello,\nit is paid back.\n", "utf-8")
    status, answer = ctl("contacts", "answer", "1", "--file", str(text))
    assert (status, answer["state"]) == (0, "answered")
    (letter,) = answer["rows"]
    assert b"it is paid back." in Path(letter["letter"]).read_bytes()
    shown = ctl("contacts", "show", "1")[1]
    assert (shown["state"], shown["rows"][0]["text"]) == ("answered", "Hello,\nit is paid back.")


def test_a_missing_text_is_refused_in_a_sentence(ctl: Ctl, tmp_path: Path) -> None:
    status, answer = ctl("contacts", "answer", "1")
    assert (status, answer["error"]) == (1, "Write the answer first.")
    assert ctl("contacts", "answer", "1", "--file", str(tmp_path / "none.txt"))[0] == 1


def test_closing_and_opening_again(ctl: Ctl) -> None:
    assert ctl("contacts", "close", "1")[1]["state"] == "closed"
    assert ctl("contacts", "reopen", "1")[1]["state"] == "open"


def test_the_log_is_listed_as_far_as_the_role_reads(ctl: Ctl) -> None:
    ctl("contacts", "close", "1")
    status, answer = ctl("audit", "list", "--action", "contacts:", staff="aldo")
    assert (status, answer["total"]) == (0, 1)
    assert (answer["rows"][0]["who"], answer["rows"][0]["what"]) == ("mia", "Closed a contact")
    assert ctl("audit", "list", "--action", "contacts:", staff="leo")[1]["rows"] == []


def test_verifying_says_how_many_entries_and_is_logged(ctl: Ctl) -> None:
    status, answer = ctl("audit", "verify", staff="aldo")
    assert (status, answer["ok"], answer["first_bad"]) == (0, True, None)
    logged = ctl("audit", "list", "--action", "audit:log:verified", staff="aldo")[1]
    assert logged["total"] == 1
