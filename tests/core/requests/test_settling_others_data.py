"""What an answer holds of other people is found, masked by default, released only with a reason (C22)."""

from collections.abc import Callable
from typing import Any

import pytest

from core.desk import Desk
from core.errors import BadInput, NotAllowed, WrongState
from core.requests.arrival import Receipt
from core.requests.case_view import LeakRow, answer_preview, opened_case
from core.requests.collecting import collect, mask_leaks, open_leaks, release_leak
from core.requests.others import all_spans, others_in
from core.requests.release import release, review
from core.requests.sources import subject_of

Taking = Callable[..., Receipt]


@pytest.fixture
def collected(confirmed: int, pia: Desk) -> int:
    with pia.write() as work:
        collect(work, confirmed)
    return confirmed


def leaks(desk: Desk, request: int) -> list[LeakRow]:
    with desk.read() as work:
        return list(opened_case(work, request).leaks)


def cells(desk: Desk, request: int) -> str:
    with desk.read() as work:
        return "\n".join(
            str(cell) for sheet in answer_preview(work, request) for row in sheet.rows for cell in row
        )


def others(desk: Desk, person_id: int, text: str) -> list[str]:
    with desk.read() as work:
        (found,) = others_in(work, subject_of(work, person_id, 0), [text])
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("I know tomas reyes well.", ["tomas reyes"]),
        ("Ask Tomás  Reyes, he knows.", ["Tomás  Reyes"]),
        ("Reyes, Tomas (client)", ["Reyes, Tomas"]),
        ("Thanks to Bea Lind.", ["Bea Lind"]),
        ("I am Nina Okafor, nina.okafor@example.com.", []),
        ("Write to someone@example.org or NINA.OKAFOR@example.com", ["someone@example.org"]),
        ("My number is 0803 555 0101.", []),
        ("Call +44 20 7946 0000 today", ["+44 20 7946 0000"]),
        ("", []),
    ],
)
def test_other_people_are_told_from_the_person(pia: Desk, market: Any, text: str, theirs: list[str]) -> None:
    assert others(pia, market.nina, text) == theirs


def test_no_address_is_overlooked_in_a_long_list_of_them() -> None:
    many = " ".join(f"person{number}@example.org" for number in range(450))

    assert len(list(all_spans(many))) == 450


def test_what_others_wrote_is_theirs_as_a_whole(collected: int, pia: Desk) -> None:
    received = [one for one in leaks(pia, collected) if one.sheet == "Messages to you"]

    assert {one.column for one in received} == {"From", "Text"}
    assert {one.kind for one in received} == {"another person's words", "another member's number"}


def test_everything_found_is_masked_until_it_is_settled(collected: int, pia: Desk) -> None:
    shown = cells(pia, collected)

    assert "tomas.reyes@example.org" not in shown
    assert "Reyes" not in shown
    assert "Yes I am." not in shown
    assert "nina.okafor@example.com" in shown
    assert "[masked: an e-mail address]" in shown


def test_an_answer_with_open_findings_is_not_released_and_the_number_is_said(
    collected: int, pia: Desk
) -> None:
    count = len(leaks(pia, collected))

    with pytest.raises(WrongState, match=f"{count} findings are not settled"), pia.write() as work:
        review(work, collected)
    with pytest.raises(WrongState, match=f"{count} findings are not settled"), pia.write() as work:
        release(work, collected)


def test_one_released_with_a_reason_stands_in_the_answer(collected: int, pia: Desk) -> None:
    number = next(one for one in leaks(pia, collected) if one.text == "+44 20 7946 0000")
    with pia.write() as work:
        release_leak(work, collected, number.id, "It is the referee's published number.")

    assert "+44 20 7946 0000" in cells(pia, collected)
    assert "Reyes" not in cells(pia, collected)


def test_releasing_one_needs_a_reason_and_an_officer(
    collected: int, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    first = leaks(pia, collected)[0].id

    with pytest.raises(BadInput, match="Say why"), pia.write() as work:
        release_leak(work, collected, first, "  ")
    with pytest.raises(NotAllowed), signed_in("leo").write() as work:
        release_leak(work, collected, first, "Because.")


def test_a_lead_may_mask(collected: int, pia: Desk, signed_in: Callable[[str], Desk]) -> None:
    with signed_in("leo").write() as work:
        mask_leaks(work, collected, open_leaks(work, collected))

    with pia.read() as work:
        assert open_leaks(work, collected) == []


def test_settling_after_the_review_asks_for_a_new_one(collected: int, pia: Desk) -> None:
    with pia.write() as work:
        mask_leaks(work, collected, open_leaks(work, collected))
        review(work, collected)
    with pia.write() as work:
        release_leak(work, collected, leaks(pia, collected)[0].id, "They published it themselves.")

    with pytest.raises(WrongState, match="mark it as reviewed"), pia.write() as work:
        release(work, collected)
