"""Reading is repeatable, acknowledging goes forward only, and both only for those whose work it is (C22)."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.feed.actions import NOTHING_NEW, acknowledge, acknowledge_row
from core.feed.queries import count_waiting, feed_detail, feed_rows, first_waiting
from core.feed.reading import hand_over, read_page, rows_after
from core.people.actions import opt_out_address
from tests.conftest import Clock
from tests.core.feed.conftest import approve, arrive, page, remove, told
from tests.core.postings.arriving import incoming

FAR = "999999999999-0123456789abcdef"
HOSTILE = [
    "1", "-1", "0", "START", "start ", "000000000001", "000000000001-", FAR.upper(), "１２３", "' OR 1=1 --",
    "000000000001-zzzzzzzzzzzzzzzz", "../../etc/passwd", "\0", "9" * 5_000, "000000000001-0123456789abcdef\n",
    "😀", "null", "%s%n", "000000000001-" + "0" * 16, FAR,
]  # fmt: skip


@pytest.fixture
def removed(five: list[int], moderator: Desk) -> list[int]:
    for one in five:
        remove(moderator, one)
    return five


def logged(desk: Desk, action: str) -> list[bytes]:
    with desk.read() as work:
        return list(work.session.scalars(select(AuditEntry.body).where(AuditEntry.action == action)))


def acked(desk: Desk, cursor: str) -> str:
    with desk.write() as work:
        return acknowledge(work, cursor).sentence


def pages(desk: Desk, since: str, limit: int) -> Iterator[list[str]]:
    more = True
    while more:
        read = page(desk, since, limit)
        yield [one.external_id for one in read.rows]
        since, more = read.cursor, read.more


def test_pages_join_without_a_gap_or_a_repeat(removed: list[int], site: Desk) -> None:
    assert list(pages(site, "start", 2)) == [["p-1", "p-2"], ["p-3", "p-4"], ["p-5"]]
    assert removed


def test_reading_again_gives_the_same_rows_and_those_that_came_since(
    removed: list[int], moderator: Desk, site: Desk
) -> None:
    once = page(site)
    approve(moderator, removed[0])
    again = page(site)
    assert again.rows[:5] == once.rows
    assert told(site, once.cursor) == [("restore", "postings", "p-1")]
    assert acked(site, once.cursor) == "Acknowledged 5 rows of the site feed."
    assert page(site, "start").rows == again.rows, "what is acknowledged can be read again as it was"
    assert [one.id for one in page(site).rows] == [again.cursor]


def test_cursors_are_in_order_as_text(removed: list[int], site: Desk) -> None:
    ids = [one.id for one in page(site).rows]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(removed)


def test_an_empty_feed_has_a_cursor_and_nothing_more(site: Desk) -> None:
    read = page(site)
    assert (read.rows, read.cursor, read.more, read.waiting, read.acknowledged) == (
        (),
        "start",
        False,
        0,
        "start",
    )
    assert page(site, read.cursor).cursor == "start"


def test_an_acknowledgement_is_logged_with_who_and_up_to_where(removed: list[int], site: Desk) -> None:
    acked(site, page(site, limit=3).cursor)
    assert (page(site).waiting, len(removed)) == (2, 5)
    (body,) = logged(site, "feed:items:acknowledged")
    assert site.staff is not None
    assert f'"actor":{site.staff.id}'.encode() in body
    assert b'"first":1,"last":3,"rows":3' in body
    with site.read() as work:
        assert verify_log(work).ok


def test_an_acknowledgement_never_goes_back(removed: list[int], site: Desk) -> None:
    first, last = page(site, limit=1).cursor, page(site).cursor
    acked(site, last)
    assert acked(site, first) == acked(site, last) == NOTHING_NEW
    assert page(site).acknowledged == last
    assert len(logged(site, "feed:items:acknowledged")) == 1
    assert removed


def test_two_readers_each_read_all_and_either_acknowledges(
    removed: list[int], site: Desk, signed_in: Callable[[str], Desk]
) -> None:
    other = signed_in("night")
    mine, theirs = page(site, limit=4), page(other, limit=2)
    assert mine.rows[:2] == theirs.rows
    acked(site, mine.cursor)
    assert told(other, theirs.cursor) == [("withdraw", "postings", f"p-{n}") for n in (3, 4, 5)]
    assert acked(other, theirs.cursor) == NOTHING_NEW
    assert (page(other).waiting, len(removed)) == (1, 5)


@pytest.mark.parametrize("cursor", HOSTILE)
def test_a_cursor_that_is_none_of_this_feed_s_is_refused_in_a_sentence(
    cursor: str, removed: list[int], site: Desk
) -> None:
    with pytest.raises(BadInput) as told_so:
        page(site, cursor)
    assert told_so.value.sentence.count("\n") == 0
    with pytest.raises(BadInput):
        acked(site, cursor)
    assert (page(site).waiting, len(removed)) == (5, 5)


def test_an_acknowledgement_beyond_the_end_is_refused(removed: list[int], site: Desk) -> None:
    beyond = page(site).cursor.replace("000000000005", "000000000006")
    with pytest.raises(BadInput, match="no such row"):
        acked(site, beyond)
    with pytest.raises(BadInput, match="before the first row"):
        acked(site, "start")
    assert (page(site).waiting, len(removed)) == (5, 5)


def test_a_cursor_of_a_row_that_is_another_after_a_restored_backup_is_refused(
    five: list[int], moderator: Desk, site: Desk, clock: Clock
) -> None:
    remove(moderator, five[0])
    lost = page(site).cursor
    with moderator.opened.engine.begin() as connection:  # the desk as it was before, and then goes on
        connection.exec_driver_sql("DELETE FROM feed_item")
    clock.forward(minutes=5)
    remove(moderator, five[1])
    with pytest.raises(BadInput, match="before a backup was restored"):
        page(site, lost)


@pytest.mark.parametrize("name", ["mia", "leo", "aldo", "ada"])
def test_who_may_not_acknowledge_changes_nothing(
    name: str, removed: list[int], site: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with signed_in(name).write() as work, pytest.raises(NotAllowed, match="acknowledge the site feed"):
        acknowledge(work, page(site).cursor)
    with signed_in(name).write() as work, pytest.raises(NotAllowed):
        acknowledge_row(work, 1)
    assert (page(site).waiting, len(removed)) == (5, 5)


@pytest.mark.parametrize("name", ["mia", "ada"])
def test_who_may_not_read_the_feed_is_given_none_of_it(
    name: str, removed: list[int], signed_in: Callable[[str], Desk]
) -> None:
    desk = signed_in(name)
    with pytest.raises(NotAllowed):
        hand_over(desk)
    with desk.read() as work, pytest.raises(NotAllowed):
        list(rows_after(work, 0))
    assert removed


@pytest.mark.parametrize(("name", "address"), [("pia", "a@example.org"), ("leo", "•••••"), ("aldo", "•••••")])
def test_values_are_given_to_those_who_may_acknowledge_and_masked_for_the_others(
    name: str, address: str, moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with moderator.write() as work:
        opt_out_address(work, "a@example.org")
    (row,) = page(signed_in(name)).rows
    assert row.address == address


@pytest.mark.parametrize("sign", ["@", "\uff20", "\ufe6b"])
def test_a_site_s_id_that_is_an_address_is_masked_and_found_by_no_part_of_it(
    sign: str, lead: Desk, moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    (posting,) = arrive(lead, [incoming(f"bob{sign}example.net", "A logo")]).ids
    remove(moderator, posting)
    with signed_in("aldo").read() as work:
        assert [one.external_id for one in feed_rows().first(work, 9)] == ["b•••@•••.net"]
        assert [feed_rows(text).total(work) for text in ("bob", f"bob{sign}", f"bob{sign}example.net")] == [
            0,
            0,
            1,
        ]
    assert [one.external_id for one in page(signed_in("leo")).rows] == ["b•••@•••.net"]


def test_that_values_were_given_out_is_logged_and_reading_without_any_is_not(
    removed: list[int], moderator: Desk, officer: Desk, site: Desk
) -> None:
    page(site)
    assert logged(site, "feed:values:handed-over") == []
    with moderator.write() as work:
        opt_out_address(work, "a@example.org")
    with officer.read() as work:
        read_page(work)
    assert logged(site, "feed:values:handed-over") == []
    page(officer)
    (body,) = logged(site, "feed:values:handed-over")
    assert b'"with_values":[6]' in body
    assert b"example.org" not in body
    assert removed


def test_the_list_says_what_waits_and_what_is_done_and_finds_the_site_s_id(
    removed: list[int], officer: Desk, site: Desk, clock: Clock
) -> None:
    then = clock.now
    clock.forward(hours=30)
    with officer.write() as work:
        acknowledge_row(work, 2)
    with officer.read() as work:
        assert [one.id for one in feed_rows(only="waiting").first(work, 9)] == [3, 4, 5]
        assert [one.id for one in feed_rows(only="done").first(work, 9)] == [1, 2]
        assert [one.external_id for one in feed_rows("P-4").first(work, 9)] == ["p-4"]
        first = first_waiting(work)
        assert first is not None
        assert (count_waiting(work), first.id, first.at) == (3, 3, then)
        done, waits = feed_detail(work, 1), feed_detail(work, 5)
    assert (done.row.done, done.done_by, done.done_at, done.before) == (True, "pia", clock.now, 0)
    assert (waits.row.done, waits.done_by, waits.before, waits.told_by) == (False, "", 3, "mia")
    assert (removed, site.staff is None) == ([1, 2, 3, 4, 5], False)


def test_a_row_names_the_later_one_that_counts_instead(
    five: list[int], moderator: Desk, officer: Desk
) -> None:
    remove(moderator, five[0])
    approve(moderator, five[0])
    remove(moderator, five[1])
    with officer.read() as work:
        assert [feed_detail(work, one).superseded_by for one in (1, 2, 3)] == [2, 0, 0]
