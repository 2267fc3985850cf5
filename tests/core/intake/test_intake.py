import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.contests.tables import Entry
from core.desk import Desk
from core.errors import BadInput, NotAllowed, WrongState
from core.intake.mapping import load_mapping, suggest_mapping
from core.intake.placing import Counts
from core.intake.quarantine import discard, waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import IntakeRun, QuarantinedRow, RunState
from core.intake.trial import try_file
from core.people.queries import masked_person, people_at, values_of
from core.people.tables import OptOut, Origin, Person, PersonRecord
from core.postings.tables import Posting, PostingText, State
from tests.core.intake.files import ENTRY, PEOPLE, write_csv

SignIn = Callable[[str], Desk]
SHARED = Path(os.environ.get("REMIT_SHARED", "../shared"))
EMSCAD = SHARED / "data" / "1_postings" / "emscad_first500" / "postings.csv"


def test_the_same_people_twice_are_stored_once(signed_in: SignIn, tmp_path: Path) -> None:
    leo, file = signed_in("leo"), write_csv(tmp_path / "people.csv", PEOPLE)
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=2, stored=2)
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=2, known=2)
    with leo.read() as work:
        assert work.session.scalar(select(func.count()).select_from(PersonRecord)) == 2


def test_the_same_id_with_new_content_is_an_update(signed_in: SignIn, tmp_path: Path) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "a.csv", PEOPLE), Kind.PEOPLE)
    moved = [PEOPLE[0] | {"country": "Japan"}, PEOPLE[1]]
    assert take_in_file(leo, write_csv(tmp_path / "b.csv", moved), Kind.PEOPLE).counts == Counts(
        read=2, updated=1, known=1
    )
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert [one.country for one in values_of(work, ines).records] == ["Japan"]


def test_one_person_keeps_a_record_of_each_origin(signed_in: SignIn, tmp_path: Path) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "p.csv", PEOPLE), Kind.PEOPLE)
    take_in_file(leo, write_csv(tmp_path / "e.csv", [ENTRY]), Kind.CONTESTS)
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert {one.origin for one in values_of(work, ines).records} == {Origin.ENROLMENT, Origin.CONTEST}
        assert work.session.scalar(select(Entry.person_id)) == ines


def test_a_row_without_an_origin_waits_until_a_person_assigns_one(signed_in: SignIn, tmp_path: Path) -> None:
    leo, file = signed_in("leo"), write_csv(tmp_path / "p.csv", [PEOPLE[0] | {"role": "", "origin": ""}])
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        (row,) = waiting(work)
    assert row.clause == "C13"
    with leo.write() as work:
        release(work, [row.id], {"origin": "enrolment"})
    with leo.read() as work:
        assert waiting(work) == []
        assert len(people_at(work, "ines@example.org")) == 1


def test_a_child_is_quarantined_and_the_person_on_file_is_locked(signed_in: SignIn, tmp_path: Path) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "p.csv", PEOPLE), Kind.PEOPLE)
    child = write_csv(tmp_path / "e.csv", [ENTRY | {"age": "11"}])
    assert take_in_file(leo, child, Kind.CONTESTS).counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert masked_person(work, ines).under_13
        (row,) = waiting(work)
    assert row.clause == "C24"
    for assigned in ({}, {"stated_age": "31"}):
        with pytest.raises(NotAllowed, match="can only be discarded"), leo.write() as work:
            release(work, [row.id], assigned)


@pytest.mark.parametrize(
    ("stated", "collected"),
    [
        ({"age": "9"}, "2012-01-05"),
        ({"birth_date": "2000-02-01"}, "2010-03-01"),
        ({"age": "12"}, "2031-01-05"),
    ],
)
def test_a_child_s_data_is_not_taken_however_long_ago_it_was_given(
    signed_in: SignIn, tmp_path: Path, stated: dict[str, str], collected: str
) -> None:
    leo, row = signed_in("leo"), PEOPLE[0] | stated | {"joined_at": collected}
    taken = take_in_file(leo, write_csv(tmp_path / "p.csv", [row]), Kind.PEOPLE)
    assert taken.counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        assert [one.clause for one in waiting(work)] == ["C24"]
        assert people_at(work, "ines@example.org") == []


def test_someone_of_13_is_taken_in_though_the_collection_is_dated_later(
    signed_in: SignIn, tmp_path: Path
) -> None:
    row = PEOPLE[0] | {"age": "13", "joined_at": "2031-01-05"}
    taken = take_in_file(signed_in("leo"), write_csv(tmp_path / "p.csv", [row]), Kind.PEOPLE)
    assert taken.counts == Counts(read=1, stored=1)


def test_a_child_shown_by_an_update_locks_the_file_though_the_address_is_new(
    signed_in: SignIn, tmp_path: Path
) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_csv(tmp_path / "a.csv", PEOPLE), Kind.PEOPLE)
    changed = PEOPLE[0] | {"email": "new@example.org", "birth_date": "2018-05-01"}
    assert take_in_file(leo, write_csv(tmp_path / "b.csv", [changed]), Kind.PEOPLE).counts.quarantined == 1
    with leo.read() as work:
        assert masked_person(work, people_at(work, "ines@example.org")[0]).under_13


def test_an_opt_out_in_a_file_counts_at_once_and_no_file_takes_it_back(
    signed_in: SignIn, tmp_path: Path
) -> None:
    leo = signed_in("leo")
    for place, word in enumerate(("yes", "no")):
        rows = [PEOPLE[0] | {"opted_out": word}]
        take_in_file(leo, write_csv(tmp_path / f"{place}.csv", rows), Kind.PEOPLE)
    with leo.read() as work:
        assert work.session.scalar(select(Person.opted_out_at)) is not None
        assert work.session.scalar(select(func.count()).select_from(OptOut)) == 1


BAD_ROWS = [
    ({"email": "nobody"}, "e-mail address"),
    ({"birth_date": "the third"}, "not a date"),
    ({"age": "old"}, "number of years"),
    ({"opted_out": "perhaps"}, "neither a yes nor a no"),
    ({"policy_version": "2031-01"}, "policy version"),
    ({"id": ""}, "id is empty"),
]


@pytest.mark.parametrize(("wrong", "reason"), BAD_ROWS)
def test_a_bad_row_is_quarantined_with_its_reason_and_the_good_one_stored(
    signed_in: SignIn, tmp_path: Path, wrong: dict[str, str], reason: str
) -> None:
    leo = signed_in("leo")
    good = PEOPLE[1] | dict.fromkeys(wrong, "")
    good |= {"id": "u2", "email": "wei@example.net"}
    file = write_csv(tmp_path / "p.csv", [PEOPLE[0] | wrong, good])
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=2, stored=1, quarantined=1)
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=2, known=1, quarantined=1)
    with leo.read() as work:
        (row,) = waiting(work)
    assert reason in row.reason
    assert row.number == 1


def test_a_discarded_row_leaves_no_values_behind(signed_in: SignIn, tmp_path: Path) -> None:
    leo, file = signed_in("leo"), write_csv(tmp_path / "p.csv", [PEOPLE[0] | {"email": "nobody"}])
    take_in_file(leo, file, Kind.PEOPLE)
    with leo.write() as work:
        discard(work, [1])
    with leo.read() as work:
        assert work.session.scalar(select(QuarantinedRow.values)) == {}
    with pytest.raises(WrongState, match="discarded already"), leo.write() as work:
        discard(work, [1])
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=1, known=1)


def test_a_trial_counts_and_stores_nothing(signed_in: SignIn, tmp_path: Path) -> None:
    leo, file = signed_in("leo"), write_csv(tmp_path / "p.csv", PEOPLE)
    assert try_file(leo, file, Kind.PEOPLE) == Counts(read=2, stored=2)
    with leo.read() as work:
        assert work.session.scalar(select(func.count()).select_from(Person)) == 0
        assert work.session.scalar(select(func.count()).select_from(IntakeRun)) == 0


def test_a_moderator_may_not_take_files_in(signed_in: SignIn, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        take_in_file(signed_in("mia"), write_csv(tmp_path / "p.csv", PEOPLE), Kind.PEOPLE)


def test_a_file_that_lacks_a_required_heading_is_refused_before_anything_is_stored(
    signed_in: SignIn, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "p.csv", [{"id": "1", "name": "A", "role": "buyer"}])
    with pytest.raises(BadInput, match="no heading for email"):
        take_in_file(signed_in("leo"), file, Kind.PEOPLE)


def test_a_suggested_mapping_is_read_back_as_it_was(tmp_path: Path) -> None:
    headings = ("Member ID", "Full Name", "E-Mail", "Account type", "Shoe size")
    suggested = suggest_mapping(Kind.PEOPLE, headings)
    assert suggested.fields == {
        "external_id": "Member ID",
        "full_name": "Full Name",
        "email": "E-Mail",
        "role": "Account type",
    }
    file = tmp_path / "map.toml"
    file.write_text(suggested.as_toml(), "utf-8")
    assert load_mapping(file, Kind.PEOPLE, headings) == suggested


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[fields]\nnam = 'name'", "no field 'nam'"),
        ("[fields]\nfull_name = 'nom'", "no heading 'nom'"),
        ("kind = 'postings'", "kind is 'postings'"),
        ("fields = 3", r"\[fields\] holds 3"),
        ("[fields", "not TOML"),
    ],
)
def test_a_wrong_mapping_is_refused_by_file_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "map.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=complaint) as refused:
        load_mapping(file, Kind.PEOPLE, ("name",))
    assert refused.value.sentence.startswith("map.toml")


def test_a_run_that_was_cut_off_is_marked_when_its_file_comes_again(
    signed_in: SignIn, tmp_path: Path
) -> None:
    leo, file = signed_in("leo"), write_csv(tmp_path / "p.csv", PEOPLE)
    take_in_file(leo, file, Kind.PEOPLE)
    with leo.write() as work:
        work.session.get_one(IntakeRun, 1).state = RunState.RUNNING
        work.entries += 1  # stands in for a kill: the run's end was never written
    take_in_file(leo, file, Kind.PEOPLE)
    with leo.read() as work:
        states = list(work.session.scalars(select(IntakeRun.state).order_by(IntakeRun.id)))
    assert states == [RunState.STOPPED, RunState.DONE]


@pytest.mark.skipif(not EMSCAD.exists(), reason="the shared data folder is not here")
class TestRealAdvertisements:
    def rows(self) -> list[dict[str, str]]:
        with EMSCAD.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def stored_texts(self, desk: Desk) -> dict[str, dict[str, str]]:
        query = select(Posting.external_id, PostingText.field, PostingText.text).join(PostingText)
        found: dict[str, dict[str, str]] = {}
        with desk.read() as work:
            for external_id, field, text in work.session.execute(query):
                found.setdefault(external_id, {})[field] = text
        return found

    def test_all_500_are_stored_byte_for_byte_and_known_the_second_time(self, signed_in: SignIn) -> None:
        leo = signed_in("leo")
        assert take_in_file(leo, EMSCAD, Kind.POSTINGS).counts == Counts(read=500, stored=500)
        assert take_in_file(leo, EMSCAD, Kind.POSTINGS).counts == Counts(read=500, known=500)
        stored = self.stored_texts(leo)
        for row in self.rows():
            texts = stored[row["job_id"]]
            assert texts["title"] == row["title"]
            assert texts.get("body", "") == row["description"]
            for heading in ("company_profile", "requirements", "benefits"):
                assert texts.get(heading, "") == row[heading]

    def test_a_changed_row_is_updated_screened_again_and_new_again(
        self, signed_in: SignIn, tmp_path: Path
    ) -> None:
        leo, rows = signed_in("leo"), self.rows()
        take_in_file(leo, EMSCAD, Kind.POSTINGS)
        rows[7]["description"] += " Pay a refundable registration fee by Western Union before we start."
        changed = write_csv(tmp_path / "changed.csv", rows)
        assert take_in_file(leo, changed, Kind.POSTINGS).counts == Counts(read=500, updated=1, known=499)
        with leo.read() as work:
            columns = select(Posting.state, Posting.risk > 50)
            one = work.session.execute(columns.where(Posting.external_id == rows[7]["job_id"])).one()
        assert tuple(one) == (State.NEW, True)

    def test_the_first_200_as_json_lines_give_the_same_texts(self, signed_in: SignIn, tmp_path: Path) -> None:
        leo, file = signed_in("leo"), tmp_path / "first.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in self.rows()[:200]), "utf-8")
        assert take_in_file(leo, file, Kind.POSTINGS).counts == Counts(read=200, stored=200)
        lines = self.stored_texts(leo)
        other = take_in_file(leo, EMSCAD, Kind.POSTINGS).counts
        assert (other.known, other.stored) == (200, 300)
        assert {key: self.stored_texts(leo)[key] for key in lines} == lines
