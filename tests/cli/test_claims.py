"""remitctl claims, as a script calls it."""

from collections.abc import Callable

from core.claims.actions import take_claim
from core.desk import Desk, system_clock
from tests.cli.conftest import Call


def test_the_list_says_who_is_reading_what(remitctl: Call, signed_in: Callable[[str], Desk]) -> None:
    leo = signed_in("leo")
    leo.clock = system_clock  # as remitctl has it
    with leo.write() as work:
        take_claim(work, "posting", 7)
    status, answer = remitctl("mia", "claims", "list")
    assert (status, answer["total"]) == (0, 1)
    row = answer["rows"][0]
    assert (row["kind"], row["record_id"], row["who"]) == ("posting", 7, "leo")


def test_an_admin_is_refused_in_a_sentence(remitctl: Call) -> None:
    status, answer = remitctl("ada", "claims", "list")
    assert status == 1
    assert answer["error"] == "Your role, admin, sees no records that are claimed."
