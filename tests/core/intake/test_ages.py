from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.intake.ages import MayBeChildError, age, birth_date, says_child
from core.intake.placing import Counts
from core.intake.quarantine import discard, waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.people.queries import masked_person, people_at, values_of
from tests.core.intake.files import ENTRY, PEOPLE, write_csv

SignIn = Callable[[str], Desk]
CONTACT = {
    "id": "c1",
    "kind": "problem",
    "name": "Ines Farkas",
    "email": "ines@example.org",
    "message": "Help.",
}
ROWS = {Kind.PEOPLE: PEOPLE[0], Kind.CONTESTS: ENTRY, Kind.CONTACTS: CONTACT}

CHILDREN = (
    "12 years", "under 13", "Under 13", "under-13", "<13", "< 13", "<= 12", "13 and under", "12 or younger",
    "9.5", "9,5", "12.9", "10-14", "8 yrs", "age 9", "-5", "18 months", "6 weeks", "over 5", "nine", "U13",
    "less than 13 years", "9 (nearly 10)", "٩ years", "aged twelve",
)  # fmt: skip
OTHERS = (
    "old", "13+", "13 or over", "not under 13", "over 12", ">12", "18-24", "thirty", "twenty one", "40.5",
    "1990-05-01", "5.5.1990", "05/1990", "under 18", "200 months", "one hundred", "35 years 3 months",
    "9" * 5000, " " * 9 + "?",
)  # fmt: skip


@pytest.mark.parametrize(("text", "years"), [("9", 9), ("40.0", 40), ("9.00", 9), ("40,0", 40), (" ", None)])
def test_a_whole_number_is_an_age_however_it_is_written(text: str, years: int | None) -> None:
    assert age(text) == years


@pytest.mark.parametrize("text", CHILDREN)
def test_what_cannot_be_read_and_says_under_13_is_told_apart(text: str) -> None:
    with pytest.raises(MayBeChildError, match="may be under 13"):
        age(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_cannot_be_read_and_says_nothing_of_a_child_is_no_age(text: str) -> None:
    assert not says_child(text)
    if text.strip():
        with pytest.raises(BadInput, match="not a number of years"):
            age(text)


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("05/04/2018", True),
        ("2018", True),
        ("May 2013", True),
        ("05/04/1990", False),
        ("2031", False),
        ("?", False),
    ],
)
def test_a_birth_date_that_cannot_be_read_may_be_a_child_s_by_its_year(text: str, *, child: bool) -> None:
    with pytest.raises(BadInput, match="be read" if child else "not a date") as refused:
        birth_date(text, date(2025, 3, 1), date(2026, 11, 20))
    assert isinstance(refused.value, MayBeChildError) is child


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("years", ["9.0", "under 13", "12 years"])
def test_whom_an_age_holds_comes_in_locked_though_the_next_row_says_no_age(
    signed_in: SignIn, tmp_path: Path, kind: Kind, years: str
) -> None:
    leo, row = signed_in("leo"), ROWS[kind]
    stated = write_csv(tmp_path / "a.csv", [row | {"age": years}])
    assert take_in_file(leo, stated, kind).counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        (held,) = waiting(work)
    assert (held.clause, held.lost) == ("C24", True)
    with pytest.raises(NotAllowed, match="can only be discarded"), leo.write() as work:
        release(work, [held.id], {})
    with leo.write() as work:
        discard(work, [held.id])
    silent = write_csv(tmp_path / "b.csv", [row | {"age": ""}])
    assert take_in_file(leo, silent, kind).counts == Counts(read=1, stored=1)
    with leo.read() as work:
        (person,) = people_at(work, "ines@example.org")
        assert masked_person(work, person).under_13


@pytest.mark.parametrize("stated", [{"age": "12 years"}, {"birth_date": "05/04/2018"}])
def test_an_age_that_cannot_be_read_locks_whom_it_means_though_another_thing_is_wrong_first(
    signed_in: SignIn, tmp_path: Path, stated: dict[str, str]
) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "a.csv", PEOPLE), Kind.PEOPLE)
    wrong = PEOPLE[0] | {"id": "u7", "origin": "gossip"} | stated
    assert take_in_file(leo, write_csv(tmp_path / "b.csv", [wrong]), Kind.PEOPLE).counts.quarantined == 1
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert masked_person(work, ines).under_13


def test_an_age_written_as_a_fraction_of_nothing_is_kept(signed_in: SignIn, tmp_path: Path) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "a.csv", [PEOPLE[0] | {"age": "40.0"}]), Kind.PEOPLE)
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert values_of(work, ines).records[0].stated_age == 40
