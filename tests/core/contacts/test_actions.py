from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.contacts.actions import answer_contact, close_contact, reopen_contact
from core.contacts.opening import open_contact
from core.contacts.queries import (
    ContactDetail,
    contact_detail,
    contacts,
    counts_by_state,
    open_contacts,
)
from core.contacts.tables import Answer
from core.db.unit_of_work import Work
from core.desk import Desk
from core.errors import BadInput, Conflict, NotAllowed, NotFound, WrongState
from core.mail.outbox import land_letters, letters_about
from core.people.actions import opt_out
from tests.core.contacts.conftest import Written

TEXT = "Hello,\n\nwe paid it back.\n\n=cmd is no formula here; Zoë says so."

SENT = "Answered 1 contact; the letter is in the outbox and cannot be taken back."


def _detail(desk: Desk, contact: int) -> ContactDetail:
    with desk.read() as work:
        return contact_detail(work, contact)


def _opened(desk: Desk, contact: int) -> ContactDetail:
    with desk.write() as work:
        return open_contact(work, contact)


def _answer(desk: Desk, contact: int, text: str = TEXT, seen: int | None = None) -> str:
    with desk.write() as work:
        return answer_contact(work, contact, text, seen).sentence


def _landed(desk: Desk) -> EmailMessage:
    (letter,) = land_letters(desk)
    message = message_from_bytes(letter.path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_an_answer_is_kept_and_leaves_as_a_letter(contact: int, moderator: Desk) -> None:
    assert _answer(moderator, contact) == SENT
    found = _opened(moderator, contact)
    assert found.state == "answered"
    assert [(one.text, one.at) for one in found.answers] == [(TEXT, moderator.clock())]
    message = _landed(moderator)
    assert (message["To"], message["Subject"]) == ("nina.okafor@example.com", "Re: Paid twice")
    assert message.get_content().splitlines() == TEXT.splitlines()


def test_the_letter_goes_to_the_address_of_that_record_alone(
    contact: int, written: Written, moderator: Desk
) -> None:
    """The same person wrote before under another record; what was given there is not used (C16)."""
    written("c-2", email="nina@example.net", full_name="Nina Okafor", subject="Other", body="Other")
    _answer(moderator, contact)
    message = _landed(moderator)
    assert message["To"] == "nina.okafor@example.com"
    assert message["Cc"] is None
    assert message["Bcc"] is None


def test_the_letter_is_bound_to_its_answer(contact: int, moderator: Desk) -> None:
    _answer(moderator, contact)
    with moderator.read() as work:
        (letter,) = letters_about(work, "contact", contact)
        assert work.session.scalars(select(Answer.letter_id)).all() == [letter.id]


def test_an_opt_out_never_stops_an_answer(contact: int, moderator: Desk) -> None:
    with moderator.write() as work:
        opt_out(work, _detail(moderator, contact).person_id)
    _answer(moderator, contact)
    assert _detail(moderator, contact).state == "answered"


def test_a_child_is_not_answered(contact: int, written: Written, moderator: Desk) -> None:
    written("c-2", stated_age=10, body="I am ten.")
    with pytest.raises(NotAllowed, match="C24"):
        _answer(moderator, contact)
    assert _detail(moderator, contact).answers == ()


def test_a_contact_without_an_address_cannot_be_answered(written: Written, moderator: Desk) -> None:
    written("c-9", email="")
    with moderator.read() as work:
        one = contacts().first(work, 1)[0].id
    with pytest.raises(WrongState, match="Close it instead"):
        _answer(moderator, one)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001])
def test_an_empty_or_endless_answer_is_refused(contact: int, moderator: Desk, text: str) -> None:
    with pytest.raises(BadInput):
        _answer(moderator, contact, text)


@pytest.mark.parametrize(
    "subject", ["", "Two\r\nBcc: eve@example.net", "\u2028" * 3, "é" * 300, "half \ud800"]
)
def test_no_subject_breaks_the_letter_s_head(written: Written, moderator: Desk, subject: str) -> None:
    placed = written("c-7", subject=subject.encode("utf-8", "replace").decode(), body=subject[:3] or "b")
    assert placed.record_id
    with moderator.read() as work:
        one = contacts().first(work, 1)[0].id
    _answer(moderator, one)
    message = _landed(moderator)
    assert message["Bcc"] is None
    assert str(message["Subject"]).startswith("Re: ")


def test_closing_is_undone_and_answered_stays_answered(contact: int, moderator: Desk) -> None:
    _answer(moderator, contact)
    with moderator.write() as work:
        changes = close_contact(work, contact)
    assert _detail(moderator, contact).state == "closed"
    assert changes.undo is not None
    with moderator.write() as work:
        changes.undo(work)
    assert _detail(moderator, contact).state == "answered"


def test_a_closed_contact_is_neither_answered_nor_closed_again(contact: int, moderator: Desk) -> None:
    with moderator.write() as work:
        close_contact(work, contact)
        with pytest.raises(WrongState, match="closed already"):
            close_contact(work, contact)
        with pytest.raises(WrongState, match="open it again"):
            answer_contact(work, contact, TEXT)
        reopen_contact(work, contact)
        with pytest.raises(WrongState, match="not closed"):
            reopen_contact(work, contact)


def test_what_someone_else_did_meanwhile_is_told(contact: int, moderator: Desk, officer: Desk) -> None:
    seen = _detail(moderator, contact).version
    _answer(officer, contact)
    with pytest.raises(Conflict, match="Contact 1: pia answered this just now; it is answered now"):
        _answer(moderator, contact, "A second answer", seen)
    assert len(_detail(moderator, contact).answers) == 1


def test_the_same_answer_sent_twice_is_one_letter(contact: int, moderator: Desk) -> None:
    seen = _detail(moderator, contact).version
    _answer(moderator, contact, TEXT, seen)
    with pytest.raises(Conflict, match="Contact 1: mia answered this just now"):
        _answer(moderator, contact, TEXT, seen)
    with pytest.raises(Conflict, match="mia has answered contact 1 already"):
        _answer(moderator, contact, TEXT)
    assert len(land_letters(moderator)) == 1


def test_what_is_answered_is_answered_again_by_who_has_seen_it(contact: int, moderator: Desk) -> None:
    _answer(moderator, contact)
    _answer(moderator, contact, "One thing more.", _detail(moderator, contact).version)
    assert [one.text for one in _opened(moderator, contact).answers] == [TEXT, "One thing more."]


def test_new_words_from_the_site_are_not_put_down_to_staff(
    contact: int, written: Written, moderator: Desk
) -> None:
    _answer(moderator, contact)
    seen = _detail(moderator, contact).version
    written(body="It happened again.")
    with pytest.raises(Conflict, match="the site changed this since you read it; it is open now"):
        _answer(moderator, contact, "Paid back.", seen)


def test_an_undo_after_someone_else_s_change_is_a_conflict(
    contact: int, moderator: Desk, officer: Desk
) -> None:
    with moderator.write() as work:
        changes = close_contact(work, contact)
    with officer.write() as work:
        reopen_contact(work, contact)
    assert changes.undo is not None
    with pytest.raises(Conflict), moderator.write() as work:
        changes.undo(work)


def test_every_step_is_in_the_log_without_text_or_address(contact: int, moderator: Desk) -> None:
    _answer(moderator, contact)
    with moderator.write() as work:
        close_contact(work, contact)
    with moderator.read() as work:
        entries = work.session.execute(select(AuditEntry.action, AuditEntry.body)).all()
    actions = [one.action for one in entries]
    assert "contacts:contact:answered" in actions
    assert "contacts:contact:closed" in actions
    bodies = b"\n".join(one.body for one in entries).decode()
    assert [one for one in ("nina", "Nina", "paid it back", "Paid twice") if one in bodies] == []


def test_a_failed_answer_leaves_neither_letter_nor_answer(
    contact: int, moderator: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("core.contacts.actions.record", full)
    with pytest.raises(OSError, match="disk full"):
        _answer(moderator, contact)
    assert _detail(moderator, contact).state == "open"
    assert land_letters(moderator) == []


def test_an_auditor_reads_without_text_and_changes_nothing(contact: int, auditor: Desk) -> None:
    found = _detail(auditor, contact)
    assert found.body == "The text is shown to those who answer it."
    assert found.sender == "N••• O•••••"
    with pytest.raises(NotAllowed):
        _answer(auditor, contact)


def test_an_auditor_finds_no_contact_by_words_that_an_auditor_does_not_read(
    contact: int, auditor: Desk, moderator: Desk
) -> None:
    with moderator.read() as work:
        assert contacts("charged").total(work) == 1
        assert contacts("charged", in_bodies=False).total(work) == 0
    with auditor.read() as work:
        for read in (
            lambda one: one.total(work),
            lambda one: one.first(work, 9),
            lambda one: [*one.chunks(work)],
        ):
            with pytest.raises(NotAllowed, match="search the subjects instead"):
                read(contacts("charged"))
        assert [one.id for one in contacts("paid", in_bodies=False).first(work, 9)] == [contact]
        assert contacts("  ").total(work) == 1


@pytest.mark.parametrize("count", [counts_by_state, open_contacts])
def test_contacts_are_counted_for_those_who_read_them(
    count: Callable[[Work], object], contact: int, auditor: Desk, signed_in: Callable[[str], Desk]
) -> None:
    assert contact
    with auditor.read() as work:
        assert count(work)
    with pytest.raises(NotAllowed), signed_in("ada").read() as work:
        count(work)


def test_an_admin_sees_no_contact(contact: int, signed_in: Callable[[str], Desk]) -> None:
    with pytest.raises(NotAllowed):
        _detail(signed_in("ada"), contact)


def test_a_contact_that_is_not_there_is_told_of(moderator: Desk) -> None:
    with pytest.raises(NotFound, match="no contact record 4711"):
        _answer(moderator, 4711)


def test_the_sender_stays_masked_and_the_limit_is_told(contact: int, moderator: Desk) -> None:
    found = _detail(moderator, contact)
    assert (found.sender, found.address) == ("N••• O•••••", "n•••@•••.com")
    assert "C16" in found.limit


def test_half_a_character_in_an_answer_or_a_search_loses_nothing_else(contact: int, moderator: Desk) -> None:
    with moderator.read() as work:
        assert contacts("charged \ud83d").total(work) == 0
    _answer(moderator, contact, "Paid \ud83d\ude00 back \udcff.")
    assert [one.text for one in _opened(moderator, contact).answers] == ["Paid \U0001f600 back \ufffd."]
    assert "Paid \U0001f600 back" in _landed(moderator).get_content()
