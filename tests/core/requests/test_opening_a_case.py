"""Unmasked values come back only from the write that logs who saw them (C22, C23)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

import core.requests.case_view as masked_reads
from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import NotAllowed, WrongState
from core.people.tables import Reveal
from core.requests import queries
from core.requests.actions import take_up
from core.requests.arrival import Receipt
from core.requests.case_view import answer_outline, case
from core.requests.collecting import collect
from core.requests.matching import match_sender
from core.requests.opening import open_answer, open_case

Taking = Callable[..., Receipt]
UNWRITABLE = (AttributeError, DBAPIError)
"""A read has no log to write to; on a server its transaction takes no change either."""


def logged(desk: Desk, action: str) -> int:
    with desk.read() as work:
        return len(work.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all())


def reveals(desk: Desk, person_id: int) -> list[str]:
    with desk.read() as work:
        found = select(Reveal.reason).where(Reveal.person_id == person_id, Reveal.reason != "")
        return list(work.session.scalars(found))


def test_opening_a_case_gives_its_values_and_keeps_a_reveal_with_the_person(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    request = taken_in().case
    with pia.write() as work:
        opened = open_case(work, request)

    assert (opened.from_name, opened.address_on_file) == ("Nina Okafor", "nina.okafor@example.com")
    assert reveals(pia, market.nina) == ["request 1"]
    assert logged(pia, "requests:request:opened") == 1


def test_a_case_shown_again_within_half_an_hour_is_the_same_opening(
    taken_in: Taking, market: Any, pia: Desk, clock: Any
) -> None:
    request = taken_in().case
    for _ in range(3):
        with pia.write() as work:
            shown = open_case(work, request)
        assert shown.from_name == "Nina Okafor"
        clock.forward(minutes=9)
    assert logged(pia, "requests:request:opened") == 1
    assert reveals(pia, market.nina) == ["request 1"]
    assert shown.open_until == clock.now + timedelta(minutes=3)


def test_after_half_an_hour_it_is_another_opening(
    taken_in: Taking, market: Any, pia: Desk, clock: Any
) -> None:
    request = taken_in().case
    for _ in range(2):
        with pia.write() as work:
            open_case(work, request)
        clock.forward(minutes=30)
    assert logged(pia, "requests:request:opened") == 2
    assert reveals(pia, market.nina) == ["request 1"] * 2


def test_another_person_s_opening_is_not_one_s_own(
    taken_in: Taking, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    request = taken_in().case
    for desk in (pia, signed_in("olga"), pia):
        with desk.write() as work:
            open_case(work, request)
    assert logged(pia, "requests:request:opened") == 2


def test_whoever_was_not_shown_yet_is_kept_as_seen(taken_in: Taking, market: Any, pia: Desk) -> None:
    request = taken_in().case
    with pia.write() as work:
        open_case(work, request)
        take_up(work, request, market.tomas)
    with pia.write() as work:
        open_case(work, request)
    assert (reveals(pia, market.nina), reveals(pia, market.tomas)) == (["request 1"], ["request 1"])
    assert logged(pia, "requests:request:opened") == 2


def test_opening_the_answer_gives_its_sheets_and_keeps_a_reveal(
    confirmed: int, market: Any, pia: Desk
) -> None:
    with pia.write() as work:
        collect(work, confirmed)
    with pia.write() as work:
        answer = open_answer(work, confirmed)

    assert "Nina Okafor" in str(answer.sheets)
    assert reveals(pia, market.nina) == ["request 1"]
    assert logged(pia, "requests:answer:opened") == 1


def test_a_plain_read_gives_no_value(confirmed: int, pia: Desk) -> None:
    with pia.write() as work:
        collect(work, confirmed)
    with pia.read() as work, pytest.raises(UNWRITABLE):
        open_case(work, confirmed)  # type: ignore[arg-type]  # what a caller would try
    with pia.read() as work, pytest.raises(UNWRITABLE):
        open_answer(work, confirmed)  # type: ignore[arg-type]  # as above
    with pia.read() as work:
        seen = f"{case(work, confirmed)}{answer_outline(work, confirmed)}"

    assert "Okafor" not in seen
    assert "okafor" not in seen
    assert "Nina" not in seen
    assert not hasattr(masked_reads, "opened_case")


def test_a_refused_opening_leaves_no_trace_of_values(
    taken_in: Taking, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    request = taken_in().case
    for name in ("mia", "aldo"):
        desk = signed_in(name)
        with pytest.raises(NotAllowed), desk.write() as work:
            open_case(work, request)
        with pytest.raises(NotAllowed), desk.write() as work:
            open_answer(work, request)

    assert logged(pia, "requests:request:opened") == 0


def test_there_is_no_answer_to_open_before_it_was_collected(confirmed: int, pia: Desk) -> None:
    with pytest.raises(WrongState, match="Collect the answer first"), pia.write() as work:
        open_answer(work, confirmed)


def test_the_outline_names_sheets_and_rows_to_whoever_reads_masked(
    confirmed: int, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with pia.write() as work:
        collect(work, confirmed)
    with signed_in("aldo").read() as work:
        sheets = {one.name: one.rows for one in answer_outline(work, confirmed)}

    assert sheets["Postings"] == 1
    assert "Your other requests" not in sheets


@pytest.mark.parametrize(
    "read",
    [
        queries.count_open,
        queries.count_due_soon,
        queries.count_late,
        queries.next_due,
        lambda work: case(work, 1),
        lambda work: answer_outline(work, 1),
        lambda work: match_sender(work, "Nina Okafor", "", "nina.okafor@example.com"),
    ],
)
def test_every_read_asks_who_reads(
    read: Callable[[Any], object], taken_in: Taking, desk_folder: Any, clock: Any
) -> None:
    taken_in()
    desk = Desk(desk_folder, clock)
    desk.sign_in("ada", "remit test desk")
    with desk.read() as work, pytest.raises(NotAllowed):
        read(work)
    desk.sign_out()
