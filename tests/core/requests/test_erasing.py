"""Erasing a person: everything of theirs goes, the log stays believable, and the site is told (C26)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import String, cast, func, select

from core.audit.lasting_notes import ERASURE, last_note, notes_in
from core.audit.person_keys import opened_fact, sealed_facts
from core.audit.tables import AuditEntry, LastingNote
from core.audit.verification import verify_log
from core.db.base import Base
from core.db.search import index, match
from core.desk import Desk
from core.errors import Conflict, NotAllowed, WrongState
from core.feed.tables import FeedItem, FeedKind
from core.people.queries import people
from core.people.suppression import suppressed
from core.postings.tables import Posting
from core.requests.actions import confirm_sender
from core.requests.arrival import Receipt
from core.requests.collecting import collect
from core.requests.erasing import erase, rehearse
from core.requests.erasure_places import KEPT, SYSTEM, places_of
from core.requests.source import Subject
from core.requests.sources import subject_of
from core.requests.tables import AccessRequest, RequestState
from tests.core.requests.conftest import NINA

Taking = Callable[..., Receipt]
NOBODY = Subject(0, 0, frozenset(), frozenset(), frozenset(), ())


@pytest.fixture
def asked(taken_in: Taking, pia: Desk, market: Any) -> int:
    """Nina's request to be erased, confirmed and collected."""
    case = taken_in(body="Please delete everything you have about me.").case
    with pia.write() as work:
        index(work, list(work.session.scalars(select(Posting.id))))
        confirm_sender(work, case, market.nina, "She called.")
        collect(work, case)
    return case


def personal_columns() -> list[Any]:
    return [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if str(column.info.get("category", "")).startswith("user.")
    ]


def rows_with(work: Any, needle: str) -> dict[str, int]:
    """Count the rows that hold a text, by table and column, in every column of everybody's data."""
    found = {}
    for column in personal_columns():
        held = func.lower(cast(column, String)).contains(needle.lower(), autoescape=True)
        count = work.session.scalar(select(func.count()).select_from(column.table).where(held))
        if count:
            found[f"{column.table.name}.{column.name}"] = count
    return found


def test_every_table_with_a_person_s_data_is_emptied_or_says_why_it_is_kept() -> None:
    emptied = {place.rows.name for place in places_of(NOBODY, ())}
    personal = {column.table.name for column in personal_columns()}

    assert personal - emptied - set(KEPT) - SYSTEM == set()


def test_every_personal_column_of_a_row_that_stays_is_emptied() -> None:
    left = {
        f"{column.table.name}.{column.name}"
        for place in places_of(NOBODY, ())
        if place.emptied is not None and place.rows.name not in {"posting", "quarantined_row"}
        for column in personal_columns()
        if column.table.name == place.rows.name and column.name not in place.emptied
    }

    assert left == set()


def test_a_rehearsal_counts_every_place_and_changes_nothing(pia: Desk, asked: int) -> None:
    with pia.read() as work:
        first, again = rehearse(work, asked), rehearse(work, asked)

    counts = {one.place: one.rows for one in first.places}
    assert first == again
    assert counts == {
        "hits": 0, "decisions": 1, "openings": 0, "texts": 5, "postings": 2, "received": 1, "links": 0,
        "answers": 1, "contacts": 1, "entries": 1, "shares": 0, "letters": 1, "leaks": 8, "requests": 1,
        "quarantine": 1, "reveals": 1, "choices": 1, "records": 3, "person": 1,
    }  # fmt: skip
    assert first.sentence == f"1 person: {sum(counts.values())} rows in 15 places"


def test_nothing_of_an_erased_person_is_left_in_any_column(pia: Desk, asked: int, market: Any) -> None:
    with pia.read() as work:
        whole = subject_of(work, market.nina, asked)
        assert rows_with(work, NINA)
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        for needle in (NINA, "okafor", "+234 803 555 0101", "logo wanted"):
            assert rows_with(work, needle) == {}, needle
        assert not set(people().first(work, 100)) & {market.nina}
        assert work.session.scalar(select(func.count()).where(Posting.author.in_(whole.ids))) == 0
        assert work.session.scalars(select(Posting.id).where(match("logo", Posting.id))).all() == []


def test_other_people_keep_what_is_theirs(pia: Desk, asked: int, market: Any) -> None:
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        assert subject_of(work, market.tomas, 0).names
        kept = work.session.scalar(select(func.count()).where(Posting.author == "m-2"))
        assert kept
        assert work.session.scalar(select(func.count()).where(Posting.recipient == "m-1")) == 0


def test_the_log_verifies_and_its_sealed_values_open_no_more(pia: Desk, asked: int, market: Any) -> None:
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        facts = [
            fact for body in work.session.scalars(select(AuditEntry.body)) for fact in sealed_facts(body)
        ]
        assert verify_log(work).ok
        assert [opened_fact(work, one) for one in facts if one.person_id == market.nina and one.sealed]
        assert not any(opened_fact(work, one) for one in facts if one.person_id == market.nina)


def test_the_site_is_told_to_erase_each_record_and_nothing_else_of_them(
    pia: Desk, asked: int, market: Any
) -> None:
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        told = work.session.scalars(select(FeedItem).where(FeedItem.external_id != "")).all()
        rows = {(one.kind, one.record.value, one.external_id) for one in told if one.kind is FeedKind.ERASE}
        others = [one for one in told if one.kind is not FeedKind.ERASE and one.person_id == market.nina]
    assert others == []
    assert rows == {
        (FeedKind.ERASE, "people", "m-1"), (FeedKind.ERASE, "contacts", "c-1"),
        (FeedKind.ERASE, "contests", "e-1"), (FeedKind.ERASE, "postings", "p-1"),
        (FeedKind.ERASE, "messages", "x-1"),
    }  # fmt: skip


def test_who_opted_out_stays_out_once_erased(pia: Desk, asked: int) -> None:
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        assert suppressed(work, [NINA]) == {NINA}


def test_the_case_is_closed_and_empty(pia: Desk, asked: int) -> None:
    with pia.write() as work:
        told = erase(work, asked, rehearse(work, asked).rows)

    with pia.read() as work:
        case = work.session.get_one(AccessRequest, asked)
        assert (case.state, case.body, case.workbook) == (RequestState.CLOSED, "", None)
    assert told.sentence.startswith("Erased 1 person: ")
    assert told.undo is None
    with pytest.raises(WrongState, match="closed; it cannot be erased now"), pia.write() as work:
        erase(work, asked, 1)


@pytest.mark.embedded  # a store on a server has no folder beside it
def test_a_note_that_names_nobody_stands_beside_the_store(pia: Desk, asked: int) -> None:
    with pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows)

    folder = pia.folder.path / "notes"
    with pia.read() as work:
        secret, last = work.secret, last_note(work)
        kinds = work.session.scalars(select(LastingNote.kind)).all()
    (note,) = notes_in(secret, folder)
    assert kinds == [ERASURE]
    assert last == (1, note.digest)
    assert all(len(one) == 64 for one in note.marks)
    assert b"okafor" not in b"".join(one.read_bytes() for one in folder.iterdir()).lower()


@pytest.mark.parametrize("name", ["mia", "leo", "aldo", "ada"])
def test_only_an_officer_erases(signed_in: Callable[[str], Desk], asked: int, name: str) -> None:
    with pytest.raises(NotAllowed, match="may not erase people"), signed_in(name).write() as work:
        erase(work, asked, 1)


def test_nobody_is_erased_before_the_sender_is_confirmed(taken_in: Taking, pia: Desk) -> None:
    case = taken_in().case
    with pytest.raises(WrongState, match="cannot be erased now"), pia.read() as work:
        rehearse(work, case)


def test_more_than_was_rehearsed_is_not_erased(pia: Desk, asked: int) -> None:
    with pytest.raises(Conflict, match="By now it is 1 person: "), pia.write() as work:
        erase(work, asked, rehearse(work, asked).rows - 1)
