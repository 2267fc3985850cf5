"""What the site hears of opt-outs: every record of the person, and addresses that no record has (C20)."""

import pytest

from core.desk import Desk
from core.errors import WrongState
from core.people.actions import opt_out, opt_out_address, take_back_opt_out
from core.people.heeding import Stated, heed
from core.people.tables import Origin, Source
from tests.core.feed.conftest import arrived, finish, page, told

OUT, BACK = ("opt_out", "people", "m-1"), ("opt_in", "people", "m-1")
ELSEWHERE = "somebody@example.org"


def entered(desk: Desk, number: str, **other: object) -> int:
    return arrived(desk, number, source=Source.CONTESTS, origin=Origin.CONTEST, **other)


def test_an_opt_out_is_told_of_every_record_without_an_address(
    nina: int, lead: Desk, moderator: Desk, site: Desk
) -> None:
    assert entered(lead, "e-9") == nina
    with moderator.write() as work:
        opt_out(work, nina, "letter")
    assert told(site) == [("opt_out", "contests", "e-9"), OUT]
    assert {(one.clause, one.address, one.reason) for one in page(site).rows} == {("C20", "", "")}


def test_an_undone_opt_out_is_told(nina: int, moderator: Desk, site: Desk) -> None:
    with moderator.write() as work:
        changes = opt_out(work, nina)
    assert changes.undo is not None
    with moderator.write() as work:
        changes.undo(work)
    assert told(site) == [OUT, BACK]


def test_an_opt_out_taken_back_at_their_wish_is_told(nina: int, moderator: Desk, site: Desk) -> None:
    with moderator.write() as work:
        opt_out(work, nina, "letter")
        take_back_opt_out(work, nina, "telephone", "asked_again")
    assert told(site) == [OUT, BACK]


def test_a_record_whose_own_row_says_so_is_not_told_but_the_others_are(
    nina: int, lead: Desk, site: Desk
) -> None:
    assert entered(lead, "e-9", opted_out=True) == nina
    assert told(site) == [OUT]


def test_a_first_file_that_states_its_own_opt_outs_tells_nothing(lead: Desk, site: Desk) -> None:
    arrived(lead, "m-1", opted_out=True)
    assert told(site) == []


def test_a_new_record_of_somebody_who_opted_out_is_told(nina: int, lead: Desk, site: Desk) -> None:
    with lead.write() as work:
        opt_out(work, nina)
    entered(lead, "e-9")
    assert told(site) == [OUT, ("opt_out", "contests", "e-9")]


def test_a_waiting_row_s_opt_out_is_told_of_the_people_it_means(nina: int, lead: Desk, site: Desk) -> None:
    stated = Stated(
        Source.CONTACTS, "c-1", "nina.okafor@example.com", "Nina Okafor", opted_out=True, child=False
    )
    with lead.write() as work:
        heed(work, [stated])
    assert (told(site), nina) == ([OUT], 1)


def test_a_record_without_an_id_of_the_site_s_is_told_with_its_address(lead: Desk, site: Desk) -> None:
    person = arrived(lead, "content:0123456789abcdef")
    with lead.write() as work:
        opt_out(work, person)
    (row,) = page(site).rows
    assert (row.external_id, row.address) == ("content:0123456789abcdef", "nina.okafor@example.com")


def test_an_address_that_nobody_on_file_has_is_told_and_kept_out(
    lead: Desk, moderator: Desk, site: Desk
) -> None:
    with moderator.write() as work:
        opt_out_address(work, ELSEWHERE)
    (row,) = page(site).rows
    assert (row.kind, row.record, row.external_id, row.address) == ("opt_out", "address", "", ELSEWHERE)
    arrived(lead, "m-7", email=ELSEWHERE, full_name="Some Body")
    assert told(site)[1:] == [("opt_out", "people", "m-7")]


def test_an_address_opted_out_by_a_slip_is_told_back_once(moderator: Desk, site: Desk) -> None:
    with moderator.write() as work:
        changes = opt_out_address(work, ELSEWHERE)
    with moderator.write() as work, pytest.raises(WrongState):
        opt_out_address(work, ELSEWHERE.upper())
    assert changes.undo is not None
    with moderator.write() as work:
        changes.undo(work)
    assert [(one.kind, one.address) for one in page(site).rows] == [
        ("opt_out", ELSEWHERE),
        ("opt_in", ELSEWHERE),
    ]


def test_the_wish_of_who_has_the_address_tells_it_back_even_after_it_was_cleared(
    lead: Desk, moderator: Desk, site: Desk
) -> None:
    with moderator.write() as work:
        opt_out_address(work, ELSEWHERE)
    finish(site)
    person = arrived(lead, "m-7", email=ELSEWHERE, full_name="Some Body")
    with moderator.write() as work:
        take_back_opt_out(work, person, "telephone", "asked_again")
    waiting = [(one.kind, one.external_id, one.address) for one in page(site).rows]
    assert waiting == [("opt_out", "m-7", ""), ("opt_in", "m-7", ""), ("opt_in", "", ELSEWHERE)]


def test_an_address_of_somebody_on_file_is_opted_out_as_the_person(nina: int, moderator: Desk) -> None:
    assert nina
    with moderator.write() as work, pytest.raises(WrongState, match="choose the person"):
        opt_out_address(work, "Nina.Okafor@example.com")


def test_many_opted_out_by_one_file_are_told_of_their_other_records(lead: Desk, site: Desk) -> None:
    for number in range(3):
        mine = {"email": f"p{number}@example.com", "full_name": f"Person Number{number}"}
        arrived(lead, f"m-{number}", **mine)
        entered(lead, f"e-{number}", opted_out=True, **mine)
    assert told(site) == [("opt_out", "people", f"m-{number}") for number in range(3)]
