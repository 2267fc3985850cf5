"""An admin takes files in and settles quarantine by its reasons, and sees nobody's values (C22)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import NotAllowed
from core.intake.quarantine import Waiting, discard, waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.trial import try_file
from core.people.queries import masked_person, people_at
from tests.core.intake.files import write_csv

SignIn = Callable[[str], Desk]
NAMED = {"id": "u1", "name": "Ines Farkas", "email": "ines@example.org", "origin": "enrolment"}
ROWS = [
    NAMED,
    NAMED | {"id": "u2", "name": "Nobody Knows", "email": "nobody@example.com", "origin": ""},
    NAMED | {"id": "", "name": "Ben Ode", "email": "ben@example.net"},
]


@pytest.fixture
def ada(signed_in: SignIn) -> Desk:
    return signed_in("ada")


@pytest.fixture
def held(ada: Desk, tmp_path: Path) -> list[Waiting]:
    """What waits after an admin took the file in, the trial having told the same."""
    file = write_csv(tmp_path / "people.csv", ROWS)
    tried = try_file(ada, file, Kind.PEOPLE)
    done = take_in_file(ada, file, Kind.PEOPLE)
    assert tried == done.counts
    assert (done.counts.read, done.counts.stored, done.counts.quarantined) == (3, 1, 2)
    with ada.read() as work:
        return waiting(work)


def test_the_reasons_that_an_admin_reads_hold_no_value(held: list[Waiting]) -> None:
    told = repr(held)

    assert [one.clause for one in held] == ["C13", ""]
    assert not [one for row in ROWS for one in (row["name"], row["email"]) if one in told]


def test_an_admin_assigns_an_origin_and_discards_the_rest(
    ada: Desk, held: list[Waiting], signed_in: SignIn
) -> None:
    with ada.write() as work:
        release(work, [held[0].id], {"origin": "enrolment"})
        discard(work, [held[1].id])
    with signed_in("pia").read() as work:
        assert len(people_at(work, "nobody@example.com")) == 1
        assert waiting(work) == []


@pytest.mark.parametrize("field", ["email", "full_name", "external_id"])
def test_an_admin_types_nobody_s_name_address_or_id(ada: Desk, held: list[Waiting], field: str) -> None:
    with pytest.raises(NotAllowed, match="personal values"), ada.write() as work:
        release(work, [held[1].id], {field: "ben@example.net"})


def test_an_admin_sees_nobody_whom_they_took_in(ada: Desk, held: list[Waiting]) -> None:
    assert held
    with pytest.raises(NotAllowed), ada.read() as work:
        masked_person(work, 1)
