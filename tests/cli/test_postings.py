"""remitctl postings, screen and rules, as a script calls them."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from core.postings.arrival import IncomingPosting, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from tests.cli.conftest import Call

FRAUD = "Pay the refundable registration fee of $49 by Western Union before we start"
LETTER = "Between us: the harbour at nine, pay by Western Union"


@pytest.fixture(autouse=True)
def stored(signed_in: Callable[[str], Desk]) -> None:
    """Two postings and a message: ids 1, 2 and 3."""
    postings = [_incoming("p-1", "A garden fence"), _incoming("p-2", FRAUD)]
    with signed_in("leo").write() as work:
        take_in(work, Kind.POSTING, postings, live_screener())
        take_in(work, Kind.MESSAGE, [_incoming("m-1", LETTER)], live_screener())


def _incoming(external_id: str, body: str) -> IncomingPosting:
    texts = {"title": "An offer", "body": body}
    return IncomingPosting(
        external_id, "An offer", "Design", "u-1", "", None, texts, sha256(body.encode()).hexdigest()
    )


def test_the_list_is_in_order_of_risk_with_hits_at_their_place(remitctl: Call) -> None:
    status, answer = remitctl("mia", "postings", "list")
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


def test_an_address_is_masked_until_its_message_is_opened(
    remitctl: Call, signed_in: Callable[[str], Desk]
) -> None:
    sent = replace(_incoming("m-2", "hello"), author="nina@example.com", recipient="captain@example.net")
    with signed_in("leo").write() as work:
        (number,) = take_in(work, Kind.MESSAGE, [sent], live_screener()).ids
    listed = remitctl("aldo", "postings", "list")[1]
    shown = remitctl("mia", "postings", "show", str(number))[1]
    assert "nina" not in str(listed) + str(shown)
    assert (shown["author"], shown["recipient"]) == ("n•••@•••.com", "c•••@•••.net")
    opened = remitctl("mia", "postings", "open", str(number), "--reason", "Reported by its recipient")[1]
    assert (opened["author"], opened["recipient"]) == ("nina@example.com", "captain@example.net")


def test_the_list_narrows_and_turns_round(remitctl: Call) -> None:
    assert [row["id"] for row in remitctl("mia", "postings", "list", "--query", "garden")[1]["rows"]] == [1]
    oldest = remitctl("mia", "postings", "list", "--sort", "id", "--ascending", "--limit", "2")[1]
    assert ([row["id"] for row in oldest["rows"]], oldest["total"]) == ([1, 2], 3)
    assert remitctl("mia", "postings", "list", "--state", "removed")[1] == {"rows": [], "total": 0}


def test_deciding_and_taking_back_answer_with_the_rows_as_they_now_are(remitctl: Call) -> None:
    status, answer = remitctl(
        "mia", "postings", "decide", "1", "2", "--verdict", "remove", "--reason", "fraud"
    )
    assert (status, answer["done"]) == (0, "Removed 2 postings.")
    assert {row["state"] for row in answer["rows"]} == {"removed"}
    status, answer = remitctl("mia", "postings", "undo", "2")
    assert (status, answer["rows"][0]["state"]) == (0, "new")
    assert remitctl("mia", "postings", "show", "1")[1]["state"] == "removed"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("1", "--verdict", "remove"), 1, "needs a reason"),
        (("77", "--verdict", "approve"), 1, "no posting 77"),
        (("1", "--verdict", "burn"), 2, "escalate"),
        (("1", "--verdict", "remove", "--reason", "mood"), 2, "counterfeit"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_the_way_out(
    words: tuple[str, ...], status: int, says: str, remitctl: Call
) -> None:
    told, answer = remitctl("mia", "postings", "decide", *words)
    assert told == status
    assert says in answer["error"]


def test_an_id_said_twice_is_decided_and_counted_once(remitctl: Call) -> None:
    status, answer = remitctl("mia", "postings", "decide", "1", "1", "--verdict", "approve")
    assert (status, answer["done"], answer["total"]) == (0, "Approved 1 posting.", 1)
    assert [row["id"] for row in answer["rows"]] == [1]


@pytest.mark.parametrize(
    "words",
    [("decide", "1", "--verdict", "remove"), ("decide", "77", "--verdict", "approve"), ("undo", "1")],
)
def test_an_auditor_is_told_that_deciding_is_not_the_roles(words: tuple[str, ...], remitctl: Call) -> None:
    status, answer = remitctl("aldo", "postings", *words)
    assert (status, answer["error"]) == (1, "As an auditor you may not decide postings.")


def test_what_struck_in_a_message_is_listed_once_it_is_open_to_the_reader(remitctl: Call) -> None:
    def hits(person: str) -> list[str]:
        rows = remitctl(person, "postings", "list", "--kind", "message")[1]["rows"]
        return [hit["rule"] for hit in rows[0]["hits"]]

    assert hits("mia") == []
    assert remitctl("mia", "postings", "open", "3", "--reason", "Reported by its recipient")[0] == 0
    assert "untraceable-payment" in hits("mia")
    assert hits("leo") == []


def test_a_message_is_shown_once_it_is_opened_with_a_reason(remitctl: Call) -> None:
    closed = remitctl("mia", "postings", "show", "3")[1]
    assert (closed["locked"], closed["texts"], closed["title"]) == (True, {}, "Private message")
    status, opened = remitctl("mia", "postings", "open", "3", "--reason", "Reported by its recipient")
    assert (status, opened["texts"]["body"]) == (0, LETTER)
    assert remitctl("mia", "postings", "open", "3", "--reason", " ")[0] == 1


def test_a_person_reads_the_same_without_json(
    desk_folder: Path, remitctl: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    remitctl("mia", "postings", "list")
    assert run(*taken_out(["--desk", str(desk_folder), "--as", "mia", "postings", "show", "2"])) == 0
    assert "Western Union" in capsys.readouterr().out


def test_screening_again_counts_postings_hits_and_speed(remitctl: Call) -> None:
    status, nothing = remitctl("leo", "screen")
    assert (status, nothing["screened"]) == (0, 0)
    status, every = remitctl("leo", "screen", "--all")
    assert (status, every["screened"]) == (0, 3)
    assert every["hits"] >= 2
    assert every["postings_per_second"] > 0
    assert remitctl("mia", "screen", "--all")[0] == 1


def test_the_rules_in_force_are_listed_with_reason_and_clause(remitctl: Call) -> None:
    rules = remitctl("mia", "rules", "list")[1]["rules"]
    assert {"id": "untraceable-payment", "clause": "C21"}.items() <= {
        key: value for rule in rules if rule["id"] == "untraceable-payment" for key, value in rule.items()
    }.items()


def test_a_file_of_rules_is_checked_by_its_own_examples_without_a_desk(
    remitctl: Call, tmp_path: Path
) -> None:
    file = tmp_path / "gnomes.toml"
    rule = '[[rules]]\nid = "gnome"\ntitle = "A gnome"\nreason = "spam"\nclause = "C21"\nweight = 30\n'
    head = 'name = "gnomes"\nversion = "1"\n'
    file.write_text(f'{head}{rule}words = ["gnome"]\nmust_hit = ["one gnome"]\n', "utf-8")
    status, answer = remitctl("mia", "rules", "check", str(file))
    assert (status, answer["ok"], answer["problems"]) == (0, True, [])
    file.write_text(f'{head}{rule}words = ["gnome"]\nmust_hit = ["one elf"]\n', "utf-8")
    status, answer = remitctl("mia", "rules", "check", str(file))
    assert (status, answer["problems"][0]["rule"]) == (1, "gnome")
    file.write_text(f"{head}{rule}weight = many", "utf-8")
    status, answer = remitctl("mia", "rules", "check", str(file))
    assert (status, "gnomes.toml" in answer["error"]) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("postings", "decide", "1", "--verdict", "remove", "--reason", "spam", "--note", "\udcff"),
        ("postings", "list", "--category", "\udcff"),
        ("contacts", "list", "--query", "\udcff"),
    ],
)
def test_a_word_that_is_no_text_is_refused_as_a_wrong_call(words: tuple[str, ...], remitctl: Call) -> None:
    status, answer = remitctl("mia", *words)
    assert status == 2
    assert answer["error"] == "“\\udcff” is no text in UTF-8."


def test_what_somebody_decided_since_it_was_read_is_refused_with_their_name(remitctl: Call) -> None:
    decided = ("postings", "decide", "1", "--verdict", "remove", "--reason", "spam")
    assert remitctl("leo", *decided)[0] == 0
    status, answer = remitctl("mia", "postings", "decide", "1", "--verdict", "approve", "--seen", "1")
    assert status == 1
    assert answer["error"].startswith("Posting 1: leo removed this ")
    assert remitctl("mia", "postings", "undo", "1", "--seen", "1")[0] == 1


def test_there_is_one_seen_for_each_posting(remitctl: Call) -> None:
    words = ("postings", "decide", "1", "2", "--verdict", "approve", "--seen", "1")
    assert remitctl("mia", *words)[0] == 2
