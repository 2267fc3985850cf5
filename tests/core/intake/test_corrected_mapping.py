"""The same file by a better mapping: what is taken of a row is compared, not the row alone."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.contacts.tables import Contact
from core.contests.tables import Entry
from core.desk import Desk
from core.intake.mapping import ColumnMapping
from core.intake.placing import Counts
from core.intake.quarantine import discard, waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.people.queries import masked_person, people_at, values_of
from core.people.tables import PersonRecord
from core.postings.tables import Posting, PostingText, State
from tests.core.intake.files import write_csv, write_json_lines

ROW = {
    "id": "1", "name": "Ines Farkas", "email": "ines@example.org", "role": "buyer", "kind": "problem",
    "contest": "Desk", "body": "Help.", "more": "Thanks.", "tel": "+351 555 0100", "out": "yes", "who": "u1",
}  # fmt: skip
MAPPED = {
    Kind.PEOPLE: {"external_id": "id", "full_name": "name", "email": "email", "role": "role"},
    Kind.CONTACTS: {"external_id": "id", "email": "email", "kind": "kind", "body": "body"},
    Kind.CONTESTS: {"external_id": "id", "email": "email", "contest": "contest"},
    Kind.POSTINGS: {"external_id": "id", "body": "body"},
    Kind.MESSAGES: {"external_id": "id", "body": "body"},
}
STORED, UPDATED, KNOWN = Counts(read=1, stored=1), Counts(read=1, updated=1), Counts(read=1, known=1)
Take = Callable[..., Counts]


@pytest.fixture
def take(leo: Desk, tmp_path: Path) -> Take:
    """Take the one file in by this kind's mapping and more fields, constants, rest."""

    def taken(kind: Kind, more: Mapping[str, str] | None = None, **told: Any) -> Counts:
        row = told.pop("row", ROW)
        mapping = ColumnMapping(kind, MAPPED[kind] | dict(more or {}), **told)
        return take_in_file(leo, write_csv(tmp_path / "one.csv", [row]), kind, mapping).counts

    return taken


CORRECTED = [
    (Kind.PEOPLE, {"phone": "tel"}, PersonRecord.phone),
    (Kind.CONTACTS, {"subject": "more"}, Contact.subject),
    (Kind.CONTACTS, {"body": "more"}, Contact.body),
    (Kind.CONTESTS, {"answer": "more"}, Entry.answer),
    (Kind.POSTINGS, {"author": "who"}, Posting.author),
    (Kind.MESSAGES, {"body": "more"}, PostingText.text),
]


@pytest.mark.parametrize(("kind", "better", "kept"), CORRECTED)
def test_a_corrected_field_is_an_update_once_and_then_known(
    take: Take, leo: Desk, kind: Kind, better: Mapping[str, str], kept: Any
) -> None:
    assert [take(kind), take(kind), take(kind, better), take(kind, better)] == [STORED, KNOWN, UPDATED, KNOWN]
    with leo.read() as work:
        assert list(work.session.scalars(select(kept))) == [ROW[one] for one in better.values()]


def test_headings_that_are_kept_after_all_are_an_update(take: Take, leo: Desk) -> None:
    assert [take(Kind.PEOPLE), take(Kind.PEOPLE, rest=("more",))] == [STORED, UPDATED]
    with leo.read() as work:
        assert values_of(work, people_at(work, "ines@example.org")[0]).records[0].extra == {"more": "Thanks."}


def test_constants_that_are_given_after_all_are_an_update(take: Take) -> None:
    assert [take(Kind.PEOPLE), take(Kind.PEOPLE, constants={"country": "Malta"})] == [STORED, UPDATED]
    told = [take(Kind.PEOPLE, constants={"country": "Malta", "policy_version": "offshorexperts-2012-12"})]
    assert told == [UPDATED]


def test_an_opt_out_is_heard_once_its_heading_is_mapped(take: Take, leo: Desk) -> None:
    assert [take(Kind.PEOPLE), take(Kind.PEOPLE, {"opted_out": "out"})] == [STORED, UPDATED]
    with leo.read() as work:
        assert masked_person(work, people_at(work, "ines@example.org")[0]).opted_out_at is not None


def test_a_mapping_that_takes_the_same_of_the_row_changes_nothing(take: Take) -> None:
    row = ROW | {"tel": ""}
    assert take(Kind.POSTINGS, row=row) == STORED
    for told in ({"constants": {"author": ""}}, {"rest": ("tel",)}):
        assert take(Kind.POSTINGS, row=row, **told) == KNOWN


def test_the_same_postings_in_a_file_with_one_heading_more_are_known(leo: Desk, tmp_path: Path) -> None:
    rows = [{"id": "p1", "body": "one"}, {"id": "p2", "body": "two"}]
    take_in_file(leo, write_csv(tmp_path / "a.csv", rows), Kind.POSTINGS)
    wider = write_json_lines(tmp_path / "b.jsonl", [*rows, {"id": "p3", "body": "three", "place": "Malta"}])
    assert take_in_file(leo, wider, Kind.POSTINGS).counts == Counts(read=3, stored=1, known=2)
    with leo.read() as work:
        assert set(work.session.scalars(select(Posting.state))) == {State.NEW}


class TestRowsThatWait:
    NOWHERE = ROW | {"role": ""}
    WAITS = Counts(read=1, quarantined=1)

    def test_a_row_that_waits_is_released_by_the_newest_mapping(self, take: Take, leo: Desk) -> None:
        assert take(Kind.PEOPLE, row=self.NOWHERE) == self.WAITS
        assert take(Kind.PEOPLE, {"phone": "tel"}, row=self.NOWHERE) == self.WAITS
        with leo.write() as work:
            release(work, [one.id for one in waiting(work)], {"origin": "survey"})
        with leo.read() as work:
            assert list(work.session.scalars(select(PersonRecord.phone))) == [ROW["tel"]]

    def test_a_row_that_was_discarded_waits_again_when_another_mapping_reads_it(
        self, take: Take, leo: Desk
    ) -> None:
        take(Kind.PEOPLE, row=self.NOWHERE)
        with leo.write() as work:
            discard(work, [1])
        assert take(Kind.PEOPLE, row=self.NOWHERE) == KNOWN
        assert take(Kind.PEOPLE, rest=("more",), row=self.NOWHERE) == self.WAITS

    def test_an_opt_out_holds_once_its_heading_is_mapped(self, take: Take, leo: Desk) -> None:
        take(Kind.PEOPLE)
        take(Kind.PEOPLE, row=self.NOWHERE)
        take(Kind.PEOPLE, {"opted_out": "out"}, row=self.NOWHERE)
        with leo.read() as work:
            assert masked_person(work, people_at(work, "ines@example.org")[0]).opted_out_at is not None
