from collections.abc import Callable

import pytest

from core.contests.queries import contests, entries, entry_detail
from core.desk import Desk
from core.errors import NotAllowed, NotFound
from core.people.actions import opt_out
from core.people.arrival import Outcome
from core.people.queries import values_of
from core.people.tables import Origin
from tests.core.contests.conftest import Entered


def test_an_entry_s_data_is_a_record_of_the_contest_s_origin(entered: Entered, moderator: Desk) -> None:
    placed = entered()
    with moderator.read() as work:
        (record,) = values_of(work, placed.person_id).records
    assert record.origin is Origin.CONTEST


def test_the_same_entry_again_is_known_and_new_content_updates_it(entered: Entered, moderator: Desk) -> None:
    entered()
    assert entered().outcome is Outcome.KNOWN
    assert entered(answer="Green").outcome is Outcome.UPDATED
    with moderator.read() as work:
        assert entries().total(work) == 1
        assert entry_detail(work, 1).answer == "Green"


def test_a_child_s_entry_is_not_stored(entered: Entered, moderator: Desk) -> None:
    assert entered(stated_age=12).outcome is Outcome.REFUSED
    with moderator.read() as work:
        assert entries().total(work) == 0


def test_contests_count_their_entries_and_who_opted_out(entered: Entered, moderator: Desk) -> None:
    placed = entered()
    entered("e-2", full_name="Bea Lind", email="bea@example.net")
    entered("e-3", contest="Autumn draw")
    with moderator.write() as work:
        opt_out(work, placed.person_id, "contest entry")
    with moderator.read() as work:
        found = {one.name: (one.entries, one.opted_out) for one in contests(work)}
        assert found == {"Spring draw": (2, 1), "Autumn draw": (1, 1)}
        out = entries(only="opted_out").first(work, 5)
        assert {one.external_id for one in out} == {"e-1", "e-3"}
        assert all(one.opted_out for one in out)


def test_entries_are_narrowed_by_contest_and_name(entered: Entered, moderator: Desk) -> None:
    entered()
    entered("e-2", contest="Autumn draw", full_name="Bea Lind", email="bea@example.net")
    with moderator.read() as work:
        autumn = next(one.id for one in contests(work) if one.name == "Autumn draw")
        assert [one.external_id for one in entries(contest_id=autumn).first(work, 5)] == ["e-2"]
        assert [one.external_id for one in entries("nina").first(work, 5)] == ["e-1"]
        assert [one.external_id for one in entries("BEA@example.net").first(work, 5)] == ["e-2"]
        assert entries("_").total(work) == 0, "a wildcard is an ordinary character"


def test_an_entry_shows_its_limit_and_its_demographics_apart(entered: Entered, moderator: Desk) -> None:
    entered()
    with moderator.read() as work:
        one = entry_detail(work, 1)
    assert (one.entrant, one.address) == ("N••• O•••••", "n•••@•••.com")
    assert (one.answer, one.demographics) == ("Blue", {"age group": "30-39"})
    assert "C19" in one.limit
    assert "C20" in one.limit


def test_an_auditor_sees_neither_answer_nor_demographics(
    entered: Entered, signed_in: Callable[[str], Desk]
) -> None:
    entered()
    with signed_in("aldo").read() as work:
        one = entry_detail(work, 1)
    assert (one.answer, one.demographics, one.answers_shown) == ("", {}, False)


def test_an_admin_sees_no_entry(entered: Entered, signed_in: Callable[[str], Desk]) -> None:
    entered()
    with signed_in("ada").read() as work, pytest.raises(NotAllowed):
        entry_detail(work, 1)


def test_an_entry_that_is_not_there_is_told_of(moderator: Desk) -> None:
    with moderator.read() as work, pytest.raises(NotFound, match="no contest entry 9"):
        entry_detail(work, 9)
