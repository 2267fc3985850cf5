"""The answer leaves as a letter to the address on file, logged first, once (C25, C26)."""

import email
import io
from collections.abc import Callable
from email import policy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import Conflict, NotAllowed, WrongState
from core.mail.outbox import land_letters, letters_about
from core.requests.actions import close
from core.requests.arrival import Receipt
from core.requests.case_view import answer_preview, case
from core.requests.collecting import collect, mask_leaks, open_leaks
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
        review(work, confirmed)
    return confirmed


def released(desk: Desk, request: int) -> Path:
    with desk.write() as work:
        release(work, request)
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
    from core.requests.actions import confirm_sender  # noqa: PLC0415  # only this test confirms by hand

    request = taken_in(sender="Bea Lind <bea@elsewhere.example.org>").case
    with pia.write() as work:
        confirm_sender(work, request, market.bea, "Called back.", "She lost her old mailbox's phone.")
        collect(work, request)
        review(work, request)

    assert email.message_from_bytes(released(pia, request).read_bytes())["To"] == "bea@example.net"


def test_the_attached_workbook_is_the_reviewed_one_cell_by_cell(reviewed: int, pia: Desk) -> None:
    with pia.read() as work:
        shown = answer_preview(work, reviewed)
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
        release(work, reviewed)
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
        release(work, reviewed)

    assert len(land_letters(pia)) == 2
    assert land_letters(pia) == []


def test_a_released_answer_is_not_released_again(reviewed: int, pia: Desk) -> None:
    released(pia, reviewed)

    with pytest.raises(WrongState, match="is released"), pia.write() as work:
        release(work, reviewed)
    with pytest.raises(WrongState, match="is released"), pia.write() as work:
        collect(work, reviewed)


def test_an_answer_that_changed_since_it_was_seen_is_not_released(reviewed: int, pia: Desk) -> None:
    with pytest.raises(Conflict, match="changed since"), pia.write() as work:
        release(work, reviewed, "0" * 64)


def test_only_an_officer_releases(reviewed: int, signed_in: Callable[[str], Desk]) -> None:
    with pytest.raises(NotAllowed), signed_in("leo").write() as work:
        release(work, reviewed)


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
