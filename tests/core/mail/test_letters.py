from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest

from core.errors import BadInput
from core.mail.letters import Enclosure, Envelope, Letter, compose, letter_text

ENVELOPE = Envelope(
    "privacy@example.org",
    "ana@example.com",
    "Your request",
    datetime(2026, 3, 4, tzinfo=UTC),
    "7@example.org",
)
SOURCES = [{"name": "Postings", "count": 2}, {"name": "Contests", "count": 0}]
FACTS: dict[str, Any] = {
    "person_name": "Zoë Müller",
    "site_name": "Offshore Example",
    "reference": "R-7",
    "received_on": "2026-03-01",
    "done_on": "2026-03-04",
    "answer_by": "2026-04-04",
    "sources": SOURCES,
    "places": SOURCES,
    "kept": [],
    "corrections": [{"field": "city", "before": "Köln", "after": "Bonn"}],
    "residue": "nothing",
    "file_name": "answer.xlsx",
    "sha256": "ab" * 32,
    "signed_by": "The privacy officer",
}


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_that_ships_can_be_written(letter: Letter) -> None:
    text = letter_text(letter, FACTS)
    assert text.endswith("Reference: R-7\n")
    assert "{" not in text


@pytest.mark.parametrize("letter", Letter)
def test_a_missing_fact_is_named_and_no_letter_leaves(letter: Letter) -> None:
    for name in FACTS:
        facts = {key: value for key, value in FACTS.items() if key != name}
        try:
            text = letter_text(letter, facts)
        except BadInput as refused:
            assert name in refused.sentence  # noqa: PT017 - a letter either lacks the fact or has no use for it
        else:
            assert text == letter_text(letter, FACTS)
    with pytest.raises(BadInput, match="lacks a fact"):
        letter_text(letter, {})


def test_the_letter_for_an_unproven_sender_tells_nothing_of_what_is_on_file() -> None:
    text = letter_text(Letter.not_matched, FACTS)
    assert "Müller" not in text
    assert "Postings" not in text


def test_zero_hits_are_listed_too() -> None:
    assert "- Contests: 0\n" in letter_text(Letter.access_answer, FACTS)


def test_what_a_mail_program_reads_is_what_was_composed() -> None:
    raw = compose(Letter.access_answer, FACTS, ENVELOPE, [Enclosure("answer.xlsx", b"PK\x03\x04\r\nbytes")])
    message = message_from_bytes(raw, policy=policy.default)
    assert (message["To"], message["X-Unsent"], message["Reply-To"], message["Cc"]) == (
        "ana@example.com",
        "1",
        None,
        None,
    )
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter_text(Letter.access_answer, FACTS)
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("answer.xlsx", b"PK\x03\x04\r\nbytes")
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_same_arguments_give_the_same_bytes() -> None:
    enclosure = Enclosure("answer.xlsx", b"content")
    first, second = (compose(Letter.access_answer, FACTS, ENVELOPE, [enclosure]) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "change",
    [
        {"to": "ana@example.com\r\nBcc: eve@example.net"},
        {"to": "ana@example.com, eve@example.net"},
        {"to": "Ana <ana@example.com>"},
        {"to": ""},
        {"sender": "privacy"},
        {"subject": "Hello\nBcc: eve@example.net"},
        {"subject": "Hello\u2028there"},
        {"subject": ""},
        {"subject": "x" * 201},
        {"message_id": "7@example.org>\r\nX: y"},
        {"at": datetime(2026, 3, 4)},  # noqa: DTZ001 - a moment without zone is what must be refused
    ],
)
def test_an_envelope_that_could_be_misread_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        compose(Letter.not_matched, FACTS, replace(ENVELOPE, **change))


def test_a_fact_cannot_add_lines_or_run_as_a_template() -> None:
    text = letter_text(
        Letter.correction_done, FACTS | {"person_name": "Ana\r\n\r\nWe owe you money {{ 7 * 7 }}"}
    )
    assert text.startswith("Dear Ana We owe you money {{ 7 * 7 }},\n")


def test_an_address_beyond_ascii_is_written_as_it_is() -> None:
    raw = compose(Letter.not_matched, FACTS, replace(ENVELOPE, to="zoë@example.com"))
    assert "To: zoë@example.com\r\n".encode() in raw
