"""An author is linked to the person on file, whenever either of them came."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.desk import Desk
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind as IntakeKind
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.queries import people_at
from core.people.tables import Origin, Source
from core.postings.actions import remove_postings
from core.postings.authors import link_waiting
from core.postings.detail import posting_detail
from core.postings.queries import sent_by
from core.postings.tables import Kind
from tests.core.postings.arriving import TakeIn, incoming, letter

OnFile = Callable[..., int]


@pytest.fixture
def on_file(lead: Desk) -> OnFile:
    """Put someone on file: `on_file("m-7", "Nina@example.com")` gives the person's id."""

    def put(number: str, email: str, source: Source = Source.PEOPLE, name: str = "Nina Okafor") -> int:
        origin = Origin.ENROLMENT if source is Source.PEOPLE else Origin.PROBLEM
        one = IncomingRecord(source, number, origin, "offshorexperts-2012-12", number, name, email)
        with lead.write() as work:
            record(work, "test:person:taken-in", ("test", 0))
            return RecordsDesk(work, [one]).place(one).person_id

    return put


def linked(desk: Desk, posting: int) -> int | None:
    with desk.read() as work:
        history = posting_detail(work, posting).author_history
    return history.person_id if history else None


def link(desk: Desk) -> int:
    with desk.write() as work:
        return link_waiting(work)


def test_an_address_is_the_same_in_any_case_and_an_id_only_to_the_letter(
    on_file: OnFile, take: TakeIn, lead: Desk
) -> None:
    nina = on_file("Q-7", "Nina.Okafor@Example.com")
    authors = ["nina.okafor@example.com", "NINA.OKAFOR@EXAMPLE.COM", " Nina.Okafor@example.com ", "Q-7"]
    ids = take([incoming(f"p-{n}", "x", author=one) for n, one in enumerate([*authors, "q-7"])]).ids
    assert [linked(lead, one) for one in ids] == [nina, nina, nina, nina, None]


def test_the_sites_id_counts_before_an_address(on_file: OnFile, take: TakeIn, lead: Desk) -> None:
    on_file("m-1", "shared@example.com")
    named = on_file("shared@example.com", "other@example.com")
    (posting,) = take([incoming("p-1", "x", author="shared@example.com")]).ids
    assert linked(lead, posting) == named


def test_an_address_that_two_people_share_links_to_neither(on_file: OnFile, take: TakeIn, lead: Desk) -> None:
    on_file("m-1", "family@example.com")
    on_file("m-2", "family@example.com", name="Bea Lind")
    (posting,) = take([incoming("p-1", "x", author="Family@example.com")]).ids
    assert linked(lead, posting) is None
    assert link(lead) == 0


def test_the_number_of_a_contact_is_no_authors_id(on_file: OnFile, take: TakeIn, lead: Desk) -> None:
    on_file("c-1", "someone@example.com", Source.CONTACTS)
    (posting,) = take([incoming("p-1", "x", author="c-1")]).ids
    assert linked(lead, posting) is None


def test_a_posting_that_changes_its_author_changes_its_person(
    on_file: OnFile, take: TakeIn, lead: Desk
) -> None:
    nina, bea = on_file("m-1", "nina@example.com"), on_file("m-2", "bea@example.com")
    (posting,) = take([incoming("p-1", "one", author="m-1")]).ids
    assert linked(lead, posting) == nina
    take([incoming("p-1", "two", author="m-2")])
    assert linked(lead, posting) == bea
    take([incoming("p-1", "three", author="nobody")])
    assert linked(lead, posting) is None


def test_people_who_come_later_are_linked_to_what_they_sent_before(
    on_file: OnFile, take: TakeIn, lead: Desk
) -> None:
    ids = take([incoming("p-1", "x", author="m-1"), incoming("p-2", "x", author="NINA@example.com")]).ids
    ids += take([letter("m-1", "x", author="m-1")], Kind.MESSAGE).ids
    ids += take([incoming("p-3", "x", author="m-2"), incoming("p-4", "x", author="")]).ids
    nina = on_file("m-1", "nina@Example.com")
    assert link(lead) == 3
    assert [linked(lead, one) for one in ids] == [nina, nina, nina, None, None]


def test_linking_is_logged_once_as_a_number_and_only_when_something_was_linked(
    on_file: OnFile, take: TakeIn, lead: Desk
) -> None:
    take([incoming(f"p-{n}", "x", author="Nina@example.com") for n in range(3)])
    assert link(lead) == 0
    on_file("m-1", "nina@example.com")
    assert (link(lead), link(lead)) == (3, 0)
    with lead.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "postings:posting:authors-linked")
        (body,) = work.session.scalars(query)
    assert b'"linked":3' in body
    assert b"example.com" not in body.lower()


def test_a_link_that_stands_is_left_alone(on_file: OnFile, take: TakeIn, lead: Desk) -> None:
    nina = on_file("m-1", "nina@example.com")
    (posting,) = take([incoming("p-1", "x", author="nina@example.com")]).ids
    on_file("nina@example.com", "other@example.com")
    assert link(lead) == 0
    assert linked(lead, posting) == nina


def test_the_history_of_an_author_on_file_counts_every_name_they_send_under(
    on_file: OnFile, take: TakeIn, lead: Desk
) -> None:
    on_file("m-1", "nina@example.com")
    ids = take([incoming("p-1", "x", author="m-1"), incoming("p-2", "x", author="Nina@example.com")]).ids
    with lead.write() as work:
        remove_postings(work, ids[:1], "spam")
    with lead.read() as work:
        history = posting_detail(work, ids[1]).author_history
        assert history is not None
        assert (history.total, history.strikes) == (2, 1)
        assert [one.id for one in sent_by(work, ids[1])] == [ids[1], ids[0]]


def test_a_file_of_people_links_what_an_earlier_file_of_postings_brought(lead: Desk, tmp_path: Path) -> None:
    postings, people = tmp_path / "postings.csv", tmp_path / "people.csv"
    postings.write_text("id,body,author\np-1,A fence,u-1\np-2,A gate,INES@example.org\n", "utf-8")
    people.write_text("id,name,email,role\nu-1,Ines Farkas,ines@example.org,buyer\n", "utf-8")
    take_in_file(lead, postings, IntakeKind.POSTINGS)
    assert [linked(lead, one) for one in (1, 2)] == [None, None]
    take_in_file(lead, people, IntakeKind.PEOPLE)
    with lead.read() as work:
        (ines,) = people_at(work, "ines@example.org")
    assert [linked(lead, one) for one in (1, 2)] == [ines, ines]


def test_a_person_released_from_quarantine_is_linked_too(lead: Desk, tmp_path: Path) -> None:
    postings, people = tmp_path / "postings.csv", tmp_path / "people.csv"
    postings.write_text("id,title,body,author\np-1,One,A fence,u-1\n", "utf-8")
    people.write_text("id,name,email,origin\nu-1,Ines Farkas,ines@example.org,\n", "utf-8")
    take_in_file(lead, postings, IntakeKind.POSTINGS)
    take_in_file(lead, people, IntakeKind.PEOPLE)
    assert linked(lead, 1) is None
    with lead.write() as work:
        release(work, [1], {"origin": "enrolment"})
    with lead.read() as work:
        assert [linked(lead, 1)] == people_at(work, "ines@example.org")
