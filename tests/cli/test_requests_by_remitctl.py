"""A request from its .eml to the letter in the outbox, by remitctl alone."""

import email
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.audit.log import record
from core.desk import Desk
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, PersonRecord, Source

Call = Callable[..., tuple[int, dict[str, Any]]]
RAW = b"""From: Ida Moreau <ida.moreau@example.com>\r
Reply-To: ida@elsewhere.example.net\r
To: privacy@offshorexperts.com\r
Subject: Access request\r
Date: Fri, 20 Nov 2026 08:00:00 +0000\r
Message-ID: <1@example.com>\r
\r
I am Ida Moreau. Please send me a copy of all my data.\r
"""
SHOWN = {"case", "state", "kind", "due", "sources", "leaks", "residue", "letter", "sha256"}


@pytest.fixture
def mailbox(signed_in: Callable[[str], Desk], tmp_path: Path) -> Path:
    """Two people on file, one writing of the other; a folder with one message of hers."""
    with signed_in("pia").write() as work:
        given = {
            "company": "with Jon Adler",
            "collected_at": work.now,
            "policy_version": "offshorexperts-2012-12",
        }
        ida = _enrolled("1", "Ida Moreau", "ida.moreau@example.com", given | {"company": "with Jon Adler"})
        jon = _enrolled("2", "Jon Adler", "jon@example.org", given)
        records = RecordsDesk(work, [ida, jon])
        for one in (ida, jon):
            records.place(one)
        record(work, "test:people:placed", ("test", 0))
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "one.eml").write_bytes(RAW)
    return folder


def _enrolled(number: str, name: str, address: str, given: dict[str, Any]) -> IncomingRecord:
    return IncomingRecord(
        Source.PEOPLE, number, Origin.ENROLMENT, digest=number, full_name=name, email=address, **given
    )


def test_a_folder_of_mail_is_taken_in_message_by_message(remitctl: Call, mailbox: Path) -> None:
    (mailbox / "two.eml").write_bytes(b"")
    status, answer = remitctl("leo", "mail", "in", str(mailbox))

    first, second = answer["messages"]
    assert status == 1
    assert (first["message"], first["case"], first["kind"], first["sender"]) == (
        "one.eml",
        1,
        "access",
        "unproven",
    )
    assert (first["name_match"], first["address_match"]) == ("exact", "exact")
    assert any("another address" in one for one in first["findings"])
    assert "empty" in second["error"]
    assert (answer["taken_in"], answer["known"], answer["failed"]) == (1, 0, 1)


def test_whatever_one_file_does_the_next_is_taken_in(
    remitctl: Call, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file fails as no one foresaw; its error names someone, its sentence does not."""
    (mailbox / "a.eml").write_bytes(RAW)
    (mailbox / "b.eml").write_bytes(b"From: " + b"(" * 5000 + b"\nTo: privacy@example.org\n\nMy data.\n")
    opened = Path.open

    def fail(path: Path, *how: Any, **more: Any) -> object:
        if path.name == "a.eml":
            raise RuntimeError("oscar@example.org")
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", fail)
    status, answer = remitctl("leo", "mail", "in", str(mailbox))

    assert (status, answer["failed"], answer["taken_in"]) == (1, 1, 2)
    first, second, _ = answer["messages"]
    assert first["error"].startswith("Remit made a mistake with it (RuntimeError at ")
    assert "oscar" not in str(answer)
    assert any("From" in one for one in second["findings"])


def test_the_same_mail_again_is_known(remitctl: Call, mailbox: Path) -> None:
    remitctl("leo", "mail", "in", str(mailbox))
    status, answer = remitctl("leo", "mail", "in", str(mailbox / "one.eml"))

    assert (status, answer["taken_in"], answer["known"]) == (0, 0, 1)


def test_a_request_is_worked_from_mail_to_letter(remitctl: Call, mailbox: Path) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    remitctl("pia", "requests", "verify", "1", "--how", "Called back.")
    _, collected = remitctl("pia", "requests", "collect", "1")
    refused, sentence = remitctl("pia", "requests", "release", "1", "--seen", collected["sha256"])
    remitctl("pia", "requests", "settle", "1", "--mask-all")
    _, shown = remitctl("pia", "requests", "preview", "1")
    _, reviewed = remitctl("pia", "requests", "review", "1", "--seen", shown["sha256"])
    status, released = remitctl("pia", "requests", "release", "1", "--seen", shown["sha256"])

    assert collected.keys() >= SHOWN
    assert {one["source"]: one["hits"] for one in collected["sources"]}["postings"] == 0
    assert (collected["open_leaks"], collected["state"]) == (1, "review")
    assert (refused, sentence["error"]) == (
        1,
        "1 finding is not settled: mask or release each of them first (C22).",
    )
    assert reviewed["reviewed_by"] == "pia"
    assert (status, released["state"]) == (0, "released")
    assert {one["who"] for one in released["history"]} == {"pia"}
    assert "requests:answer:released" in [one["action"] for one in released["history"]]
    letter = email.message_from_bytes(Path(released["letter"]).read_bytes())
    assert letter["To"] == "ida.moreau@example.com"


def test_lists_are_masked_and_name_what_is_due(remitctl: Call, mailbox: Path) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    status, answer = remitctl("aldo", "requests", "list")

    (row,) = answer["rows"]
    assert (status, answer["total"]) == (0, 1)
    assert (row["who"], row["days_left"]) == ("I•• M•••••", 45)
    assert row["due"] > row["received"]


def test_values_are_shown_only_when_opened_and_never_to_an_auditor(remitctl: Call, mailbox: Path) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    _, masked = remitctl("pia", "requests", "show", "1")
    _, opened = remitctl("pia", "requests", "show", "1", "--open")
    status, _ = remitctl("aldo", "requests", "show", "1", "--open")

    assert "Moreau" not in str(masked)
    assert opened["from_name"] == "Ida Moreau"
    assert "copy of all my data" in opened["body"]
    assert status == 1


def test_one_finding_is_released_with_a_reason(remitctl: Call, mailbox: Path) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    remitctl("pia", "requests", "verify", "1", "--how", "Called back.")
    remitctl("pia", "requests", "collect", "1")
    without, _ = remitctl("pia", "requests", "settle", "1", "--release", "1")
    status, answer = remitctl("pia", "requests", "settle", "1", "--release", "1", "--reason", "Both agreed.")

    assert (without, status, answer["open_leaks"]) == (1, 0, 0)
    assert answer["leaks"][0]["settled"] == "released"


@pytest.mark.parametrize(
    ("words", "state"),
    [(("refuse", "1", "--reason", "No answer."), "refused"), (("withdraw", "1"), "withdrawn")],
)
def test_a_request_can_end_without_an_answer_and_be_closed(
    remitctl: Call, mailbox: Path, words: tuple[str, ...], state: str
) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    _, ended = remitctl("pia", "requests", *words)
    _, closed = remitctl("pia", "requests", "close", "1")

    assert (ended["state"], closed["state"]) == (state, "closed")


def test_a_request_that_is_not_there_is_said_so(remitctl: Call) -> None:
    status, answer = remitctl("pia", "requests", "show", "7")

    assert (status, answer["error"]) == (1, "There is no access request 7.")


def test_an_empty_folder_is_said_so(remitctl: Call, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    status, answer = remitctl("pia", "mail", "in", str(tmp_path / "none"))

    assert (status, answer["error"]) == (1, "There is no .eml file in that folder.")


def test_a_lead_prepares_by_naming_the_person(remitctl: Call, mailbox: Path) -> None:
    remitctl("leo", "mail", "in", str(mailbox))
    status, answer = remitctl("leo", "requests", "prepare", "1", "--person", "2")

    assert (status, answer["state"], answer["name_match"]) == (0, "verifying", "none")


@pytest.fixture
def collected(remitctl: Call, mailbox: Path) -> dict[str, Any]:
    """The answer of her request as collected, with one finding."""
    remitctl("pia", "mail", "in", str(mailbox))
    remitctl("pia", "requests", "verify", "1", "--how", "Called back.")
    return remitctl("pia", "requests", "collect", "1")[1]


def test_the_answer_is_shown_before_it_is_reviewed_and_nothing_changes(
    remitctl: Call, collected: dict[str, Any]
) -> None:
    status, shown = remitctl("pia", "requests", "preview", "1")
    _, after = remitctl("pia", "requests", "show", "1")

    assert (status, shown["sha256"]) == (0, collected["sha256"])
    sheets = {one["name"]: one for one in shown["sheets"]}
    assert "Ida Moreau" in str(sheets["Enrolment and files"]["values"])
    assert sheets["Enrolment and files"]["rows"] == 1
    assert (len(shown["leaks"]), shown["open_leaks"]) == (1, 1)
    assert (after["state"], after["reviewed_by"]) == ("review", "")
    _, log = remitctl("pia", "audit", "list")
    assert "requests:answer:opened" in str(log)


def test_the_answer_s_outline_is_shown_without_values_to_an_auditor(
    remitctl: Call, collected: dict[str, Any]
) -> None:
    status, _ = remitctl("aldo", "requests", "preview", "1")
    _, shown = remitctl("aldo", "requests", "preview", "1", "--masked")

    assert (status, shown["sha256"]) == (1, collected["sha256"])
    assert {"name": "Enrolment and files", "rows": 1} in shown["sheets"]
    assert "Moreau" not in str(shown)


@pytest.mark.usefixtures("collected")
def test_what_was_not_seen_is_neither_reviewed_nor_released(remitctl: Call) -> None:
    remitctl("pia", "requests", "settle", "1", "--mask-all")
    without, _ = remitctl("pia", "requests", "review", "1")
    other, sentence = remitctl("pia", "requests", "review", "1", "--seen", "0" * 64)
    unreviewed, _ = remitctl("pia", "requests", "release", "1", "--seen", "0" * 64)

    assert (without, other, unreviewed) == (2, 1, 1)
    assert sentence["error"] == "The answer is not the one you saw; look through it again before it goes."


@pytest.mark.usefixtures("collected")
def test_what_stays_out_of_the_answer_is_named(remitctl: Call) -> None:
    _, shown = remitctl("pia", "requests", "show", "1")
    _, listed = remitctl("pia", "requests", "list")

    (masked,) = shown["residue"]
    assert (masked["title"], masked["count"]) == ("Enrolment and files", 1)
    assert "stays masked" in masked["why"]
    (row,) = listed["rows"]
    assert row["residue"] == shown["residue"]
    assert (row["sources"], row["leaks"]) == (shown["sources"], shown["leaks"])


@pytest.mark.parametrize(
    "words", [("--state", "lost"), ("--limit", "0"), ("--limit", "-3"), ("--limit", "many")]
)
def test_a_wrong_choice_is_told_with_what_may_stand_there(
    remitctl: Call, mailbox: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    del mailbox
    status, answer = remitctl("pia", "requests", "list", *words)

    told = str(answer) + capsys.readouterr().err
    assert status == 2
    assert "review" in told or words[0] == "--limit"


def test_a_bounce_is_passed_over_and_a_picture_is_refused(remitctl: Call, mailbox: Path) -> None:
    (mailbox / "bounce.eml").write_bytes(b"From: MAILER-DAEMON@example.org\nSubject: Failure notice\n\nNo.\n")
    passed, answer = remitctl("leo", "mail", "in", str(mailbox))
    (mailbox / "scan.eml").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    refused, again = remitctl("leo", "mail", "in", str(mailbox))

    assert (passed, answer["taken_in"], answer["passed_over"], answer["failed"]) == (0, 1, 1, 0)
    assert (refused, again["known"], again["passed_over"], again["failed"]) == (1, 1, 1, 1)
    assert "not an e-mail" in str(again["messages"])
    assert (mailbox / "scan.eml").exists()
    _, anyway = remitctl("leo", "mail", "in", "--anyway", str(mailbox / "bounce.eml"))
    assert anyway["taken_in"] == 1


def test_who_of_one_address_wrote_is_asked_for(
    remitctl: Call, mailbox: Path, signed_in: Callable[[str], Desk]
) -> None:
    with signed_in("pia").write() as work:
        work.session.query(PersonRecord).update(
            {"email": "ida.moreau@example.com", "email_key": "ida.moreau@example.com"}
        )
        record(work, "test:address:shared", ("test", 0))
    (mailbox / "one.eml").write_bytes(RAW.replace(b"Ida Moreau", b"Office"))
    remitctl("pia", "mail", "in", str(mailbox))
    _, shown = remitctl("pia", "requests", "show", "1")
    status, asked = remitctl("pia", "requests", "verify", "1", "--how", "Called back.")

    assert [one["person_id"] for one in shown["candidates"]] == [1, 2]
    assert "Moreau" not in str(shown["candidates"])
    assert (status, asked["error"]) == (
        1,
        "Nobody is chosen; on file fit 1, 2; name the person: --person ID.",
    )


def test_a_letter_that_the_disk_kept_back_goes_out_by_the_same_call_again(
    remitctl: Call, mailbox: Path, tmp_path: Path
) -> None:
    remitctl("pia", "mail", "in", str(mailbox))
    remitctl("pia", "requests", "verify", "1", "--how", "Called back.")
    remitctl("pia", "requests", "collect", "1")
    remitctl("pia", "requests", "settle", "1", "--mask-all")
    _, shown = remitctl("pia", "requests", "preview", "1")
    remitctl("pia", "requests", "review", "1", "--seen", shown["sha256"])
    in_the_way = tmp_path / "desk-outbox"
    in_the_way.write_bytes(b"a file where the outbox should be")
    status, told = remitctl("pia", "requests", "release", "1", "--seen", shown["sha256"])
    in_the_way.unlink()
    again, released = remitctl("pia", "requests", "release", "1", "--seen", shown["sha256"])
    third, refused = remitctl("pia", "requests", "release", "1", "--seen", shown["sha256"])

    assert status == 1
    assert told["error"].startswith("It is done and logged, but a letter is not in the outbox yet")
    assert (again, released["state"]) == (0, "released")
    assert [one.name for one in in_the_way.iterdir()] == [Path(released["letter"]).name]
    assert third == 1
    assert "released" in refused["error"]
