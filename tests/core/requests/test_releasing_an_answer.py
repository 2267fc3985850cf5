"""The answer leaves as a letter to the address on file, logged first, once (C25, C26)."""

import email
import io
import os
from collections.abc import Callable
from email import policy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, Conflict, NotAllowed, WrongState
from core.mail.outbox import land_letters, letters_about
from core.people.tables import PersonRecord
from core.requests.actions import close, confirm_sender
from core.requests.arrival import Receipt
from core.requests.case_view import case
from core.requests.collecting import collect, mask_leaks, open_leaks, release_leak
from core.requests.opening import open_answer, open_case
from core.requests.release import release, review
from core.requests.sources import SOURCES
from core.requests.tables import AccessRequest

Taking = Callable[..., Receipt]
NINA = "nina.okafor@example.com"


@pytest.fixture
def reviewed(confirmed: int, pia: Desk) -> int:
    with pia.write() as work:
        collect(work, confirmed)
        mask_leaks(work, confirmed, open_leaks(work, confirmed))
        review(work, confirmed, open_answer(work, confirmed).sha256)
    return confirmed


def released(desk: Desk, request: int) -> Path:
    with desk.write() as work:
        release(work, request, case(work, request).sha256)
    (landed,) = [one for one in land_letters(desk) if one.path.name.startswith("request-")]
    return landed.path


def attached(path: Path) -> bytes:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    (part,) = message.iter_attachments()
    return bytes(part.get_content())


def test_the_letter_goes_to_the_address_on_file_whatever_reply_to_says(reviewed: int, pia: Desk) -> None:
    path = released(pia, reviewed)

    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["To"] == NINA
    assert (message["Cc"], message["Bcc"], message["Reply-To"]) == (None, None, None)
    assert b"else@example.net" not in path.read_bytes()


def test_the_answer_to_someone_who_wrote_from_elsewhere_goes_to_the_address_on_file(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    request = taken_in(sender="Bea Lind <bea@elsewhere.example.org>").case
    with pia.write() as work:
        confirm_sender(work, request, market.bea, "Called back.", "She lost her old mailbox's phone.")
        collect(work, request)
        review(work, request, open_answer(work, request).sha256)

    assert email.message_from_bytes(released(pia, request).read_bytes())["To"] == "bea@example.net"


def test_the_attached_workbook_is_the_reviewed_one_cell_by_cell(reviewed: int, pia: Desk) -> None:
    with pia.write() as work:
        shown = open_answer(work, reviewed).sheets
        kept = work.session.get_one(AccessRequest, reviewed).workbook
    content = attached(released(pia, reviewed))
    book = load_workbook(io.BytesIO(content))

    assert content == kept
    assert book.sheetnames == [sheet.name for sheet in shown]
    for sheet in shown[1:]:
        head, *rows = [tuple(row) for row in book[sheet.name].iter_rows(values_only=True)]
        assert head == sheet.headings
        assert rows == [tuple(as_in_a_sheet(cell) for cell in row) for row in sheet.rows]


def as_in_a_sheet(cell: Any) -> Any:
    """A workbook keeps no zone and no empty text, and says yes and no."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if hasattr(cell, "tzinfo"):
        return cell.replace(tzinfo=None)
    if hasattr(cell, "isoformat"):
        from datetime import datetime, time  # noqa: PLC0415  # days come back as moments

        return datetime.combine(cell, time())
    return cell or None if cell != 0 else 0


def test_the_cover_lists_every_source_with_its_count_zeros_too(reviewed: int, pia: Desk) -> None:
    book = load_workbook(io.BytesIO(attached(released(pia, reviewed))))
    facts = {row[0]: row[1] for row in book["About this file"].iter_rows(values_only=True) if row[0]}

    assert [label for label in facts if label.startswith("Searched: ")] == [
        f"Searched: {source.title}" for source in SOURCES
    ]
    assert facts["Searched: Your other requests"] == "nothing on file"
    assert facts["Searched: Postings"] == "1 row"
    assert "To correct something (C26)" in facts
    assert "To have it deleted (C26)" in facts


def test_nothing_in_the_workbook_is_live(reviewed: int, pia: Desk) -> None:
    book = load_workbook(io.BytesIO(attached(released(pia, reviewed))))

    (title,) = [cell for row in book["Postings"].iter_rows() for cell in row if cell.value == "=Logo wanted"]
    assert title.data_type == "s"


def test_the_letter_says_where_was_looked_and_how_to_correct_or_delete(reviewed: int, pia: Desk) -> None:
    message = email.message_from_bytes(released(pia, reviewed).read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()

    assert "- Postings: 1" in text
    assert "- Your other requests: 0" in text
    assert "delete my information" in text


def test_the_hashes_of_workbook_and_letter_are_in_the_log_before_the_file_is_there(
    reviewed: int, pia: Desk
) -> None:
    with pia.write() as work:
        release(work, reviewed, case(work, reviewed).sha256)
    assert not (pia.folder.outbox / "request-1-letter-2.eml").exists()
    with pia.read() as work:
        logged = b"".join(work.session.query(AuditEntry.body).all()[-1 - at][0] for at in range(2))
        (letter,) = letters_about(work, "request", reviewed)
        workbook = work.session.get_one(AccessRequest, reviewed).workbook_sha256
    assert letter.sha256.encode() in logged
    assert workbook.encode() in logged

    (path,) = [one.path for one in land_letters(pia) if "request" in one.path.name]
    assert sha256(path.read_bytes()).hexdigest() == letter.sha256


def test_a_letter_that_did_not_land_lands_the_next_time_and_only_once(reviewed: int, pia: Desk) -> None:
    with pia.write() as work:
        release(work, reviewed, case(work, reviewed).sha256)

    assert len(land_letters(pia)) == 2
    assert land_letters(pia) == []


def test_a_released_answer_is_not_released_again(reviewed: int, pia: Desk) -> None:
    released(pia, reviewed)

    with pytest.raises(WrongState, match="is released"), pia.write() as work:
        release(work, reviewed, case(work, reviewed).sha256)
    with pytest.raises(WrongState, match="is released"), pia.write() as work:
        collect(work, reviewed)


def test_an_answer_that_changed_since_it_was_seen_is_not_released(reviewed: int, pia: Desk) -> None:
    with pytest.raises(Conflict, match="not the one you saw"), pia.write() as work:
        release(work, reviewed, "0" * 64)


def test_only_an_officer_releases(reviewed: int, signed_in: Callable[[str], Desk]) -> None:
    with pytest.raises(NotAllowed), signed_in("leo").write() as work:
        release(work, reviewed, case(work, reviewed).sha256)


def test_the_same_content_gives_the_same_workbook(confirmed: int, pia: Desk) -> None:
    digests = []
    for _ in range(2):
        with pia.write() as work:
            collect(work, confirmed)
        with pia.read() as work:
            digests.append(case(work, confirmed).sha256)

    assert digests[0] == digests[1]


def test_a_released_request_closes_and_the_log_verifies_without_personal_data(
    reviewed: int, pia: Desk
) -> None:
    released(pia, reviewed)
    with pia.write() as work:
        close(work, reviewed)

    with pia.read() as work:
        assert case(work, reviewed).state == "closed"
        assert verify_log(work).ok
        bodies = b"".join(row[0] for row in work.session.query(AuditEntry.body)).lower()
    assert b"okafor" not in bodies
    assert b"example.com" not in bodies


def test_an_answer_is_reviewed_only_by_the_hash_of_what_was_seen(confirmed: int, pia: Desk) -> None:
    with pia.write() as work:
        collect(work, confirmed)
        mask_leaks(work, confirmed, open_leaks(work, confirmed))
    with pytest.raises(BadInput, match="Look through the answer first"), pia.write() as work:
        review(work, confirmed, " ")
    with pytest.raises(Conflict, match="not the one you saw"), pia.write() as work:
        review(work, confirmed, "0" * 64)
    with pia.write() as work:
        review(work, confirmed, open_answer(work, confirmed).sha256.upper())

    with pia.read() as work:
        assert case(work, confirmed).reviewed_by == "pia"


def test_settling_after_looking_makes_another_answer_than_the_one_seen(confirmed: int, pia: Desk) -> None:
    with pia.write() as work:
        collect(work, confirmed)
        mask_leaks(work, confirmed, open_leaks(work, confirmed))
        seen = open_answer(work, confirmed).sha256
        given = case(work, confirmed).leaks[0].id
        release_leak(work, confirmed, given, "They published it.")

    with pytest.raises(Conflict, match="not the one you saw"), pia.write() as work:
        review(work, confirmed, seen)


def test_an_address_on_file_that_changed_since_the_review_stops_the_release(reviewed: int, pia: Desk) -> None:
    with pia.read() as work:
        seen = case(work, reviewed).sha256
    with pia.write() as work:
        work.session.query(PersonRecord).filter(PersonRecord.full_name.contains("Okafor")).update(
            {"email": "new@example.com", "email_key": "new@example.com"}
        )
        record(work, "test:address:changed", ("test", 0))
    with pytest.raises(Conflict, match="not the one you saw"), pia.write() as work:
        release(work, reviewed, seen)
    with pia.write() as work:
        again = open_answer(work, reviewed)

    assert again.sha256 != seen
    assert "new@example.com" in str(again.sheets[0])
    with pia.read() as work:
        assert case(work, reviewed).reviewed_by == ""


def test_a_workbook_changed_behind_the_desk_s_back_is_not_released(reviewed: int, pia: Desk) -> None:
    with pia.write() as work:
        seen = case(work, reviewed).sha256
        work.session.get_one(AccessRequest, reviewed).workbook = b"another"
        record(work, "test:workbook:changed", ("test", 0))

    with pytest.raises(Conflict, match="not the one you saw"), pia.write() as work:
        release(work, reviewed, seen)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_letter_is_its_owner_s_alone_whatever_the_umask(reviewed: int, pia: Desk, umask: int) -> None:
    pia.folder.outbox.mkdir(exist_ok=True, mode=0o755)
    before = os.umask(umask)
    try:
        path = released(pia, reviewed)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_a_stopped_machine_left_half_written_is_swept_and_what_is_being_written_stays(
    reviewed: int, pia: Desk
) -> None:
    pia.folder.outbox.mkdir(exist_ok=True)
    old, young = pia.folder.outbox / ".old.part", pia.folder.outbox / ".young.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    released(pia, reviewed)

    assert (old.exists(), young.exists()) == (False, True)


def test_the_history_of_a_request_tells_every_step_when_and_by_whom(
    reviewed: int, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    released(pia, reviewed)
    with signed_in("olga").write() as work:
        close(work, reviewed)
    with signed_in("aldo").read() as work:
        history = case(work, reviewed).history

    assert [one.action.partition(":")[2] for one in history] == [
        "request:received",
        "sender:confirmed",
        "request:collected",
        "leak:masked",
        "answer:opened",
        "answer:reviewed",
        "answer:released",
        "request:closed",
    ]
    assert [one.who for one in history] == ["pia"] * 7 + ["olga"]
    assert [one.at for one in history] == sorted(one.at for one in history)


def test_opening_a_case_stands_in_the_history_that_it_shows(confirmed: int, pia: Desk) -> None:
    with pia.write() as work:
        shown = open_case(work, confirmed)

    assert (shown.history[-1].what, shown.history[-1].who) == ("Opened a request", "pia")


def test_a_confirmed_sender_is_not_asked_to_be_confirmed_again(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    request = taken_in().case
    with pia.read() as work:
        before = case(work, request).findings
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "Called back.")
    with pia.read() as work:
        after = case(work, request).findings

    assert any("confirm it another way" in one for one in before)
    assert not any("confirm it another way" in one for one in after)
    assert after[-1] == "The message does not prove its sender; an officer confirmed it."
