"""remitctl vendors, agreements, shares and check, as a script calls them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from core.people.actions import opt_out
from tests.conftest import PASSPHRASE
from tests.core.shares.arriving import arrive, given

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples" / "shares"
Ctl = Callable[..., tuple[int, Mapping[str, Any]]]


@pytest.fixture
def ctl(desk_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ctl:
    """Call remitctl with --json as a staff member; gives the exit status and the answer."""
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)

    def call(*words: object, staff: str = "pia") -> tuple[int, Mapping[str, Any]]:
        capsys.readouterr()
        plain = ["--desk", str(desk_folder), "--as", staff, "--json", *map(str, words)]
        status = run(*taken_out(plain))
        return status, json.loads(capsys.readouterr().out or "{}")

    return call


@pytest.fixture(autouse=True)
def stored(signed_in: Callable[[str], Desk], ctl: Ctl) -> Mapping[str, int]:
    """Four people, of whom one opted out and one reported a problem; the example's vendor and agreement."""
    with signed_in("pia").write() as work:
        people = arrive(work, [given("Anna"), given("Bela"), given("Otto"), given("Quin", "problem")])
        opt_out(work, people["Otto"])
    for what in ("vendor", "agreement"):
        status, answer = ctl(f"{what}s", "add", EXAMPLES / f"{what}.toml")
        assert (status, answer[what]) == (0, 1)
    return people


def test_a_share_goes_from_a_file_to_a_file_that_verifies(ctl: Ctl) -> None:
    status, proposed = ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="leo")
    assert (status, proposed["state"], proposed["selected"], proposed["records"]) == (0, "submitted", 4, 2)
    assert {(one["reason"], one["clause"], one["records"]) for one in proposed["excluded"]} == {
        ("Opted out", "C20", 1),
        ("Reported a problem", "C16", 1),
    }
    email = [one for one in proposed["verdicts"] if one["field"] == "email"]
    assert {(one["outcome"], one["rule"], one["clause"], one["records"]) for one in email} == {
        ("allow", "promotion-by-vendor", "C19, C14", 2),
        ("deny", "opted-out", "C20", 1),
        ("deny", "answer-only", "C16", 1),
    }
    assert ctl("shares", "approve", 1)[1]["state"] == "approved"
    status, executed = ctl("shares", "execute", 1)
    assert (status, executed["state"], executed["records"], executed["in_place"]) == (0, "executed", 2, True)
    status, checked = ctl("check", executed["file"])
    assert (status, checked["ok"], checked["findings"]) == (0, True, [])


def test_check_finds_one_changed_byte_and_needs_no_desk(ctl: Ctl, capsys: pytest.CaptureFixture[str]) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="leo")
    ctl("shares", "approve", 1)
    file = Path(ctl("shares", "execute", 1)[1]["file"])
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    capsys.readouterr()
    status = run(*taken_out(["check", str(file), "--json"]))
    answer = json.loads(capsys.readouterr().out)
    assert (status, answer["ok"]) == (1, False)
    assert "changed" in {one["kind"] for one in answer["findings"]}


def test_check_of_nothing_is_one_sentence(ctl: Ctl) -> None:
    status, answer = ctl("check", "/no/such/file.xlsx")
    assert (status, answer["ok"]) == (1, False)


def test_approving_ones_own_is_refused_in_a_sentence(ctl: Ctl) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="olga")
    status, answer = ctl("shares", "approve", 1, staff="olga")
    assert (status, answer["error"]) == (1, "You proposed this share; another officer must approve it.")


def test_those_who_opted_out_since_the_approval_are_named_by_number(
    ctl: Ctl, signed_in: Callable[[str], Desk], stored: Mapping[str, int]
) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="leo")
    ctl("shares", "approve", 1)
    with signed_in("mia").write() as work:
        opt_out(work, stored["Anna"])
    assert ctl("shares", "execute", 1)[1]["done"] == (
        "Executed: 1 person, 1 record for Sparrow Mail. 1 person opted out since approval; removed."
    )


def test_a_moderator_is_refused_everywhere(ctl: Ctl) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", staff="leo")
    for words in (["shares", "list"], ["shares", "show", "1"], ["vendors", "list"], ["agreements", "list"]):
        status, answer = ctl(*words, staff="mia")
        assert (status, answer["error"]) == (1, "As a moderator you do not see vendor shares.")


def test_the_later_steps_bring_it_home(ctl: Ctl) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="leo")
    for verb in ("approve", "execute", "deliver", "attest", "close"):
        assert ctl("shares", verb, 1)[0] == 0
    assert ctl("shares", "show", 1, staff="aldo")[1]["state"] == "closed"
    assert ctl("audit", "verify")[1]["ok"]


def test_a_step_is_taken_back_by_whoever_took_it(ctl: Ctl) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="olga")
    ctl("shares", "approve", 1)
    status, answer = ctl("shares", "undo", 1, staff="olga")
    assert (status, answer["error"]) == (1, "pia took that step; only pia takes it back.")
    status, answer = ctl("shares", "undo", 1)
    assert (status, answer["state"]) == (0, "submitted")
    assert answer["done"] == "Took back the approval of share 1; it is submitted again."
    ctl("shares", "approve", 1)
    ctl("shares", "execute", 1)
    status, answer = ctl("shares", "undo", 1)
    assert (status, answer["error"].startswith("This share is executed;")) == (1, True)


def test_the_ways_out_are_there(ctl: Ctl) -> None:
    for verb, more in (("withdraw", []), ("reject", ["--note", "No."]), ("approve", [])):
        number = ctl("shares", "propose", EXAMPLES / "share.toml", "--submit", staff="leo")[1]["id"]
        assert ctl("shares", verb, number, *more)[0] == 0
    assert ctl("shares", "revoke", 3)[1]["state"] == "revoked"
    _, listed = ctl("shares", "list", "--state", "rejected")
    assert [(one["id"], one["state"]) for one in listed["rows"]] == [(2, "rejected")]


def test_explain_gives_the_rules_for_each_kind_of_record(ctl: Ctl) -> None:
    ctl("shares", "propose", EXAMPLES / "share.toml", staff="leo")
    _, answer = ctl("shares", "explain", 1)
    problem = next(one for one in answer["rows"] if one["origin"] == "problem" and one["field"] == "email")
    assert (problem["outcome"], problem["rule"], problem["clause"]) == ("deny", "answer-only", "C16")


def test_the_register_is_listed(ctl: Ctl) -> None:
    _, listed = ctl("vendors", "list", staff="leo")
    assert [(one["name"], one["agreements"]) for one in listed["rows"]] == [("Sparrow Mail", 1)]
    _, listed = ctl("agreements", "list", "--vendor", "Sparrow Mail", staff="leo")
    assert [(one["reference"], one["active"]) for one in listed["rows"]] == [("SM-2026-01", True)]


def test_a_misspelt_file_is_named_by_line_and_key(ctl: Ctl, tmp_path: Path) -> None:
    file = tmp_path / "share.toml"
    file.write_text((EXAMPLES / "share.toml").read_text("utf-8").replace('"promotion"', '"gossip"'), "utf-8")
    status, answer = ctl("shares", "propose", file, staff="leo")
    assert status == 1
    assert answer["error"].startswith("share.toml, line 9: purpose is 'gossip'; it may be ")
