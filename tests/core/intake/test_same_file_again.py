"""A file that comes again undoes nothing: each of its rows arrived when it first did."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from core.desk import Desk
from core.intake.mapping import ColumnMapping
from core.intake.placing import Counts
from core.intake.quarantine import waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import IntakeRun, QuarantinedRow
from core.intake.trial import try_file
from core.people.tables import PersonRecord
from core.postings.actions import Ruling, decide
from core.postings.tables import Posting, PostingText, State, Verdict
from tests.core.intake.files import PEOPLE, write_csv

SignIn = Callable[[str], Desk]
ONE, TWO = ({"id": "Q1", "title": "First", "body": text} for text in ("one", "two"))
TWICE = (ONE, *({"id": f"F{n}", "title": "Filler", "body": "text"} for n in range(600)), TWO)
"""Rows of one id, so far apart that they come in two batches."""
INES, MOVED = PEOPLE[0], PEOPLE[0] | {"country": "Malta"}
Take = Callable[..., Counts]


@pytest.fixture
def take(leo: Desk, tmp_path: Path) -> Take:
    """Take rows in as a file; the same rows are the same file."""

    def taken(
        kind: Kind, *rows: Mapping[str, str], told: ColumnMapping | None = None, by: Any = None
    ) -> Counts:
        file = write_csv(tmp_path / "file.csv", rows)
        return by(leo, file, kind, told) if by else take_in_file(leo, file, kind, told).counts

    return taken


def known(rows: int) -> Counts:
    return Counts(read=rows, known=rows)


@pytest.mark.parametrize("rows", [(ONE, TWO), TWICE])
def test_a_removed_posting_stays_removed_when_the_file_that_has_its_id_twice_comes_again(
    take: Take, leo: Desk, signed_in: SignIn, rows: tuple[Mapping[str, str], ...]
) -> None:
    assert take(Kind.POSTINGS, *rows).updated == 1
    with signed_in("mia").write() as work:
        (number,) = work.session.scalars(select(Posting.id).where(Posting.external_id == "Q1"))
        decide(work, [number], Ruling(Verdict.REMOVE, "spam"))
    assert take(Kind.POSTINGS, *rows, by=try_file) == known(len(rows))
    assert take(Kind.POSTINGS, *rows) == known(len(rows))
    with leo.read() as work:
        text = select(PostingText.text).where(PostingText.posting_id == number, PostingText.field == "body")
        assert work.session.scalar(text) == "two"
        assert work.session.scalar(select(Posting.state).where(Posting.id == number)) is State.REMOVED


def test_an_older_file_again_does_not_take_back_what_a_newer_one_brought(take: Take, leo: Desk) -> None:
    for row in (ONE, TWO):
        take(Kind.POSTINGS, row)
    for row in (INES, MOVED):
        take(Kind.PEOPLE, row)
    assert [take(Kind.POSTINGS, ONE), take(Kind.PEOPLE, INES)] == [known(1), known(1)]
    with leo.read() as work:
        assert work.session.scalar(select(PostingText.text).where(PostingText.field == "body")) == "two"
        assert work.session.scalar(select(PersonRecord.country)) == "Malta"


def test_another_file_with_what_stood_there_before_is_an_update(take: Take) -> None:
    take(Kind.POSTINGS, ONE)
    take(Kind.POSTINGS, TWO)
    other = {"id": "Q2", "title": "Second", "body": "text"}
    assert take(Kind.POSTINGS, ONE, other) == Counts(read=2, stored=1, updated=1)


def test_people_whose_id_stands_twice_are_known_when_the_file_comes_again(take: Take) -> None:
    assert take(Kind.PEOPLE, INES, MOVED) == Counts(read=2, stored=1, updated=1)
    assert [take(Kind.PEOPLE, INES, MOVED, by=try_file), take(Kind.PEOPLE, INES, MOVED)] == [known(2)] * 2


def test_a_mapping_that_one_goes_back_to_is_applied_again(take: Take, leo: Desk) -> None:
    row = ONE | {"more": "other"}
    plain = ColumnMapping(Kind.POSTINGS, {"external_id": "id", "body": "body"})
    other = ColumnMapping(Kind.POSTINGS, {"external_id": "id", "body": "more"})
    told = [take(Kind.POSTINGS, row, told=one).updated for one in (plain, other, plain, plain)]
    assert told == [0, 1, 1, 0]
    with leo.read() as work:
        assert list(work.session.scalars(select(PostingText.text))) == ["one"]


def test_what_a_run_that_was_cut_off_did_not_reach_takes_back_nothing_that_came_since(
    take: Take, leo: Desk
) -> None:
    take(Kind.POSTINGS, *TWICE)
    with leo.write() as work:
        work.session.get_one(IntakeRun, 1).read = 500
        work.entries += 1  # stands in for a kill after the first batch
    take(Kind.POSTINGS, ONE | {"body": "between"})
    assert take(Kind.POSTINGS, *TWICE) == known(602)
    with leo.read() as work:
        assert "between" in work.session.scalars(select(PostingText.text))


def test_a_file_from_before_mappings_were_kept_takes_back_nothing(take: Take, leo: Desk) -> None:
    for row in (ONE, TWO):
        take(Kind.POSTINGS, row)
    with leo.write() as work:
        work.session.execute(update(IntakeRun).values(mapping=""))
        work.entries += 1  # stands in for a desk made before
    assert take(Kind.POSTINGS, ONE) == known(1)


class TestRowsThatWaited:
    def test_a_row_let_in_late_takes_back_nothing_that_was_said_again_since(
        self, take: Take, leo: Desk
    ) -> None:
        place = {"email": "ines@example.org", "name": "Ines Farkas", "id": "u1"}
        first, between, last = (
            place | {"country": country, "origin": origin}
            for country, origin in (("Malta", "enrolment"), ("Kenya", ""), ("Malta", "enrolment"))
        )
        other = last | {"id": "u9", "email": "wei@example.net", "name": "Wei 王"}
        take(Kind.PEOPLE, first)
        take(Kind.PEOPLE, between)
        assert take(Kind.PEOPLE, last, other) == Counts(read=2, stored=1, known=1)
        with leo.write() as work:
            release(work, [1], {"origin": "enrolment"})
        with leo.read() as work:
            named = select(PersonRecord.country).where(PersonRecord.external_id == "u1")
            assert work.session.scalar(named) == "Malta"

    def test_a_row_that_a_corrected_mapping_takes_in_waits_no_more(self, take: Take, leo: Desk) -> None:
        row = {"id": "u1", "name": "Ines Farkas", "email": "buyer", "role": "ines@example.org"}
        wrong = {"external_id": "id", "full_name": "name", "email": "email", "role": "role"}
        right = wrong | {"email": "role", "role": "email"}
        told = [ColumnMapping(Kind.PEOPLE, one, {"origin": "enrolment"}) for one in (wrong, right)]
        counts = [take(Kind.PEOPLE, row, told=one) for one in told]
        assert counts == [Counts(read=1, quarantined=1), Counts(read=1, stored=1)]
        with leo.read() as work:
            assert waiting(work) == []
            assert list(work.session.execute(select(QuarantinedRow.outcome)).scalars()) == ["came again"]
        assert take(Kind.PEOPLE, row, told=told[0]) == Counts(read=1, quarantined=1)
        with leo.read() as work:
            assert len(waiting(work)) == 1

    def test_a_row_that_still_waits_waits_once_and_a_child_s_until_it_is_discarded(
        self, take: Take, leo: Desk
    ) -> None:
        rows = (INES | {"role": "", "age": ""}, PEOPLE[1] | {"age": "9"})
        for _ in range(2):
            assert take(Kind.PEOPLE, *rows) == Counts(read=2, quarantined=2)
        less = {"external_id": "id", "full_name": "name", "email": "email", "role": "role"}
        again = take(Kind.PEOPLE, *rows, told=ColumnMapping(Kind.PEOPLE, less))
        assert again == Counts(read=2, stored=1, quarantined=1)
        with leo.read() as work:
            assert [one.clause for one in waiting(work)] == ["C13", "C24"]
