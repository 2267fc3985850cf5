"""A private message is read by those whose work needs it, for a reason, for a while (C23)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.postings.actions import approve_postings, remove_postings
from core.postings.detail import WITHHELD, PostingDetail, posting_detail
from core.postings.messages import open_message
from core.postings.queries import PostingFilter, hits_of, postings, sent_by
from core.postings.tables import Kind, Posting
from core.text.matching import Hit
from tests.conftest import Clock
from tests.core.postings.arriving import TakeIn, incoming, letter

SECRET = "Meet me at the harbour, bring the blueprints, write to captain@example.com"


@pytest.fixture
def message(take: TakeIn) -> int:
    return take([letter("m-1", SECRET)], Kind.MESSAGE).ids[0]


def read(desk: Desk, message: int) -> PostingDetail:
    with desk.read() as work:
        return posting_detail(work, message)


def test_a_message_shows_nothing_of_its_text_until_it_is_opened(message: int, moderator: Desk) -> None:
    detail = read(moderator, message)
    assert (detail.locked, detail.title, dict(detail.texts)) == (True, "Private message", {})
    assert not detail.personal_data
    assert "harbour" not in repr(detail)


def test_the_list_shows_no_title_and_keeps_none(message: int, moderator: Desk) -> None:
    with moderator.read() as work:
        (row,) = postings(PostingFilter(kind=Kind.MESSAGE)).first(work, 10)
        assert row.title == "Private message"
        assert work.session.get_one(Posting, message).title == ""


def test_opening_with_a_reason_shows_the_text_to_that_person_for_half_an_hour(
    message: int, moderator: Desk, signed_in: Callable[[str], Desk], clock: Clock
) -> None:
    with moderator.write() as work:
        open_message(work, message, "Reported by its recipient")
    assert read(moderator, message).texts == {"body": SECRET}
    assert read(signed_in("leo"), message).locked
    clock.forward(minutes=29)
    assert not read(moderator, message).locked
    assert read(moderator, message).open_until == clock.now + timedelta(minutes=1)
    clock.forward(minutes=1)
    assert read(moderator, message).locked


def test_an_opening_is_in_the_log_and_its_reason_beside_the_message(message: int, moderator: Desk) -> None:
    with moderator.write() as work:
        open_message(work, message, "  Reported by\n its recipient ")
    with moderator.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "postings:message:opened")
        (body,) = work.session.scalars(query)
    assert f'["posting",{message}]'.encode() in body
    opened = [one for one in read(moderator, message).history if one.what == "Opened to be read"]
    assert [(one.by, one.note) for one in opened] == [("mia", "Reported by its recipient")]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_no_message_opens_without_a_reason(reason: str, message: int, moderator: Desk) -> None:
    with pytest.raises(BadInput), moderator.write() as work:
        open_message(work, message, reason)
    assert read(moderator, message).locked


def test_an_auditor_opens_no_message(message: int, auditor: Desk) -> None:
    with pytest.raises(NotAllowed), auditor.write() as work:
        open_message(work, message, "I would like to see")


def test_a_posting_needs_no_opening_and_a_message_must_be_there(five: list[int], moderator: Desk) -> None:
    with pytest.raises(WrongState), moderator.write() as work:
        open_message(work, five[0], "why not")
    with pytest.raises(NotFound), moderator.write() as work:
        open_message(work, 999, "why not")


@pytest.mark.parametrize("opened", [False, True])
def test_search_never_finds_the_words_of_a_message(opened: bool, message: int, moderator: Desk) -> None:  # noqa: FBT001  # a case
    if opened:
        with moderator.write() as work:
            open_message(work, message, "Reported")
    with moderator.read() as work:
        for word in ("harbour", "blueprints", "captain@example.com"):
            assert postings(PostingFilter(text=word)).total(work) == 0
        for who in ("m-1", "u-1", "u-2"):
            assert [one.id for one in postings(PostingFilter(text=who)).first(work, 9)] == [message]


def test_no_message_is_removed_unread(message: int, moderator: Desk) -> None:
    with pytest.raises(NotAllowed, match="Open message"), moderator.write() as work:
        remove_postings(work, [message], "fraud")
    with moderator.write() as work:
        open_message(work, message, "Reported")
    with moderator.write() as work:
        assert remove_postings(work, [message], "fraud").sentence == "Removed 1 posting."


def test_a_message_may_be_approved_without_reading_it(message: int, moderator: Desk) -> None:
    with moderator.write() as work:
        approve_postings(work, [message])
    assert read(moderator, message).state.value == "approved"


@pytest.fixture
def noted(take: TakeIn, moderator: Desk, clock: Clock) -> int:
    """A message in which a rule strikes: opened by mia, who removed it with a note."""
    text = "Pay the refundable registration fee by Western Union"
    (message,) = take([letter("m-2", text)], Kind.MESSAGE).ids
    with moderator.write() as work:
        open_message(work, message, "He wrote about Western Union")
    clock.forward(minutes=1)
    with moderator.write() as work:
        remove_postings(work, [message], "fraud", "asks for Western Union")
    return message


def test_what_struck_in_a_message_is_told_only_to_whoever_has_it_open(
    noted: int, five: list[int], moderator: Desk, lead: Desk, clock: Clock
) -> None:
    def hits(desk: Desk) -> list[Hit]:
        with desk.read() as work:
            return hits_of(work, [*five, noted])[noted]

    assert hits(moderator)
    assert hits(lead) == []
    clock.forward(minutes=31)
    assert hits(moderator) == []


def test_notes_about_a_message_stay_as_closed_as_the_message(
    noted: int, moderator: Desk, auditor: Desk
) -> None:
    closed = read(auditor, noted)
    assert [(one.what, one.by, one.reason, one.note) for one in closed.history if one.by] == [
        ("Opened to be read", "mia", "", WITHHELD),
        ("Removed", "mia", "fraud", WITHHELD),
    ]
    assert "Western" not in repr(closed)
    assert [one.note for one in read(moderator, noted).history if one.by] == [
        "He wrote about Western Union",
        "asks for Western Union",
    ]


def test_a_note_about_a_posting_is_for_all_who_read_postings(
    five: list[int], moderator: Desk, auditor: Desk
) -> None:
    with moderator.write() as work:
        remove_postings(work, five[:1], "spam", "the fifth of today")
    assert read(auditor, five[0]).history[-1].note == "the fifth of today"


def test_half_a_character_in_a_reason_or_a_note_loses_nothing_else(message: int, moderator: Desk) -> None:
    with moderator.write() as work:
        open_message(work, message, "Reported \ud83d by him")
    with moderator.write() as work:
        remove_postings(work, [message], "fraud", "he says \udcff so")
    assert {one.note for one in read(moderator, message).history} == {
        "", "Reported \ufffd by him", "he says \ufffd so",
    }  # fmt: skip


ADDRESSES = {"author": "Nina.Okafor@example.com", "recipient": "captain@example.net"}


@pytest.fixture
def by_address(take: TakeIn) -> int:
    """A message whose author and recipient the site calls by their addresses."""
    return take([replace(letter("m-9", "hello"), **ADDRESSES)], Kind.MESSAGE).ids[0]


def test_an_address_is_masked_in_lists_and_in_the_detail_until_the_message_is_opened(
    by_address: int, moderator: Desk, auditor: Desk, clock: Clock
) -> None:
    for desk in (moderator, auditor):
        with desk.read() as work:
            rows = [*postings().first(work, 9), *sent_by(work, by_address)]
        assert {one.author for one in rows} == {"N•••@•••.com"}
        closed = read(desk, by_address)
        assert (closed.author, closed.recipient) == ("N•••@•••.com", "c•••@•••.net")
        assert "kafor" not in repr(closed)
    with moderator.write() as work:
        open_message(work, by_address, "Reported by its recipient")
    opened = read(moderator, by_address)
    assert {"author": opened.author, "recipient": opened.recipient} == ADDRESSES
    assert read(auditor, by_address).author == "N•••@•••.com"
    clock.forward(minutes=30)
    assert "kafor" not in repr(read(moderator, by_address))


def test_the_author_of_a_posting_is_masked_where_the_site_calls_them_by_an_address(
    take: TakeIn, moderator: Desk
) -> None:
    (posting,) = take([incoming("p-9", "A garden fence", author=ADDRESSES["author"])]).ids
    (wide,) = take([incoming("p-10", "A garden gate", author="bob\uff20example.net")]).ids
    assert read(moderator, wide).author == "b•••@•••.net"
    found = read(moderator, posting)
    assert found.author == "N•••@•••.com"
    assert found.author_history
    assert (found.author_history.author, found.author_history.total) == ("N•••@•••.com", 1)


@pytest.mark.parametrize(
    "typed", ["nina", "okafor", "nina.okafor", "nina.okafor@", "nina.okafor@example", "captain"]
)
def test_a_masked_address_is_not_found_by_a_part_of_it(typed: str, by_address: int, auditor: Desk) -> None:
    assert by_address
    with auditor.read() as work:
        assert postings(PostingFilter(text=typed)).total(work) == 0


@pytest.mark.parametrize("typed", ["nina.okafor@EXAMPLE.com", " captain@example.net "])
def test_who_has_the_whole_address_finds_what_it_sent_or_got(
    typed: str, by_address: int, auditor: Desk
) -> None:
    with auditor.read() as work:
        assert [one.id for one in postings(PostingFilter(text=typed)).first(work, 9)] == [by_address]


@pytest.mark.parametrize(
    "typed", ["ÄRA@example.org", "ära@example.org", "ära@EXAMPLE.org", "Ära@Example.Org"]
)
@pytest.mark.parametrize("author", ["ÄRA@example.org", "ära@example.org", "Ära@Example.org"])
def test_a_whole_address_is_found_in_any_case_of_any_letter(
    take: TakeIn, moderator: Desk, author: str, typed: str
) -> None:
    (posting,) = take([incoming("p-9", "A garden fence", author=author)]).ids
    with moderator.read() as work:
        assert [one.id for one in postings(PostingFilter(text=typed)).first(work, 9)] == [posting]
