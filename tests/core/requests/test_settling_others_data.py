"""What an answer holds of other people is found, masked by default, released only with a reason (C22)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from core.audit.log import record
from core.contests.tables import Contest
from core.desk import Desk
from core.errors import BadInput, NotAllowed, WrongState
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Source
from core.requests.arrival import Receipt
from core.requests.case_shapes import LeakRow
from core.requests.collecting import collect, mask_leaks, open_leaks, release_leak
from core.requests.numbers import number_of
from core.requests.opening import open_answer, open_case
from core.requests.others import all_spans, others_in
from core.requests.release import release, review
from core.requests.sources import subject_of
from core.shares.tables import Share
from tests.core.requests.conftest import POLICY

Taking = Callable[..., Receipt]


@pytest.fixture
def collected(confirmed: int, pia: Desk) -> int:
    with pia.write() as work:
        collect(work, confirmed)
    return confirmed


def leaks(desk: Desk, request: int) -> list[LeakRow]:
    with desk.write() as work:
        return list(open_case(work, request).leaks)


def cells(desk: Desk, request: int) -> str:
    with desk.write() as work:
        return "\n".join(
            str(cell) for sheet in open_answer(work, request).sheets for row in sheet.rows for cell in row
        )


def others(desk: Desk, person_id: int, text: str) -> list[str]:
    with desk.write() as work:
        (found,) = others_in(work, subject_of(work, person_id, 0), [text])
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize("named", [Share.title, Contest.name])
def test_a_share_or_a_contest_named_after_somebody_else_gives_nobody_away(
    confirmed: int, pia: Desk, named: Any
) -> None:
    with pia.write() as work:
        work.session.execute(update(named.class_).values({named: "Study with Tomas Reyes"}))
        record(work, "test:title:given", ("test", 0))
        collect(work, confirmed)
    assert "Tomas Reyes" in {one.text for one in leaks(pia, confirmed)}
    assert "Tomas Reyes" not in cells(pia, confirmed)


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


@pytest.fixture
def crowd(market: Any, pia: Desk) -> int:
    """Nina among people of short numbers, of one name, and of names without a space; returns Nina's id."""
    names = ("Madonna", "Will", "王小明", "山田 太郎", "アン", "김민수", "สมชาย", "jsmith99", "Nina")
    with pia.write() as work:
        people = [
            incoming(f"o-{at}", name, f"o{at}@example.org", phone="555-0199" if not at else "")
            for at, name in enumerate(names)
        ]
        records = RecordsDesk(work, people)
        for one in people:
            records.place(one)
        record(work, "test:people:placed", ("test", 0))
    return int(market.nina)


def incoming(number: str, name: str, address: str, phone: str = "") -> IncomingRecord:
    return IncomingRecord(
        Source.PEOPLE, number, Origin.ENROLMENT, POLICY, number, full_name=name, email=address, phone=phone
    )


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("We asked Madonna about it.", ["Madonna"]),
        ("Madonna's offer was better", ["Madonna's"]),
        ("the madonna in the picture", []),
        ("I met Will there.", ["Will"]),
        ("Will you pay? Will it hold? I WILL", []),
        ("We meet in will 3", []),
        ("Ask jsmith99 please", ["jsmith99"]),
        ("I am Nina and wrote this.", []),
        ("Tomas Reyes's shop and Lind Bea", ["Tomas Reyes", "Lind Bea"]),
        ("我昨天见了王小明先生。", ["王小明"]),
        ("王先生和小明都来了", []),
        ("山田太郎さんに送りました", ["山田太郎"]),
        ("山田 太郎様", ["山田 太郎"]),
        ("アンケートに答えました", []),
        ("アンさんと話した", ["アン"]),
        ("김민수씨가 말했다", ["김민수"]),
        ("ผมพบสมชายเมื่อวาน", ["สมชาย"]),
    ],
)
def test_names_of_one_word_and_names_without_a_space_are_found_with_care(
    pia: Desk, crowd: int, text: str, theirs: list[str]
) -> None:
    assert others(pia, crowd, text) == theirs


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("Call 555-0199 after six", ["555-0199"]),
        ("Call 555 0199.", ["555 0199"]),
        ("It cost $5550199 or 15550199", []),
        ("Order 555019 of 2012", []),
        ("+44 803 555 0101 is not hers", ["+44 803 555 0101"]),
        ("00234 803 555 0101, 0803-555-0101, +234 (0)803 555 0101", []),
        ("2348035550101", []),
        ("0044 20 7946 0000", ["0044 20 7946 0000"]),
    ],
)
def test_a_number_is_the_person_s_own_only_if_it_is_the_whole_of_it(
    pia: Desk, crowd: int, text: str, theirs: list[str]
) -> None:
    assert others(pia, crowd, text) == theirs


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+45 12 34 56 78", "12345678", True),
        ("+45 12 34 56 78", "+46 12 34 56 78", False),
        ("020 7946 0000", "7946 0000", False),
        ("555 0101", "+1 212 555 0101", False),
        ("+354 555 1234", "555 1234", True),
        ("+1 212 555 0199 ext. 12", "(212) 555-0199", True),
        ("", "", False),
        ("0", "000", False),
    ],
)
def test_two_ways_of_writing_a_number_are_one_number(one: str, other: str, same: bool) -> None:  # noqa: FBT001  # expected outcome
    assert number_of(one).same(number_of(other)) is same
    assert number_of(other).same(number_of(one)) is same


def test_no_address_is_overlooked_in_a_long_list_of_them() -> None:
    many = " ".join(f"person{number}@example.org" for number in range(450))

    assert len(list(all_spans(many))) == 450


def test_what_others_wrote_is_theirs_as_a_whole(collected: int, pia: Desk) -> None:
    received = [one for one in leaks(pia, collected) if one.sheet == "Messages received"]

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
        review(work, collected, "0" * 64)
    with pytest.raises(WrongState, match=f"{count} findings are not settled"), pia.write() as work:
        release(work, collected, "0" * 64)


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
        review(work, collected, open_answer(work, collected).sha256)
    first = leaks(pia, collected)[0].id
    with pia.write() as work:
        release_leak(work, collected, first, "They published it themselves.")

    with pytest.raises(WrongState, match="mark it as reviewed"), pia.write() as work:
        release(work, collected, "0" * 64)
