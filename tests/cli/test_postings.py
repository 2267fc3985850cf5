"""remitctl postings, screen and rules, as a script calls them."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from core.postings.arrival import IncomingPosting, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from tests.conftest import PASSPHRASE

FRAUD = "Pay the refundable registration fee of $49 by Western Union before we start"
Ctl = Callable[..., tuple[int, Mapping[str, Any]]]


@pytest.fixture
def ctl(desk_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ctl:
    """Call remitctl with --json as a staff member; gives the exit status and the answer."""
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)

    def call(*words: str, staff: str = "mia") -> tuple[int, Mapping[str, Any]]:
        capsys.readouterr()
        status = run(*taken_out(["--desk", str(desk_folder), "--as", staff, "--json", *words]))
        return status, json.loads(capsys.readouterr().out or "{}")

    return call


@pytest.fixture(autouse=True)
def stored(signed_in: Callable[[str], Desk]) -> None:
    """Two postings and a message: ids 1, 2 and 3."""
    postings = [_incoming("p-1", "A garden fence"), _incoming("p-2", FRAUD)]
    with signed_in("leo").write() as work:
        take_in(work, Kind.POSTING, postings, live_screener())
        take_in(work, Kind.MESSAGE, [_incoming("m-1", "Between us: the harbour at nine")], live_screener())


def _incoming(external_id: str, body: str) -> IncomingPosting:
    texts = {"title": "An offer", "body": body}
    return IncomingPosting(
        external_id, "An offer", "Design", "u-1", "", None, texts, sha256(body.encode()).hexdigest()
    )


def test_the_list_is_in_order_of_risk_with_hits_at_their_place(ctl: Ctl) -> None:
    status, answer = ctl("postings", "list")
    assert (status, answer["total"]) == (0, 3)
    first = answer["rows"][0]
    assert (first["id"], first["external_id"], first["state"], first["title"]) == (
        2,
        "p-2",
        "new",
        "An offer",
    )
    struck = {FRAUD[hit["start"] : hit["end"]] for hit in first["hits"] if hit["field"] == "body"}
    assert "Western Union" in struck


def test_the_list_narrows_and_turns_round(ctl: Ctl) -> None:
    assert [row["id"] for row in ctl("postings", "list", "--query", "garden")[1]["rows"]] == [1]
    oldest = ctl("postings", "list", "--sort", "id", "--ascending", "--limit", "2")[1]
    assert ([row["id"] for row in oldest["rows"]], oldest["total"]) == ([1, 2], 3)
    assert ctl("postings", "list", "--state", "removed")[1] == {"rows": [], "total": 0}


@pytest.mark.parametrize(
    "words", [("--state", "lost"), ("--sort", "beauty"), ("--kind", "letter")], ids=lambda words: words[0]
)
def test_a_word_that_is_none_is_refused_with_those_that_are(words: tuple[str, str], ctl: Ctl) -> None:
    status, answer = ctl("postings", "list", *words)
    assert status == 1
    assert words[1] in answer["error"]


def test_deciding_and_taking_back_answer_with_the_rows_as_they_now_are(ctl: Ctl) -> None:
    status, answer = ctl("postings", "decide", "1", "2", "--verdict", "remove", "--reason", "fraud")
    assert (status, answer["done"]) == (0, "Removed 2 postings.")
    assert {row["state"] for row in answer["rows"]} == {"removed"}
    status, answer = ctl("postings", "undo", "2")
    assert (status, answer["rows"][0]["state"]) == (0, "new")
    assert ctl("postings", "show", "1")[1]["state"] == "removed"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("1", "--verdict", "remove"), "needs a reason"),
        (("1", "--verdict", "burn"), "no verdict"),
        (("1", "--verdict", "remove", "--reason", "mood"), "no reason"),
        (("77", "--verdict", "approve"), "no posting 77"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_the_way_out(
    words: tuple[str, ...], says: str, ctl: Ctl
) -> None:
    status, answer = ctl("postings", "decide", *words)
    assert status == 1
    assert says in answer["error"]


def test_an_auditor_decides_nothing(ctl: Ctl) -> None:
    assert ctl("postings", "decide", "1", "--verdict", "approve", staff="aldo")[0] == 1


def test_a_message_is_shown_once_it_is_opened_with_a_reason(ctl: Ctl) -> None:
    closed = ctl("postings", "show", "3")[1]
    assert (closed["locked"], closed["texts"], closed["title"]) == (True, {}, "Private message")
    status, opened = ctl("postings", "open", "3", "--reason", "Reported by its recipient")
    assert (status, opened["texts"]["body"]) == (0, "Between us: the harbour at nine")
    assert ctl("postings", "open", "3", "--reason", " ")[0] == 1


def test_a_person_reads_the_same_without_json(
    desk_folder: Path, ctl: Ctl, capsys: pytest.CaptureFixture[str]
) -> None:
    ctl("postings", "list")
    assert run(*taken_out(["--desk", str(desk_folder), "--as", "mia", "postings", "show", "2"])) == 0
    assert "Western Union" in capsys.readouterr().out


def test_screening_again_counts_postings_hits_and_speed(ctl: Ctl) -> None:
    status, nothing = ctl("screen", staff="leo")
    assert (status, nothing["screened"]) == (0, 0)
    status, every = ctl("screen", "--all", staff="leo")
    assert (status, every["screened"]) == (0, 3)
    assert every["hits"] >= 2
    assert every["postings_per_second"] > 0
    assert ctl("screen", "--all")[0] == 1


def test_the_rules_in_force_are_listed_with_reason_and_clause(ctl: Ctl) -> None:
    rules = ctl("rules", "list")[1]["rules"]
    assert {"id": "untraceable-payment", "clause": "C21"}.items() <= {
        key: value for rule in rules if rule["id"] == "untraceable-payment" for key, value in rule.items()
    }.items()


def test_a_file_of_rules_is_checked_by_its_own_examples_without_a_desk(ctl: Ctl, tmp_path: Path) -> None:
    file = tmp_path / "gnomes.toml"
    rule = '[[rules]]\nid = "gnome"\ntitle = "A gnome"\nreason = "spam"\nclause = "C21"\nweight = 30\n'
    head = 'name = "gnomes"\nversion = "1"\n'
    file.write_text(f'{head}{rule}words = ["gnome"]\nmust_hit = ["one gnome"]\n', "utf-8")
    status, answer = ctl("rules", "check", str(file))
    assert (status, answer["ok"], answer["problems"]) == (0, True, [])
    file.write_text(f'{head}{rule}words = ["gnome"]\nmust_hit = ["one elf"]\n', "utf-8")
    status, answer = ctl("rules", "check", str(file))
    assert (status, answer["problems"][0]["rule"]) == (1, "gnome")
    file.write_text(f"{head}{rule}weight = many", "utf-8")
    status, answer = ctl("rules", "check", str(file))
    assert (status, "gnomes.toml" in answer["error"]) == (1, True)
