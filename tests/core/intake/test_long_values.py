"""A value longer than its place: kept whole with the record, or in quarantine with the reason; never cut."""

from pathlib import Path

import pytest
from sqlalchemy import select

from core.contacts.tables import Contact
from core.desk import Desk
from core.intake.placing import Counts
from core.intake.quarantine import waiting
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import QuarantinedRow
from core.people.queries import people_at, values_of
from core.postings.tables import Posting, PostingText
from tests.core.intake.files import ENTRY, PEOPLE, write_csv

CONTACT = {"id": "c1", "kind": "problem", "email": "ines@example.org", "subject": "Help", "message": "Help."}
POSTING = {"id": "p1", "title": "A logo", "body": "Three drafts", "author": "u1", "section": "Design"}
MESSAGE = POSTING | {"recipient": "u2"}
ROWS = {
    Kind.PEOPLE: PEOPLE[0] | {"telephone": "+351", "firm": "Farkas"},
    Kind.CONTACTS: CONTACT,
    Kind.CONTESTS: ENTRY,
    Kind.POSTINGS: POSTING,
    Kind.MESSAGES: MESSAGE,
}


@pytest.mark.parametrize(
    ("heading", "column", "room"),
    [("telephone", "phone", 80), ("firm", "company", 255), ("country", "country", 80), ("role", "role", 40)],
)
def test_a_person_s_value_too_long_for_its_place_is_kept_whole_among_the_other_details(
    leo: Desk, tmp_path: Path, heading: str, column: str, room: int
) -> None:
    fits, long = "a" * room, "b" * room + "c"
    rows = [ROWS[Kind.PEOPLE] | {"origin": "enrolment", heading: text} for text in (fits, long)]
    rows[1] |= {"id": "u9", "email": "other@example.org"}
    taken = take_in_file(leo, write_csv(tmp_path / "p.csv", rows), Kind.PEOPLE)
    assert taken.counts == Counts(read=2, stored=2)
    with leo.read() as work:
        records = [
            values_of(work, people_at(work, one)[0]).records[0]
            for one in ("ines@example.org", "other@example.org")
        ]
    assert [getattr(one, column) for one in records] == [fits, ""]
    assert [one.extra for one in records] == [{}, {heading: long}]


def test_a_category_too_long_for_its_place_is_a_text_of_the_posting_and_screened(
    leo: Desk, tmp_path: Path
) -> None:
    told = "Design " * 20 + "pay a refundable registration fee by Western Union"
    take_in_file(leo, write_csv(tmp_path / "p.csv", [POSTING | {"section": told}]), Kind.POSTINGS)
    with leo.read() as work:
        category, risk = work.session.execute(select(Posting.category, Posting.risk)).one()
        texts = dict(work.session.execute(select(PostingText.field, PostingText.text)).all())
    assert (category, risk > 0, texts["section"]) == ("", True, told)


def test_a_subject_is_kept_whole_to_the_longest_line_of_a_mail(leo: Desk, tmp_path: Path) -> None:
    subject = "Help " * 199 + "now"
    take_in_file(leo, write_csv(tmp_path / "c.csv", [CONTACT | {"subject": subject}]), Kind.CONTACTS)
    with leo.read() as work:
        assert list(work.session.scalars(select(Contact.subject))) == [subject]


@pytest.mark.parametrize(
    ("kind", "heading", "room"),
    [
        (Kind.PEOPLE, "name", 255),
        (Kind.PEOPLE, "id", 255),
        (Kind.CONTACTS, "subject", 998),
        (Kind.CONTESTS, "contest", 200),
        (Kind.POSTINGS, "author", 255),
        (Kind.MESSAGES, "recipient", 255),
    ],
)
def test_what_tells_records_apart_is_not_taken_cut_off(
    leo: Desk, tmp_path: Path, kind: Kind, heading: str, room: int
) -> None:
    long = "x" * room + "y"
    file = write_csv(tmp_path / "a.csv", [ROWS[kind] | {heading: long}])
    assert take_in_file(leo, file, kind).counts == Counts(read=1, quarantined=1)
    with leo.read() as work:
        (held,) = waiting(work)
        assert held.reason.startswith(f"Its {heading}")
        assert held.reason.endswith(f" is longer than {room} characters.")
        assert work.session.scalars(select(QuarantinedRow.values)).one()[heading] == long
