"""The policy, not the program, says which columns a person gets (C02, C24, C25)."""

from typing import Any

from core.audit.log import record
from core.desk import Desk
from core.people.tables import Person
from core.policy.store import publish_policy, shipped_policy_text
from core.requests.searching import search
from core.requests.sources import SOURCES, subject_of
from core.requests.workbook import Asked, cover_of

NO_DEMOGRAPHICS = """
[[rule]]
id = "no-demographics-in-copies"
effect = "forbid"
clauses = ["C25"]
when = { category = "user.demographic", purpose = "access" }
says = "This site gives no copy of demographic answers."
"""


def test_the_shipped_policy_withholds_no_column(pia: Desk, market: Any) -> None:
    with pia.write() as work:
        collected = search(work, subject_of(work, market.nina, 0))

    assert collected.withheld == ()
    assert [len(sheet.columns) for sheet in collected.sheets] == [len(source.columns) for source in SOURCES]


def test_a_column_that_today_s_policy_forbids_stays_out_and_the_cover_says_so(pia: Desk, market: Any) -> None:
    text = shipped_policy_text().replace('version = "offshorexperts-2012-12"', 'version = "stricter"')
    with pia.write() as work:
        publish_policy(work, text + NO_DEMOGRAPHICS)
    with pia.write() as work:
        collected = search(work, subject_of(work, market.nina, 0))
        cover = cover_of(Asked(1, "Nina", "nina@example.com", work.now), collected)

    (sheet,) = [one for one in collected.sheets if one.source == "demographics"]
    assert [column.title for column in sheet.columns] == ["Contest", "Entered at"]
    assert ("Not given (C25)", "Demographic answers: Answer") in cover.facts


def test_a_child_gets_their_own_copy(pia: Desk, market: Any) -> None:
    with pia.write() as work:
        work.session.get_one(Person, market.bea).under_13 = True
        record(work, "test:person:marked", ("person", market.bea))
        collected = search(work, subject_of(work, market.bea, 0))

    assert collected.withheld == ()
