"""The command contract: keys, exit statuses, sentences (design: COMMANDS)."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out

Call = Callable[..., tuple[int, dict[str, Any]]]
PASSPHRASE = "remit test desk"
PEOPLE = "id,name,email,role,origin\n1,Ines Farkas,ines@example.org,buyer,\n2,Wei Szalai,wei@example.net,,\n"


@pytest.fixture
def people_file(tmp_path: Path) -> str:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    return str(file)


def outside(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "core.cli", *words]
    return subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_init_makes_a_desk_and_names_its_policy(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    done = outside("init", str(folder), "--admin", "ada", "--json", REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"desk": str(folder), "policy": "offshorexperts-2012-12"}
    again = outside("init", str(folder), "--admin", "ada", REMIT_PASSPHRASE=PASSPHRASE)
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_init_with_a_file_that_is_no_policy_says_where_and_makes_no_desk(tmp_path: Path) -> None:
    slip = tmp_path / "policy.toml"
    slip.write_text("title\n", "utf-8")
    folder = tmp_path / "new"
    done = outside("init", str(folder), "--admin", "ada", "--policy", str(slip), REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, done.stderr.startswith("policy.toml is not a TOML file")) == (1, True)
    assert "line 1" in done.stderr
    assert not folder.exists()


def test_intake_tells_what_became_of_every_row(remitctl: Call, people_file: str) -> None:
    status, told = remitctl("leo", "intake", "people", people_file)
    assert status == 0
    assert told["read"] == told["stored"] + told["updated"] + told["known"] + told["quarantined"] == 2
    assert told["quarantined"] == 1
    assert told["seconds"] >= 0


def test_a_quarantined_row_is_listed_with_its_reason_and_let_in_with_an_origin(
    remitctl: Call, people_file: str
) -> None:
    remitctl("leo", "intake", "people", people_file)
    _, waiting = remitctl("leo", "quarantine", "list")
    (row,) = waiting["rows"]
    assert "origin" in row["reason"]
    assert remitctl("leo", "quarantine", "release", str(row["id"]), "--set", "origin=enrolment")[0] == 0
    assert remitctl("leo", "quarantine", "list")[1]["total"] == 0
    assert remitctl("leo", "people", "find")[1]["total"] == 2


def test_a_suggested_mapping_is_toml_that_intake_takes(
    remitctl: Call, people_file: str, tmp_path: Path
) -> None:
    suggested = outside("intake", "suggest-map", "people", people_file)
    mapping = tmp_path / "map.toml"
    mapping.write_text(suggested.stdout, "utf-8")
    assert remitctl("leo", "intake", "people", people_file, "--map", str(mapping))[1]["stored"] == 1


def test_a_trial_run_stores_nothing(remitctl: Call, people_file: str) -> None:
    told = remitctl("leo", "intake", "people", people_file, "--dry-run")[1]
    assert (told["stored"], told["dry_run"], told["seconds"] > 0) == (1, True, True)
    assert remitctl("leo", "people", "find")[1]["total"] == 0


def test_people_are_found_masked_and_opted_out_once(remitctl: Call, people_file: str) -> None:
    remitctl("leo", "intake", "people", people_file)
    status, found = remitctl("mia", "people", "find", "ines@example.org")
    assert (status, found["total"]) == (0, 1)
    assert "Ines" not in json.dumps(found)
    person = str(found["rows"][0]["id"])
    assert remitctl("mia", "people", "opt-out", person)[1]["opted_out"] is True
    status, told = remitctl("mia", "people", "opt-out", person)
    assert (status, told["error"]) == (1, "This person is opted out already.")
    _, shown = remitctl("mia", "people", "show", person, "--purpose", "respond")
    assert shown["rows"][0]["full_name"] == "Ines Farkas"


def test_whom_one_looks_for_can_stay_off_the_command_line(
    remitctl: Call, people_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remitctl("leo", "intake", "people", people_file)
    monkeypatch.setattr("sys.stdin", StringIO("ines@example.org\n"))
    assert remitctl("mia", "people", "find", "-")[1]["total"] == 1
    monkeypatch.setattr("sys.stdin", StringIO("nobody@example.org\n"))
    assert remitctl("mia", "people", "find", "-")[1]["total"] == 0


def test_an_admin_takes_a_file_in_and_is_told_counts_and_reasons_only(remitctl: Call, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "name,email,origin\nInes,ines@example.org,enrolment\nNobody Knows,n@example.com,\n", "utf-8"
    )
    status, told = remitctl("ada", "intake", "people", str(file))
    assert (status, told["read"], told["stored"], told["quarantined"]) == (0, 2, 1, 1)
    _, listed = remitctl("ada", "quarantine", "list")
    assert [one["clause"] for one in listed["rows"]] == ["C13"]
    assert "Nobody" not in str(listed)
    assert remitctl("ada", "quarantine", "release", "1", "--set", "email=x@example.com")[0] == 1
    assert remitctl("ada", "quarantine", "release", "1", "--set", "origin=enrolment")[0] == 0
    assert remitctl("ada", "people", "find", "Nobody")[0] == 1


@pytest.mark.parametrize(("name", "shown"), [("mia", "your own entries"), ("aldo", "every entry")])
def test_the_list_of_the_log_says_whose_entries_it_shows(remitctl: Call, name: str, shown: str) -> None:
    assert remitctl(name, "audit", "list")[1]["shown"] == shown


def test_staff_are_added_listed_and_disabled_by_the_admin_alone(remitctl: Call) -> None:
    assert remitctl("pia", "staff", "add", "eve", "--role", "lead")[0] == 1
    status, told = remitctl("ada", "staff", "add", "eve", "--role", "lead")
    assert (status, {"name": "eve", "role": "lead", "active": True} in told["staff"]) == (0, True)
    _, told = remitctl("ada", "staff", "disable", "eve")
    assert {"name": "eve", "role": "lead", "active": False} in told["staff"]
    assert remitctl("ada", "staff", "add", "x", "--role", "emperor")[0] == 2
    status, told = remitctl("ada", "staff", "disable", "ada")
    assert (status, told["error"]) == (1, "This is the desk's last admin; add another before this one goes.")


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("eve\nada", "a line break"),
        ("\u202eada", "a mark that turns text around (U+202E)"),
        ("ada\u200b", "a character that cannot be seen (U+200B)"),
        ("e\x1b[31mve", "a character that cannot be seen (U+001B)"),
        ("e\x9bve", "a character that cannot be seen (U+009B)"),
    ],
)
def test_a_staff_name_that_does_not_show_is_refused(remitctl: Call, name: str, holds: str) -> None:
    status, told = remitctl("ada", "staff", "add", name, "--role", "lead")
    assert (status, told["error"]) == (1, f"A staff member's name holds {holds}; type it without.")


def test_the_log_is_verified_with_its_root(remitctl: Call) -> None:
    status, told = remitctl("aldo", "audit", "verify")
    assert (status, told["ok"], told["first_bad"]) == (0, True, None)
    assert len(told["root"]) == 64
    assert told["entries"] > 6


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--desk", "nowhere", "--as", "mia", "people", "find"], "There is no desk at nowhere"),
        (["--desk", "x", "--as", "mia", "--passphrase-file", "none.txt", "people", "find"], "no desk"),
        (["intake", "suggest-map", "people", "none.csv"], "none.csv"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_1(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REMIT_DESK", "REMIT_STAFF"):
        monkeypatch.delenv(name, raising=False)
    assert run(*taken_out(words)) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Traceback" not in said.err + said.out
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("words", [["nonsense"], ["people", "show"], ["people", "show", "seven"], ["--nope"]])
def test_a_wrong_call_is_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*taken_out(words)) == 2
    assert capsys.readouterr().err


def test_a_wrong_passphrase_is_refused_with_exit_1(desk_folder: Path) -> None:
    done = outside(
        "--desk", str(desk_folder), "--as", "mia", "people", "find", REMIT_PASSPHRASE="wrong words"
    )
    assert (done.returncode, done.stderr.strip()) == (1, "That name and passphrase do not open this desk.")


def test_after_wrong_passphrases_a_call_is_refused_with_the_seconds_left(desk_folder: Path) -> None:
    call = ("--desk", str(desk_folder), "--as", "mia", "people", "find")
    said = [outside(*call, REMIT_PASSPHRASE="wrong words") for _ in range(4)]
    assert {one.returncode for one in said} == {1}
    assert re.search(r"Try again in \d+ seconds?\.$", said[-1].stderr.strip())


def test_ones_own_passphrase_is_changed_by_a_call(desk_folder: Path) -> None:
    call = ("--desk", str(desk_folder), "--as", "mia", "staff", "passphrase", "--json")
    done = outside(*call, REMIT_PASSPHRASE=PASSPHRASE, REMIT_NEW_PASSPHRASE="a newer passphrase")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["changed"].startswith("Changed your passphrase")
    same = outside(*call, REMIT_PASSPHRASE="a newer passphrase")
    assert (same.returncode, same.stderr.strip()) == (1, "That is your passphrase already; choose another.")
    assert outside(*call, REMIT_PASSPHRASE=PASSPHRASE).returncode == 1


def test_a_recovery_key_is_made_and_used_by_calls(desk_folder: Path) -> None:
    desk = ("--desk", str(desk_folder), "--json", "staff")
    made = outside("--as", "ada", *desk, "recovery", REMIT_PASSPHRASE=PASSPHRASE)
    code = json.loads(made.stdout)["recovery_key"]
    secrets = {"REMIT_RECOVERY_KEY": code, "REMIT_NEW_PASSPHRASE": "a newer passphrase"}
    assert json.loads(outside(*desk, "recover", "ada", **secrets).stdout)["recovered"] == "ada"
    again = outside(*desk, "recover", "ada", **secrets)
    assert (again.returncode, "used, replaced" in again.stderr) == (1, True)
    assert outside("--as", "ada", *desk, "list", REMIT_PASSPHRASE="a newer passphrase").returncode == 0


def test_the_desks_key_is_changed_by_a_call(desk_folder: Path) -> None:
    call = ("--desk", str(desk_folder), "--as", "ada", "--json", "staff")
    done = outside(*call, "rekey", REMIT_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["changed"].startswith("The desk has a new key")
    assert outside(*call, "list", REMIT_PASSPHRASE=PASSPHRASE).returncode == 0


def test_a_service_signs_in_by_a_file_of_its_own_alone(desk_folder: Path, tmp_path: Path) -> None:
    words = tmp_path / "passphrase"
    words.write_text("a service passphrase\n", "utf-8")
    words.chmod(0o600)
    desk = ("--desk", str(desk_folder), "--json")
    secrets = {"REMIT_PASSPHRASE": PASSPHRASE, "REMIT_NEW_PASSPHRASE": "a service passphrase"}
    assert (
        outside("--as", "ada", *desk, "staff", "add", "robot", "--role", "service", **secrets).returncode == 0
    )
    call = (*desk, "--as", "robot", "--passphrase-file", str(words), "feed")
    assert outside(*call).returncode == 0
    words.chmod(0o620)
    assert "chmod 600" in outside(*call).stderr
    words.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(words, 12345, -1)
        refused = outside(*call)
        assert (refused.returncode, "belongs to another account" in refused.stderr) == (1, True)


def test_without_json_a_person_reads_lines(desk_folder: Path, people_file: str) -> None:
    done = outside(
        "intake",
        "people",
        people_file,
        "--desk",
        str(desk_folder),
        "--as",
        "leo",
        REMIT_PASSPHRASE=PASSPHRASE,
    )
    assert done.returncode == 0
    assert "stored: 1" in done.stdout
    assert "quarantined: 1" in done.stdout


def test_how_the_site_heard_is_one_of_its_ways_so_that_no_words_reach_the_log(
    remitctl: Call, people_file: str
) -> None:
    remitctl("leo", "intake", "people", people_file)
    status, told = remitctl("mia", "people", "opt-out", "1", "--heard", "Ines Farkas rang")
    assert status == 2
    assert "take one of e-mail, contact record" in told["error"]
    assert "Ines Farkas rang" in told["error"]
    assert remitctl("mia", "people", "opt-out", "1", "--heard", "telephone")[0] == 0


def test_the_person_who_opted_out_is_the_row_that_is_told(remitctl: Call, people_file: str) -> None:
    remitctl("leo", "intake", "people", people_file)
    _, told = remitctl("mia", "people", "opt-out", "1", "--heard", "letter")
    assert (told["total"], [one["id"] for one in told["rows"]]) == (1, [1])
    assert told["rows"][0]["opted_out_at"]


def test_an_opt_out_is_taken_back_only_with_the_wish_and_how_it_was_told(
    remitctl: Call, people_file: str
) -> None:
    remitctl("leo", "intake", "people", people_file)
    remitctl("mia", "people", "opt-out", "1")
    for said in ((), ("--heard", "letter"), ("--wish", "asked_again"), ("--heard", "letter", "--wish", "x")):
        status, told = remitctl("mia", "people", "opt-out", "1", "--take-back", *said)
        assert status == 2
        assert "asked_again, signed_up_again, had_not_meant_it" in told["error"]
    said = ("--heard", "letter", "--wish", "asked_again")
    assert remitctl("mia", "people", "opt-out", "1", "--take-back", *said)[1]["opted_out"] is False


def test_a_purpose_that_is_none_is_a_wrong_call_that_names_the_purposes(
    remitctl: Call, people_file: str
) -> None:
    remitctl("leo", "intake", "people", people_file)
    status, told = remitctl("mia", "people", "show", "1", "--purpose", "curiosity")
    assert (status, "respond, access" in told["error"]) == (2, True)


def test_a_file_s_policy_version_is_told_and_must_be_one_of_the_desk_s(
    remitctl: Call, people_file: str
) -> None:
    status, told = remitctl("leo", "intake", "people", people_file, "--policy-version", "2031")
    assert (status, "offshorexperts-2012-12" in told["error"]) == (1, True)
    remitctl("leo", "intake", "people", people_file)
    version = ("--policy-version", "offshorexperts-2012-12")
    assert remitctl("leo", "intake", "people", people_file, *version)[1]["updated"] == 1
    _, shown = remitctl("mia", "people", "show", "1")
    assert [one["policy_version"] for one in shown["rows"]] == ["offshorexperts-2012-12"]


def test_a_quarantined_row_is_not_given_what_it_states_itself(remitctl: Call, people_file: str) -> None:
    remitctl("leo", "intake", "people", people_file)
    (row,) = remitctl("leo", "quarantine", "list")[1]["rows"]
    status, told = remitctl("leo", "quarantine", "release", str(row["id"]), "--set", "opted_out=no")
    assert (status, "No opt-out is set" in told["error"]) == (1, True)


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_a_mapping_for_an_empty_file_is_one_plain_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "empty.csv"
    file.write_text(content, "utf-8")
    assert run(*taken_out(["intake", "suggest-map", "people", str(file)])) == 1
    said = capsys.readouterr().err
    assert (len(said.splitlines()), said.rstrip().endswith(".")) == (1, True)


def test_a_kind_that_is_none_is_a_wrong_call_that_names_the_kinds(remitctl: Call, people_file: str) -> None:
    status, told = remitctl("leo", "intake", "persons", people_file)
    assert (status, "people, postings" in told["error"]) == (2, True)
