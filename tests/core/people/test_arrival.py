from datetime import date

from core.desk import Desk
from core.people.arrival import Arrival, Outcome
from core.people.queries import masked_person, people, people_at, values_of
from core.people.rules import VERSION_NOT_KNOWN
from core.people.tables import Origin, Source
from tests.core.people.conftest import POLICY, Given


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


def test_two_people_at_one_address_are_two(given: Given, moderator: Desk) -> None:
    nina = given().person_id
    obi = given("m-2", full_name="Obi Okafor").person_id
    again = given("c-1", source=Source.CONTACTS, origin=Origin.PROBLEM, full_name="Okafor, Obi").person_id
    assert (obi != nina, again) == (True, obi)
    with moderator.read() as work:
        assert people_at(work, "nina.okafor@example.com") == [nina, obi]
        assert {one.full_name for one in values_of(work, nina).records} == {"Nina Okafor"}


def test_a_name_that_fits_two_people_at_an_address_is_given_to_neither(given: Given) -> None:
    ann = given("m-1", full_name="Ann Okafor").person_id
    abe = given("m-2", full_name="Abe Okafor").person_id
    assert given("m-3", full_name="A. Okafor").person_id not in {ann, abe}
    assert given("m-4", full_name="").person_id not in {ann, abe}


def test_initials_do_not_join_two_people_whose_names_differ(given: Given) -> None:
    ann = given("m-1", full_name="Ann Okafor").person_id
    assert given("m-2", full_name="A. Okafor").person_id == ann
    assert given("m-3", full_name="Abe Okafor").person_id != ann


def test_a_record_without_a_name_is_that_of_the_one_person_at_its_address(given: Given) -> None:
    assert given("m-2", full_name="").person_id == given("m-1").person_id


def test_a_letter_s_id_that_comes_again_as_someone_else_s_is_refused(given: Given, moderator: Desk) -> None:
    letter = {"source": Source.CONTACTS, "origin": Origin.PROBLEM}
    nina = given("c-1", **letter).person_id
    other = given("c-1", **letter, full_name="Ben Ode", email="ben@example.org", digest="second")
    assert (other.outcome, other.clause) == (Outcome.REFUSED, "C22")
    with moderator.read() as work:
        assert [one.full_name for one in values_of(work, nina).records] == ["Nina Okafor"]


def test_what_arrived_before_never_overwrites_what_is_on_file(given: Given, moderator: Desk) -> None:
    newer = given(phone="+1 202 555 0100", arrival=Arrival(2, 1))
    older = given(phone="+1 202 555 0199", arrival=Arrival(1, 9), digest="second")
    assert (older.outcome, older.older) == (Outcome.KNOWN, True)
    with moderator.read() as work:
        assert [one.phone for one in values_of(work, newer.person_id).records] == ["+1 202 555 0100"]


def test_the_same_record_with_its_policy_version_at_last_is_an_update(given: Given, moderator: Desk) -> None:
    there = given(policy_version=VERSION_NOT_KNOWN)
    assert given(policy_version=VERSION_NOT_KNOWN).outcome is Outcome.KNOWN
    assert given().outcome is Outcome.UPDATED
    with moderator.read() as work:
        assert [one.policy_version for one in values_of(work, there.person_id).records] == [POLICY]


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


def test_a_child_at_a_shared_address_does_not_lock_the_file_of_another_name(
    nina: int, given: Given, moderator: Desk
) -> None:
    kid = given("e-1", source=Source.CONTESTS, origin=Origin.CONTEST, full_name="Obi Ode", stated_age=11)
    assert kid.outcome is Outcome.REFUSED
    with moderator.read() as work:
        assert not masked_person(work, nina).under_13


def test_a_file_opts_out_and_never_takes_an_opt_out_back(nina: int, given: Given, moderator: Desk) -> None:
    given(opted_out=True, digest="second")
    given(opted_out=False, digest="third")
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is not None
