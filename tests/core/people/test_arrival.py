from datetime import date

from core.desk import Desk
from core.people.arrival import Outcome
from core.people.queries import masked_person, people, people_at, values_of
from core.people.tables import Origin, Source
from tests.core.people.conftest import Given


def test_records_of_one_address_are_one_person(given: Given, moderator: Desk) -> None:
    first = given()
    second = given(
        "c-1",
        source=Source.CONTACTS,
        origin=Origin.PROBLEM,
        email="NINA.OKAFOR@example.com",
        full_name="N. Okafor",
    )
    assert second.person_id == first.person_id
    with moderator.read() as work:
        records = values_of(work, first.person_id).records
    assert [one.origin for one in records] == [Origin.ENROLMENT, Origin.PROBLEM]
    assert [one.full_name for one in records] == ["Nina Okafor", "N. Okafor"], "each keeps what it was given"


def test_people_without_an_address_stay_apart(given: Given) -> None:
    assert given("m-1", email="").person_id != given("m-2", email="").person_id


def test_the_same_record_again_is_known_and_new_content_updates_it(given: Given, moderator: Desk) -> None:
    assert given().outcome is Outcome.STORED
    assert given().outcome is Outcome.KNOWN
    changed = given(phone="+234 803 555 0199", digest="second")
    assert changed.outcome is Outcome.UPDATED
    with moderator.read() as work:
        (record,) = values_of(work, changed.person_id).records
    assert record.phone == "+234 803 555 0199"


def test_a_child_is_refused_at_intake(given: Given, moderator: Desk) -> None:
    placed = given("m-9", email="kid@example.com", birth_date=date(2016, 1, 1))
    assert (placed.outcome, placed.clause, placed.person_id) == (Outcome.REFUSED, "C24", 0)
    with moderator.read() as work:
        assert people_at(work, "kid@example.com") == []


def test_a_child_s_record_locks_the_file_of_the_same_address(
    nina: int, given: Given, moderator: Desk
) -> None:
    given("c-1", source=Source.CONTACTS, origin=Origin.COMMENT, stated_age=11)
    with moderator.read() as work:
        assert masked_person(work, nina).under_13
        assert [one.id for one in people(only="under_13").first(work, 5)] == [nina]


def test_a_file_opts_out_and_never_takes_an_opt_out_back(nina: int, given: Given, moderator: Desk) -> None:
    given(opted_out=True, digest="second")
    given(opted_out=False, digest="third")
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is not None
