"""remitctl contacts and audit, as a script calls them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.audit.log import record
from core.contacts.arrival import take_in_contacts
from core.desk import Desk
from tests.cli.conftest import Call
from tests.core.contacts.conftest import incoming


@pytest.fixture(autouse=True)
def waiting(signed_in: Callable[[str], Desk]) -> None:
    """One open problem of Nina's: id 1."""
    with signed_in("leo").write() as work:
        take_in_contacts(work, [incoming()])
        record(work, "test:contacts:taken-in", ("test", 0))


def test_the_list_is_masked_and_narrowed(remitctl: Call) -> None:
    status, answer = remitctl("mia", "contacts", "list", "--state", "open")
    assert (status, answer["total"]) == (0, 1)
    assert (answer["rows"][0]["subject"], answer["rows"][0]["sender"]) == ("Paid twice", "N••• O•••••")
    assert remitctl("mia", "contacts", "list", "--state", "closed")[1]["rows"] == []
    assert remitctl("mia", "contacts", "list", "--sort", "shoe size")[0] == 2


def test_an_answer_lands_in_the_outbox(remitctl: Call, tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text("Hello,\nit is paid back.\n", "utf-8")
    status, answer = remitctl("mia", "contacts", "answer", "1", "--file", str(text))
    assert (status, answer["state"]) == (0, "answered")
    (letter,) = answer["rows"]
    assert b"it is paid back." in Path(letter["letter"]).read_bytes()
    shown = remitctl("mia", "contacts", "show", "1", "--open")[1]
    assert (shown["state"], shown["rows"][0]["text"]) == ("answered", "Hello,\nit is paid back.")


def test_what_was_written_is_shown_by_opening_it_which_is_logged(remitctl: Call) -> None:
    closed = remitctl("mia", "contacts", "show", "1")[1]
    assert (closed["opened"], closed["body"]) == (False, "The text is shown once you open the contact.")
    assert remitctl("mia", "contacts", "show", "1", "--open")[1]["body"] == "I was charged twice."
    (entry,) = remitctl("aldo", "audit", "list", "--action", "contacts:contact:opened")[1]["rows"]
    assert (entry["who"], entry["subject"]) == ("mia", "Contact 1")
    status, refused = remitctl("aldo", "contacts", "show", "1", "--open")
    assert (status, "charged" in str(refused)) == (1, False)


def test_a_missing_text_is_refused_in_a_sentence(remitctl: Call, tmp_path: Path) -> None:
    status, answer = remitctl("mia", "contacts", "answer", "1")
    assert (status, answer["error"]) == (1, "Write the answer first.")
    assert remitctl("mia", "contacts", "answer", "1", "--file", str(tmp_path / "none.txt"))[0] == 1


def test_closing_and_opening_again_answer_with_the_record_as_it_now_is(remitctl: Call) -> None:
    for verb, state in (("close", "closed"), ("reopen", "open")):
        status, answer = remitctl("mia", "contacts", verb, "1")
        assert (status, answer["state"], answer["total"]) == (0, state, 1)
        assert [(row["id"], row["state"], row["sender"]) for row in answer["rows"]] == [
            (1, state, "N••• O•••••")
        ]


def test_the_same_answer_twice_is_one_letter(remitctl: Call, desk_folder: Path) -> None:
    call = ("contacts", "answer", "1", "--text", "It is paid back.")
    assert remitctl("mia", *call)[0] == 0
    status, again = remitctl("pia", *call)
    assert (status, again["error"]) == (
        1, "mia has answered contact 1 already. Read it, and name its version to answer again.",
    )  # fmt: skip
    outbox = desk_folder.with_name(f"{desk_folder.name}-outbox")
    assert len(list(outbox.iterdir())) == 1
    version = remitctl("pia", "contacts", "show", "1")[1]["version"]
    assert remitctl("pia", *call, "--seen", str(version))[1]["total"] == 1
    assert remitctl("pia", *call, "--seen", str(version))[0] == 1
    assert len(list(outbox.iterdir())) == 2


def test_closing_twice_tells_the_second(remitctl: Call) -> None:
    remitctl("mia", "contacts", "close", "1")
    status, answer = remitctl("pia", "contacts", "close", "1")
    assert (status, answer["error"]) == (1, "This record is closed already.")


def test_an_auditor_searches_subjects_alone(remitctl: Call) -> None:
    assert remitctl("mia", "contacts", "list", "--query", "charged")[1]["total"] == 1
    assert remitctl("aldo", "contacts", "list", "--query", "charged")[1]["total"] == 0
    assert remitctl("aldo", "contacts", "list", "--query", "paid twice")[1]["total"] == 1


@pytest.mark.parametrize("words", [("--limit", "-1"), ("--limit", "0"), ("--state", "lost"), ("--kind", "x")])
def test_a_list_asked_for_wrongly_is_refused_as_such(words: tuple[str, str], remitctl: Call) -> None:
    status, answer = remitctl("mia", "contacts", "list", *words)
    assert status == 2
    assert words[0] == "--limit" or "open" in answer["error"] or "comment" in answer["error"]


def test_the_log_is_listed_as_far_as_the_role_reads(remitctl: Call) -> None:
    remitctl("mia", "contacts", "close", "1")
    status, answer = remitctl("aldo", "audit", "list", "--action", "contacts:")
    assert (status, answer["total"]) == (0, 1)
    assert (answer["rows"][0]["who"], answer["rows"][0]["what"]) == ("mia", "Closed a contact")
    assert remitctl("leo", "audit", "list", "--action", "contacts:")[1]["rows"] == []


def test_verifying_says_how_many_entries_and_is_logged(remitctl: Call) -> None:
    status, answer = remitctl("aldo", "audit", "verify")
    assert (status, answer["ok"], answer["first_bad"]) == (0, True, None)
    logged = remitctl("aldo", "audit", "list", "--action", "audit:log:verified")[1]
    assert logged["total"] == 1
