"""What becomes of a row that waits: what may be assigned, what holds at once, what stays behind."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.db.unit_of_work import Work
from core.desk import Desk
from core.errors import BadInput, DeskError, NotAllowed
from core.intake.quarantine import discard, waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import QuarantinedRow
from core.people.actions import take_back_opt_out
from core.people.queries import masked_person, people_at, values_of
from core.people.tables import PersonRecord
from core.postings.tables import Posting, PostingText
from tests.core.intake.files import ENTRY, PEOPLE, write_csv

SignIn = Callable[[str], Desk]
Take = Callable[..., int]
INES = PEOPLE[0] | {"opted_out": "", "age": "", "origin": "", "joined_at": "2026-03-01", "policy_version": ""}


@pytest.fixture
def take(leo: Desk, tmp_path: Path) -> Take:
    """Take rows in as one file and return how many went into quarantine."""
    files: list[Path] = []

    def taken(kind: Kind, *rows: Mapping[str, str]) -> int:
        files.append(write_csv(tmp_path / f"{len(files)}.csv", rows))
        return take_in_file(leo, files[-1], kind).counts.quarantined

    return taken


def records_of(work: Work, address: str) -> list[PersonRecord]:
    query = select(PersonRecord).where(PersonRecord.email_key == address).order_by(PersonRecord.id)
    return list(work.session.scalars(query))


STATED = [
    ({"origin": "gossip", "opted_out": "yes"}, {"opted_out": "no"}, "No opt-out is set"),
    ({"origin": "gossip"}, {"opted_out": "no"}, "No opt-out is set"),
    ({"origin": "gossip"}, {"stated_age": "40"}, "C24"),
    ({"origin": "gossip"}, {"email": "other@example.org"}, "states its address"),
    ({"origin": "gossip"}, {"full_name": "Someone Else"}, "states its name"),
    ({"origin": "gossip"}, {"external_id": "u2"}, "states its id"),
    ({"origin": "gossip"}, {"country": "Kenya"}, "states its country"),
    ({"origin": "gossip"}, {"collected_at": "2001-01-01"}, "states its collected at"),
    ({"email": "nobody"}, {"origin": "survey"}, "states its origin"),
    ({"email": "nobody"}, {"email": "still nobody"}, "not one"),
    ({"email": "nobody"}, {"shoe": "40"}, "no field"),
]


@pytest.mark.parametrize(("wrong", "assigned", "said"), STATED)
def test_nothing_is_assigned_that_the_row_states_itself_and_never_an_opt_out_or_an_age(
    take: Take, leo: Desk, wrong: dict[str, str], assigned: dict[str, str], said: str
) -> None:
    assert take(Kind.PEOPLE, INES | wrong) == 1
    reason = {name: value for name, value in {"origin": "survey"}.items() if name in wrong}
    with pytest.raises(DeskError, match=said), leo.write() as work:
        release(work, [1], reason | assigned)
    with leo.read() as work:
        assert len(waiting(work)) == 1
        assert records_of(work, "ines@example.org") == []


@pytest.mark.parametrize(
    ("wrong", "assigned"),
    [
        ({"email": "nobody"}, {"email": "ines@example.org"}),
        ({"email": ""}, {"email": "ines@example.org"}),
        ({"id": ""}, {"external_id": "u9"}),
        ({"origin": "gossip"}, {"origin": "survey"}),
        ({"joined_at": "one day"}, {"collected_at": "2026-02-01"}),
        ({"policy_version": "2031"}, {"policy_version": "offshorexperts-2012-12"}),
    ],
)
def test_what_was_missing_or_the_reason_is_assigned(
    take: Take, leo: Desk, wrong: dict[str, str], assigned: dict[str, str]
) -> None:
    assert take(Kind.PEOPLE, INES | wrong) == 1
    with leo.write() as work:
        release(work, [1], assigned)
    with leo.read() as work:
        assert len(records_of(work, "ines@example.org")) == 1


def test_an_address_is_assigned_to_one_row_alone(take: Take, leo: Desk) -> None:
    take(Kind.PEOPLE, INES | {"email": ""}, INES | {"id": "u7", "email": ""})
    with pytest.raises(BadInput, match="one by one"), leo.write() as work:
        release(work, [1, 2], {"email": "ines@example.org"})


def test_an_id_that_is_on_file_is_not_assigned(take: Take, leo: Desk) -> None:
    take(Kind.PEOPLE, PEOPLE[1])
    take(Kind.PEOPLE, INES | {"id": ""})
    with pytest.raises(BadInput, match="on file already"), leo.write() as work:
        release(work, [1], {"external_id": "u2"})
    with leo.read() as work:
        assert [one.full_name for one in records_of(work, "wei@example.net")] == ["Wei 王"]


def test_a_row_that_is_damaged_in_its_file_is_not_released(leo: Desk, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("id,name,email,role\nu1,Farkas,ines@example.org,buyer,Ines\n", "utf-8")
    assert take_in_file(leo, file, Kind.PEOPLE).counts.quarantined == 1
    with pytest.raises(BadInput, match="damaged"), leo.write() as work:
        release(work, [1], {})


def opted_out(desk: Desk, address: str) -> list[bool]:
    with desk.read() as work:
        return [masked_person(work, one).opted_out_at is not None for one in people_at(work, address)]


def log_of(desk: Desk, action: str) -> int:
    with desk.read() as work:
        return len(work.session.scalars(select(AuditEntry.position).where(AuditEntry.action == action)).all())


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "gossip"},
        {"id": "", "origin": ""},
        {"email": "nobody", "name": ""},
        {"name": "Somebody Else", "id": "u8", "origin": "gossip"},
    ],
)
def test_an_opt_out_of_a_row_that_waits_holds_at_once_and_is_logged(
    take: Take, leo: Desk, how: dict[str, str]
) -> None:
    take(Kind.PEOPLE, INES)
    assert take(Kind.PEOPLE, INES | {"opted_out": "yes", "role": ""} | how) == 1
    assert opted_out(leo, "ines@example.org") == [True]
    assert log_of(leo, "people:person:opted-out") == 1


def test_an_opt_out_of_a_row_that_waits_is_that_of_its_name_where_two_share_the_address(
    take: Take, leo: Desk
) -> None:
    take(Kind.PEOPLE, INES, INES | {"id": "u5", "name": "Jon Farkas"})
    take(Kind.CONTESTS, ENTRY | {"name": "Jon Farkas", "contest": "", "opted_out": "yes"})
    assert opted_out(leo, "ines@example.org") == [False, True]


@pytest.mark.parametrize("discarded", [False, True])
def test_an_opt_out_of_somebody_not_on_file_yet_waits_for_whoever_comes_in_with_the_address(
    take: Take, leo: Desk, *, discarded: bool
) -> None:
    take(Kind.PEOPLE, INES | {"opted_out": "yes", "origin": "gossip"})
    take(Kind.CONTESTS, ENTRY | {"contest": "", "opted_out": "yes"})
    if discarded:
        with leo.write() as work:
            discard(work, [one.id for one in waiting(work)])
    take(Kind.CONTESTS, ENTRY | {"entry_id": "e2"})
    assert opted_out(leo, "ines@example.org") == [True]
    assert log_of(leo, "people:address:opted-out") == 1


def test_the_old_address_of_someone_who_opted_out_stays_out_until_its_person_says_otherwise(
    take: Take, leo: Desk
) -> None:
    take(Kind.PEOPLE, INES | {"origin": "enrolment", "opted_out": "yes"})
    take(Kind.PEOPLE, INES | {"origin": "enrolment", "email": "ines.farkas@example.net"})
    take(Kind.CONTESTS, ENTRY)
    assert opted_out(leo, "ines@example.org") == [True]
    with leo.write() as work:
        (again,) = people_at(work, "ines@example.org")
        take_back_opt_out(work, again, "letter", "asked_again")
    take(Kind.CONTESTS, ENTRY | {"entry_id": "e3"})
    assert opted_out(leo, "ines@example.org") == [False]


@pytest.mark.parametrize(
    ("again", "locked"),
    [
        ({}, True),
        ({"name": "I. Farkas", "email": "elsewhere@example.org"}, True),
        ({"id": "u7"}, True),
        ({"id": "u7", "name": "Maria Farkas"}, False),
        ({"age": "31"}, False),
    ],
)
def test_a_child_s_next_row_is_locked_though_it_says_no_age_and_a_parent_s_is_not(
    take: Take, leo: Desk, signed_in: SignIn, again: dict[str, str], *, locked: bool
) -> None:
    assert take(Kind.PEOPLE, INES | {"age": "9"}) == 1
    with signed_in("pia").write() as work:
        discard(work, [1])
    row = INES | again
    assert take(Kind.PEOPLE, row) == 0
    with leo.read() as work:
        (person,) = people_at(work, row["email"])
        assert masked_person(work, person).under_13 is locked


def test_the_same_file_again_opts_nobody_out_who_took_it_back(take: Take, leo: Desk) -> None:
    waits = INES | {"opted_out": "yes", "origin": "gossip"}
    take(Kind.PEOPLE, INES)
    take(Kind.PEOPLE, waits)
    with leo.write() as work:
        take_back_opt_out(work, 1, "letter", "asked_again")
    assert take(Kind.PEOPLE, waits) == 1
    assert opted_out(leo, "ines@example.org") == [False]


def test_a_child_s_age_in_a_row_that_waits_locks_the_file_at_once(take: Take, leo: Desk) -> None:
    take(Kind.PEOPLE, INES)
    assert take(Kind.PEOPLE, INES | {"id": "u7", "age": "11", "origin": "gossip"}) == 1
    with leo.read() as work:
        assert [masked_person(work, one).under_13 for one in people_at(work, "ines@example.org")] == [True]
    assert log_of(leo, "people:person:locked-as-child") == 1
    with pytest.raises(BadInput, match="under 13"), leo.write() as work:
        release(work, [1], {"origin": "survey"})


def test_an_older_row_is_released_without_overwriting_what_came_since(take: Take, leo: Desk) -> None:
    take(Kind.PEOPLE, INES | {"origin": "gossip", "country": "Malta"})
    take(Kind.PEOPLE, INES | {"country": "Japan"})
    with leo.write() as work:
        done = release(work, [1], {"origin": "survey"})
    assert "1 arrived before what is on file" in done.sentence
    with leo.read() as work:
        (one,) = records_of(work, "ines@example.org")
        assert (one.country, one.origin.value) == ("Japan", "enrolment")
        assert work.session.scalar(select(QuarantinedRow.outcome)) == "superseded"


@pytest.mark.parametrize(("first", "left"), [("gossip", "Japan"), ("", "Malta")])
def test_rows_of_one_file_count_in_their_order(take: Take, leo: Desk, first: str, left: str) -> None:
    second = "" if first else "gossip"
    rows = (INES | {"origin": first, "country": "Japan"}, INES | {"origin": second, "country": "Malta"})
    assert take(Kind.PEOPLE, *rows) == 1
    with leo.write() as work:
        release(work, [1], {"origin": "enrolment"})
    with leo.read() as work:
        assert [one.country for one in records_of(work, "ines@example.org")] == ["Malta"], left


def test_an_older_posting_is_released_without_overwriting_the_newer_text(take: Take, leo: Desk) -> None:
    take(Kind.POSTINGS, {"id": "p1", "body": "old words", "posted_at": "one day"})
    take(Kind.POSTINGS, {"id": "p1", "body": "new words", "posted_at": "2026-11-01"})
    with leo.write() as work:
        release(work, [1], {"posted_at": "2026-10-01"})
    with leo.read() as work:
        assert list(work.session.scalars(select(PostingText.text))) == ["new words"]


@pytest.mark.parametrize("settle", [discard, lambda work, ids: release(work, ids, {"origin": "survey"})])
def test_a_settled_row_keeps_its_reason_and_number_and_none_of_its_values(
    take: Take, leo: Desk, settle: Callable[..., object]
) -> None:
    take(Kind.PEOPLE, INES | {"origin": "gossip"})
    with leo.write() as work:
        settle(work, [1])
    with leo.read() as work:
        row = work.session.scalars(select(QuarantinedRow)).one()
        assert (row.values, row.number, bool(row.reason), len(row.digest)) == ({}, 1, True, 64)
        assert "ines" not in str(row.mapping).casefold()


def test_an_auditor_releases_nothing(take: Take, signed_in: SignIn) -> None:
    take(Kind.PEOPLE, INES | {"origin": "gossip"})
    with pytest.raises(NotAllowed), signed_in("aldo").write() as work:
        release(work, [1], {"origin": "survey"})


def test_people_who_come_out_of_quarantine_are_linked_to_what_they_wrote(take: Take, leo: Desk) -> None:
    take(Kind.POSTINGS, {"id": "p1", "body": "words", "author": "u1"})
    take(Kind.PEOPLE, INES | {"origin": "gossip"})
    with leo.write() as work:
        release(work, [1], {"origin": "enrolment"})
    with leo.read() as work:
        (ines,) = people_at(work, "ines@example.org")
        assert list(work.session.scalars(select(Posting.person_id))) == [ines]
        assert len(values_of(work, ines).records) == 1


BEN = {"name": "Ben Ode", "email": "ben@example.org"}
FAMILIES = [(Kind.PEOPLE, INES | {"origin": "enrolment"}), (Kind.CONTESTS, ENTRY | {"opted_out": ""})]


@pytest.mark.parametrize(("kind", "row"), FAMILIES)
def test_an_id_that_comes_again_with_another_s_name_and_address_changes_nobody(
    take: Take, leo: Desk, kind: Kind, row: dict[str, str]
) -> None:
    take(kind, row)
    assert take(kind, row | BEN) == 1
    with leo.read() as work:
        (held,) = waiting(work)
        assert held.clause == "C22"
        assert held.reason.startswith("Its id is on file with another person's name and address.")
        (one,) = records_of(work, "ines@example.org")
        assert (one.full_name, records_of(work, "ben@example.org")) == ("Ines Farkas", [])
    with pytest.raises(BadInput, match="another person's"), leo.write() as work:
        release(work, [held.id], {})


@pytest.mark.parametrize("changed", [{"name": "Ines Novak"}, {"email": "ines@example.net"}])
def test_a_member_may_change_their_name_or_their_address_and_both_one_after_the_other(
    take: Take, leo: Desk, changed: dict[str, str]
) -> None:
    row = INES | {"origin": "enrolment"}
    both = {"name": "Ines Novak", "email": "ines@example.net"}
    assert [take(Kind.PEOPLE, one) for one in (row, row | changed, row | both)] == [0, 0, 0]
    with leo.read() as work:
        assert [one.full_name for one in records_of(work, "ines@example.net")] == ["Ines Novak"]


def test_a_member_may_change_to_an_address_and_name_that_they_wrote_with(take: Take, leo: Desk) -> None:
    row = INES | {"origin": "enrolment"}
    take(Kind.PEOPLE, row)
    take(Kind.CONTESTS, ENTRY)
    take(Kind.CONTESTS, ENTRY | {"email": "ines@example.net"})
    assert take(Kind.PEOPLE, row | {"name": "Ines Novak", "email": "ines@example.net"}) == 0
    with leo.read() as work:
        assert {one.full_name for one in records_of(work, "ines@example.net")} == {
            "Ines Farkas",
            "Ines Novak",
        }


def test_what_a_row_with_another_s_id_states_holds_for_whoever_comes_in_by_its_name_and_address(
    take: Take, leo: Desk
) -> None:
    row = INES | {"origin": "enrolment"}
    take(Kind.PEOPLE, row)
    take(Kind.PEOPLE, row | BEN | {"opted_out": "yes"}, row | BEN | {"name": "Kid Ode", "age": "9"})
    take(Kind.PEOPLE, row | BEN | {"id": "u8"}, row | BEN | {"id": "u9", "name": "Kid Ode"})
    with leo.read() as work:
        ben, kid = (masked_person(work, one) for one in people_at(work, "ben@example.org"))
        assert (ben.opted_out_at is not None, ben.under_13, kid.under_13) == (True, False, True)
