from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.intake.age_words import Sign, sign_in_words
from core.intake.ages import AgeOpenError, MayBeChildError, age, birth_date
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
    "9.5", "9,5", "12.9", "10-14", "8 yrs", "age 9", "-5", "18 months", "6 weeks", "nine", "U13",
    "less than 13 years", "9 (nearly 10)", "٩ years", "aged twelve", "under thirteen", "less than twelve",
    "18 mo", "18mos", "6 mths", "＜13", "⩽ 12", "child", "a small child", "infant", "I am nine", "12½",
    "10–14", "between 10 and 14", "12-17", "6-18 months", "not 13 yet", "under the age of 13", "born 2016",
    "2016", "no older than 12",
)  # fmt: skip
OPEN = (
    "12+", "12 and over", "12 years and over", "over 5", "at least 10", "≥ 12", "not under 12", "5-60", "18m",
    "under 18", "under 14", "minor", "not a child",
)  # fmt: skip
OTHERS = (
    "old", "13+", "13 or over", "not under 13", "over 12", ">12", "18-24", "thirty", "twenty one", "40.5",
    "1990-05-01", "5.5.1990", "05/1990", "200 months", "one hundred", "35 years 3 months", "thirty-five",
    "born 1990", "35 (kids: 9)", "9" * 5000, " " * 9 + "?", "childless",
)  # fmt: skip
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(("text", "years"), [("9", 9), ("40.0", 40), ("9.00", 9), ("40,0", 40), (" ", None)])
def test_a_whole_number_is_an_age_however_it_is_written(text: str, years: int | None) -> None:
    assert age(text) == years


@pytest.mark.parametrize("text", ["９", "⑨", "9\u200b"])
def test_digits_are_read_in_every_form_that_unicode_holds_for_the_same(text: str) -> None:
    assert age(text) == 9


@pytest.mark.parametrize("text", CHILDREN)
def test_what_cannot_be_read_and_says_under_13_is_told_apart(text: str) -> None:
    with pytest.raises(MayBeChildError, match="may be under 13"):
        age(text, TODAY)


@pytest.mark.parametrize("text", OPEN)
def test_what_fits_a_child_and_a_grown_up_is_neither(text: str) -> None:
    with pytest.raises(AgeOpenError, match="leaves open whether"):
        age(text, TODAY)


@pytest.mark.parametrize("text", OTHERS)
def test_what_cannot_be_read_and_says_nothing_of_a_child_is_no_age(text: str) -> None:
    assert sign_in_words(text) is Sign.NONE
    if text.strip():
        with pytest.raises(BadInput, match="not a number of years"):
            age(text, TODAY)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("05/04/2018", MayBeChildError),
        ("2018", MayBeChildError),
        ("May 2014", MayBeChildError),
        ("30/12/2013", MayBeChildError),
        ("30.12.13", MayBeChildError),
        ("12.05.16", MayBeChildError),
        ("16-05-12", MayBeChildError),
        ("5 May 16", MayBeChildError),
        ("2016-02-30", MayBeChildError),
        ("20161301", MayBeChildError),
        ("12052016", MayBeChildError),
        ("42500", MayBeChildError),
        ("1431388800", MayBeChildError),
        ("２０１６/05/12", MayBeChildError),
        ("2013", MayBeChildError),
        ("01-02-14", AgeOpenError),
        ("9", AgeOpenError),
        ("child", AgeOpenError),
        ("25/11/2013", None),
        ("May 2013", None),
        ("05/04/1990", None),
        ("12.05.80", None),
        ("2031", None),
        ("?", None),
    ],
)
def test_a_birth_date_that_cannot_be_read_is_judged_by_all_the_days_it_may_mean(
    text: str, held: type[BadInput] | None
) -> None:
    with pytest.raises(BadInput, match="cannot be read|leaves open" if held else "not a date") as refused:
        birth_date(text, TODAY)
    assert type(refused.value) is (held or BadInput)


def test_a_birth_date_that_cannot_be_read_counts_on_the_day_of_collection_too() -> None:
    with pytest.raises(MayBeChildError):
        birth_date("05/04/2010", date(2020, 3, 1), TODAY)
    with pytest.raises(BadInput, match="not a date"):
        birth_date("05/04/2010", TODAY)


@pytest.mark.parametrize("stated", [{"age": "12+"}, {"birth_date": "01-02-14"}])
def test_an_age_that_fits_a_child_and_a_grown_up_holds_its_row_and_locks_nobody(
    signed_in: SignIn, tmp_path: Path, stated: dict[str, str]
) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "a.csv", PEOPLE), Kind.PEOPLE)
    again = write_csv(tmp_path / "b.csv", [PEOPLE[0] | stated])
    assert take_in_file(leo, again, Kind.PEOPLE).counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        (held,) = waiting(work)
        (ines,) = people_at(work, "ines@example.org")
        assert not masked_person(work, ines).under_13
    assert (held.clause, held.lost) == ("C24", True)
    with pytest.raises(NotAllowed, match="can only be discarded"), leo.write() as work:
        release(work, [held.id], {})


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("years", ["9.0", "under 13", "12 years", "＜13", "child"])
def test_whom_an_age_holds_comes_in_locked_though_the_next_row_says_no_age(
    signed_in: SignIn, tmp_path: Path, kind: Kind, years: str
) -> None:
    pia, row = signed_in("pia"), ROWS[kind]
    stated = write_csv(tmp_path / "a.csv", [row | {"age": years}])
    assert take_in_file(pia, stated, kind).counts == Counts(read=1, quarantined=1)
    with pia.read() as work:
        (held,) = waiting(work)
    assert (held.clause, held.lost) == ("C24", True)
    with pytest.raises(NotAllowed, match="can only be discarded"), pia.write() as work:
        release(work, [held.id], {})
    with pytest.raises(NotAllowed, match="a lead you may not discard"), signed_in("leo").write() as work:
        discard(work, [held.id])
    with pia.write() as work:
        discard(work, [held.id])
    silent = write_csv(tmp_path / "b.csv", [row | {"age": ""}])
    assert take_in_file(pia, silent, kind).counts == Counts(read=1, stored=1)
    with pia.read() as work:
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
