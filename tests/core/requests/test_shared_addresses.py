"""Two people may have one address: the name tells them apart, or an officer; rows never mix (C22, C25)."""

from collections.abc import Callable
from typing import Any

import pytest

from core.audit.log import record
from core.desk import Desk
from core.intake.tables import IntakeRun, QuarantinedRow, RunState
from core.people.tables import Origin, Person, PersonRecord, Source
from core.postings.tables import Kind, Posting, PostingText, State
from core.requests.actions import confirm_sender
from core.requests.arrival import Receipt
from core.requests.case_view import case
from core.requests.collecting import collect
from core.requests.opening import open_answer, open_case
from core.requests.tables import AccessRequest
from tests.core.requests.conftest import NINA, POLICY

Taking = Callable[..., Receipt]


@pytest.fixture
def obi(market: Any, pia: Desk) -> int:
    """Obi Okafor, who uses Nina's mailbox, with a posting, a message and a refused row under it."""
    del market
    with pia.write() as work:
        obi = Person(created_at=work.now, under_13=False, version=1)
        work.session.add(obi)
        work.session.flush()
        on_file = PersonRecord(
            person_id=obi.id, source=Source.PEOPLE, external_id="m-9", origin=Origin.ENROLMENT, choices={},
            policy_version=POLICY, full_name="Obi Okafor", name_key="obi okafor", email=NINA, email_key=NINA,
            extra={}, digest="9",
        )  # fmt: skip
        work.session.add(on_file)
        work.session.flush()
        obi.shown_record_id = on_file.id
        for number, author, recipient, kind in (
            ("p-9", NINA.upper(), "", Kind.POSTING),
            ("x-9", "m-2", NINA, Kind.MESSAGE),
            ("p-10", "m-9", "", Kind.POSTING),
        ):
            posting = Posting(
                kind=kind, external_id=number, state=State.NEW, risk=0, title="Obi sells", category="",
                author=author, recipient=recipient, received_at=work.now, digest=number,
            )  # fmt: skip
            work.session.add(posting)
            work.session.flush()
            posting.person_id = 1 if number == "p-9" else None
            work.session.add(PostingText(posting_id=posting.id, field="title", place=0, text="Obi sells"))
        refuse_row(work, {"Mail": NINA, "Name": "Obi Okafor"})
        refuse_row(work, {"Mail": NINA, "Name": "Nina Okafor"})
        record(work, "test:person:placed", ("person", obi.id))
        return obi.id


def refuse_row(work: Any, values: dict[str, str]) -> None:
    run = IntakeRun(
        kind="people", source="f.csv", sha256="0" * 64, state=RunState.DONE, started_at=work.now, by=1
    )
    work.session.add(run)
    work.session.flush()
    row = QuarantinedRow(
        run_id=run.id, kind="people", number=1, values=values, mapping={}, reason="It names no origin.",
        digest=str(values), at=work.now,
    )  # fmt: skip
    work.session.add(row)


def sheets(desk: Desk, request: int) -> str:
    with desk.write() as work:
        return str(open_answer(work, request).sheets)


def test_a_candidate_is_graded_by_the_sender_s_own_words_alone(taken_in: Taking, obi: int, pia: Desk) -> None:
    quoted = "Please send it.\n\nOn Monday, the site wrote:\n> Dear Nina Okafor,\n> is it you who asks?\n"
    request = taken_in(sender=NINA, body=quoted).case
    with pia.read() as work:
        found = case(work, request).candidates

    assert obi in {one.person_id for one in found}
    assert {one.name_match for one in found} == {"none"}


@pytest.mark.parametrize("name", ["Nina Okafor", "OKAFOR Nina", "Obi Okafor"])
def test_the_name_tells_who_of_an_address_wrote(
    taken_in: Taking, market: Any, obi: int, pia: Desk, name: str
) -> None:
    found = taken_in(sender=f"{name} <{NINA}>")

    with pia.read() as work:
        seen = case(work, found.case)
    assert seen.matched_person_id == (obi if "Obi" in name else market.nina)
    assert seen.candidates == ()
    assert any("2 people on file have this address; the name says which" in one for one in seen.findings)


@pytest.mark.parametrize("name", ["Okafor", "N. O.", "Somebody Else", ""])
def test_an_address_of_two_whose_name_decides_nothing_chooses_nobody(
    taken_in: Taking, market: Any, obi: int, pia: Desk, name: str
) -> None:
    found = taken_in(sender=f"{name} <{NINA}>")

    with pia.read() as work:
        seen = case(work, found.case)
    assert seen.matched_person_id is None
    assert [one.person_id for one in seen.candidates] == [market.nina, obi]
    assert "Okafor" not in str(seen.candidates)
    assert any("an officer chooses" in one for one in seen.findings)
    with pia.write() as work:
        opened = open_case(work, found.case)
    assert [one.name for one in opened.candidates] == ["Nina Okafor", "Obi Okafor"]


def test_two_people_of_one_name_are_both_shown_and_none_is_chosen(
    taken_in: Taking, market: Any, obi: int, pia: Desk
) -> None:
    with pia.write() as work:
        work.session.query(PersonRecord).filter_by(person_id=obi).update(
            {"full_name": "Nina Okafor", "name_key": "nina okafor"}
        )
        record(work, "test:person:renamed", ("person", obi))
    found = taken_in()

    with pia.read() as work:
        seen = case(work, found.case)
    assert seen.matched_person_id is None
    assert [one.person_id for one in seen.candidates] == [market.nina, obi]


@pytest.mark.usefixtures("obi")
def test_rows_at_a_shared_address_stay_out_of_the_answer_and_are_counted(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    request = taken_in().case
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "Called back.")
        collect(work, request)
    with pia.read() as work:
        seen = case(work, request)
        kept = str(work.session.get_one(AccessRequest, request).collected)

    left_out = {one.source: one.count for one in seen.residue if "e-mail address" in one.why}
    assert left_out == {"postings": 1, "messages_received": 1, "quarantine": 2}
    assert any("share an address" in one and "4 rows left out" in one for one in seen.findings)
    assert "Obi" not in kept
    assert "Obi" not in sheets(pia, request)
    assert {one.source: one.hits for one in seen.sources}["postings"] == 1
    assert {one.source: one.hits for one in seen.sources}["quarantine"] == 1


@pytest.mark.usefixtures("obi")
@pytest.mark.parametrize("written", [f"{NINA} ", NINA.replace("n", "\uff4e")])
def test_a_shared_address_stays_shared_however_a_posting_spells_it(
    taken_in: Taking, market: Any, pia: Desk, written: str
) -> None:
    with pia.write() as work:
        work.session.query(Posting).filter_by(external_id="p-9").update({"author": written})
        record(work, "test:posting:written-otherwise", ("posting", 1))
    request = taken_in().case
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "Called back.")
        collect(work, request)

    with pia.read() as work:
        seen = case(work, request)
    assert "Obi" not in sheets(pia, request)
    assert {one.source: one.count for one in seen.residue if "e-mail" in one.why}["postings"] == 1


def test_what_someone_posted_before_their_address_came_to_another_is_not_the_other_s(
    taken_in: Taking, market: Any, pia: Desk, obi: int
) -> None:
    with pia.write() as work:
        work.session.query(PersonRecord).filter_by(person_id=obi).update(
            {"email": "obi@example.net", "email_key": "obi@example.net"}
        )
        work.session.query(Posting).filter_by(external_id="p-9").update({"author": NINA, "person_id": obi})
        record(work, "test:person:moved", ("person", obi))
    request = taken_in().case
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "Called back.")
        collect(work, request)

    with pia.read() as work:
        collected = str(work.session.get_one(AccessRequest, request).collected["sheets"])
    assert "p-9" not in collected


def test_the_other_of_an_address_gets_theirs_and_nothing_of_hers(
    taken_in: Taking, obi: int, pia: Desk
) -> None:
    request = taken_in(sender=f"Obi Okafor <{NINA}>").case
    with pia.write() as work:
        confirm_sender(work, request, obi, "Called back.")
        collect(work, request)

    with pia.read() as work:
        hits = {one.source: one.hits for one in case(work, request).sources}
    assert (hits["postings"], hits["people"], hits["contacts"]) == (1, 1, 0)
    assert "Nina" not in sheets(pia, request)


def test_someone_else_s_unconfirmed_request_is_no_part_of_the_answer(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    taken_in(sender=f"Eve Moss <{NINA}>", body="I am Eve Moss and want my data.")
    request = taken_in().case
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "Called back.")
        collect(work, request)

    assert "Eve Moss" not in sheets(pia, request)
    with pia.read() as work:
        assert ("requests", 1) in [(one.source, one.count) for one in case(work, request).residue]
