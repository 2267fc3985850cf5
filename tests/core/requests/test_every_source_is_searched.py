"""An answer holds everything on file, from every room, and says what was searched in vain (C25)."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from core.audit.log import record
from core.db.base import Base
from core.desk import Desk
from core.intake.tables import QuarantinedRow
from core.requests.arrival import Receipt
from core.requests.searching import search
from core.requests.sources import SOURCES, subject_of
from tests.core.requests.conftest import THEN

Taking = Callable[..., Receipt]
Rows = dict[str, list[dict[str, Any]]]
NOT_SEARCHED = {
    "found_leak": "says where in an answer something stands; holds none of it",
    "person_key": "opens what entries of the log hold, which is on file elsewhere; holds none of it",
}


def found(desk: Desk, person_id: int) -> Rows:
    with desk.write() as work:
        collected = search(work, subject_of(work, person_id, 0))
    return {
        sheet.source: [
            dict(zip([one.title for one in sheet.columns], row, strict=True)) for row in sheet.rows
        ]
        for sheet in collected.sheets
    }


def personal_tables() -> set[str]:
    return {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "person_id" or str(column.info.get("category", "")).startswith("user.")
    }


def test_no_table_that_may_hold_a_person_is_without_a_source() -> None:
    searched = {table for source in SOURCES for table in source.tables}

    assert personal_tables() - searched - set(NOT_SEARCHED) == set()


def test_every_source_finds_what_is_there(pia: Desk, market: Any) -> None:
    counts = {source: len(rows) for source, rows in found(pia, market.nina).items()}

    assert counts == {
        "person": 1, "people": 1, "contact_origins": 1, "contest_origins": 1, "addresses": 1, "choices": 2,
        "contacts": 1, "answers": 1, "entries": 1, "demographics": 2, "postings": 1, "messages_sent": 1,
        "messages_received": 1, "decisions": 1, "openings": 1, "reveals": 1, "disclosures": 1, "letters": 1,
        "requests": 0, "quarantine": 1, "feed": 3, "log": 2,
    }  # fmt: skip


def test_sources_with_nothing_are_listed_with_zero(pia: Desk, market: Any) -> None:
    counts = {source: len(rows) for source, rows in found(pia, market.bea).items()}

    assert len(counts) == len(SOURCES)
    assert {source for source, count in counts.items() if count} == {"person", "people", "addresses"}


def test_what_is_on_file_comes_back_as_it_was_given(pia: Desk, market: Any) -> None:
    (record,) = found(pia, market.nina)["people"]

    assert record["Name"] == "Nina Okafor"
    assert record["Telephone"] == "+234 803 555 0101"
    assert record["Date of birth"].isoformat() == "1990-05-04"
    assert record["Choices"] == "newsletter: yes"


def test_postings_are_found_by_the_sites_own_number_for_the_author(pia: Desk, market: Any) -> None:
    (posting,) = found(pia, market.nina)["postings"]

    assert (posting["Number"], posting["Title"], posting["Other parts"]) == ("p-1", "=Logo wanted", "pay: 9")


def test_a_vendor_is_listed_only_for_what_was_really_given(pia: Desk, market: Any) -> None:
    (given,) = found(pia, market.nina)["disclosures"]

    assert (given["Vendor"], given["Purpose"]) == ("Mailwell", "Send product information")


def test_a_quarantined_row_is_found_by_the_address_in_it_whatever_its_case(pia: Desk, market: Any) -> None:
    (row,) = found(pia, market.nina)["quarantine"]

    assert "Nina.Okafor@Example.com" in row["Values"]


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ('m-7,"Okafor; nina.okafor@example.com;Lagos', True),
        ("Nina Okafor <NINA.OKAFOR@EXAMPLE.COM>|oops", True),
        ("mailto:nina.okafor@example.com", True),
        ("xnina.okafor@example.com;Lagos", False),
        ("nina.okafor@example.com.au;Sydney", False),
        ("nina.okafor@example.community", False),
        ("someone@example.net;writes of nina.okafor", False),
    ],
)
def test_a_line_with_broken_columns_is_found_by_a_whole_address_in_it(
    pia: Desk,
    market: Any,
    line: str,
    held: bool,  # noqa: FBT001  # expected outcome
) -> None:
    refuse(pia, {"raw": line})

    assert (line in str(found(pia, market.nina)["quarantine"])) is held


def test_a_whole_row_that_only_writes_of_an_address_is_another_person_s(pia: Desk, market: Any) -> None:
    refuse(pia, {"Mail": "someone@example.net", "Text": "write to nina.okafor@example.com"})

    assert "someone@example.net" not in str(found(pia, market.nina)["quarantine"])


def refuse(desk: Desk, values: dict[str, str]) -> None:
    broken = "Its columns are broken."
    row = QuarantinedRow(
        run_id=1,
        kind="people",
        number=9,
        values=values,
        mapping={},
        reason=broken,
        digest=sha256(str(values).encode()).hexdigest(),
        at=THEN,
    )
    with desk.write() as work:
        work.session.add(row)
        record(work, "test:row:refused", ("test", 0))


def test_an_earlier_request_is_listed_and_the_present_one_is_not(
    taken_in: Taking, pia: Desk, market: Any
) -> None:
    earlier, present = taken_in(subject="First"), taken_in(subject="Second")

    with pia.write() as work:
        collected = search(work, subject_of(work, market.nina, present.case))
    listed = next(sheet.rows for sheet in collected.sheets if sheet.source == "requests")
    assert [row[0] for row in listed] == [earlier.case]


def test_staff_notes_are_no_part_of_the_answer(pia: Desk, market: Any) -> None:
    assert "seen before" not in str(found(pia, market.nina))
