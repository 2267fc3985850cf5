"""Values in the log as they are shown: masked, opened for a purpose, erased with the person's key."""

from collections.abc import Callable

import pytest

from core.audit.log import record
from core.audit.person_keys import destroy_person_key, sealed_for
from core.audit.queries import LogQuery
from core.desk import Desk
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.people.actions import opt_out
from core.people.log_values import entry_with_values, reveal_entry
from core.people.queries import person_events
from core.people.tables import Person
from core.staff.log_reading import ReadableLog
from tests.core.people.conftest import Given

SignIn = Callable[[str], Desk]


@pytest.fixture
def entry(nina: int, moderator: Desk) -> int:
    """The moderator's entry that Nina was opted out."""
    with moderator.write() as work:
        opt_out(work, nina, "letter")
    return newest(moderator, "people:person:opted-out")


def newest(desk: Desk, action: str) -> int:
    with desk.read() as work:
        return ReadableLog(LogQuery(action=action)).first(work, 1)[0].id


@pytest.mark.parametrize(
    ("name", "shown"), [("mia", "n•••@•••.com"), ("pia", "n•••@•••.com"), ("aldo", "n•••@•••.com")]
)
def test_an_address_in_an_entry_is_masked(entry: int, signed_in: SignIn, name: str, shown: str) -> None:
    with signed_in(name).read() as work:
        (value,) = entry_with_values(work, entry).values
    assert (value.name, value.shown, value.erased) == ("address", shown, False)


def test_an_admin_who_sees_no_people_sees_nothing_of_it(nina: int, signed_in: SignIn) -> None:
    admin = signed_in("ada")
    with admin.write() as work:
        mine = record(work, "test:thing:done", ("thing", 1), to=sealed_for(work, nina, "nina@example.com"))
    with admin.read() as work:
        (value,) = entry_with_values(work, mine).values
    assert value.shown == "•••••"
    with admin.write() as work, pytest.raises(NotAllowed):
        reveal_entry(work, mine, "access")


def test_opening_it_takes_a_purpose_and_is_logged_with_the_person(
    entry: int, nina: int, signed_in: SignIn
) -> None:
    officer = signed_in("pia")
    with officer.write() as work:
        (value,) = reveal_entry(work, entry, "access").values
    assert value.shown == "nina.okafor@example.com"
    with officer.read() as work:
        assert [one.purpose for one in person_events(work, nina) if one.what == "Values shown"] == ["access"]
        seen = entry_with_values(work, newest(officer, "people:person:revealed")).detail.body
    assert f'"facts":{{"entry":{entry},"purpose":"access"}}' in seen
    assert f'"subject":["person",{nina}]' in seen


def test_without_a_purpose_or_a_right_nothing_is_opened(entry: int, signed_in: SignIn) -> None:
    with signed_in("pia").write() as work, pytest.raises(BadInput, match="curiosity"):
        reveal_entry(work, entry, "curiosity")
    with signed_in("aldo").write() as work, pytest.raises(NotAllowed):
        reveal_entry(work, entry, "access")
    with signed_in("leo").write() as work, pytest.raises(NotFound):
        reveal_entry(work, entry, "access")
    with signed_in("pia").write() as work, pytest.raises(WrongState):
        reveal_entry(work, 0, "access")


def test_a_child_s_value_is_opened_for_their_own_access_alone(
    entry: int, nina: int, signed_in: SignIn
) -> None:
    with signed_in("pia").write() as work:
        work.session.get_one(Person, nina).under_13 = True
        record(work, "people:person:locked-as-child", ("person", nina))
    with pytest.raises(NotAllowed, match="under 13"), signed_in("pia").write() as work:
        reveal_entry(work, entry, "respond")
    with signed_in("pia").write() as work:
        assert reveal_entry(work, entry, "access").values


def test_an_erased_person_s_value_says_so(entry: int, nina: int, signed_in: SignIn, given: Given) -> None:
    del given
    officer = signed_in("pia")
    with officer.write() as work:
        destroy_person_key(work, nina)
    with officer.read() as work:
        (value,) = entry_with_values(work, entry).values
    assert (value.shown, value.erased) == ("", True)
    with officer.write() as work, pytest.raises(WrongState):
        reveal_entry(work, entry, "access")
