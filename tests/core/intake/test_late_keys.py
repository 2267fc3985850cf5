"""JSON Lines whose keys first appear late in the file: what they say counts as if they stood in every row."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.desk import Desk
from core.intake.placing import Counts
from core.intake.quarantine import waiting
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.trial import try_file
from core.people.queries import masked_person, people_at, values_of
from core.postings.tables import Posting, PostingHit, PostingText
from tests.core.intake.files import write_json_lines

SignIn = Callable[[str], Desk]
Row = dict[str, str]
BEFORE = 1000


def member(number: int) -> Row:
    return {"id": f"u{number}", "name": "Ines Farkas", "email": f"ines{number}@example.org", "role": "buyer"}


def entry(number: int) -> Row:
    return member(number) | {"contest": "Desk"}


@pytest.mark.parametrize(("kind", "row"), [(Kind.PEOPLE, member), (Kind.CONTESTS, entry)])
def test_an_opt_out_and_a_child_s_age_count_though_no_row_before_has_such_a_key(
    signed_in: SignIn, tmp_path: Path, kind: Kind, row: Callable[[int], Row]
) -> None:
    rows = [row(number) for number in range(1, BEFORE + 1)]
    rows += [row(1001) | {"opted_out": "yes"}, row(1002) | {"age": "9"}]
    leo, file = signed_in("leo"), write_json_lines(tmp_path / "late.jsonl", rows)
    told = Counts(read=1002, stored=1001, quarantined=1)
    assert try_file(leo, file, kind) == told
    assert take_in_file(leo, file, kind).counts == told
    with leo.read() as work:
        assert [one.clause for one in waiting(work)] == ["C24"]
        (out,) = people_at(work, "ines1001@example.org")
        assert masked_person(work, out).opted_out_at is not None


def test_what_else_stands_with_a_person_is_kept_though_no_row_before_has_it(
    signed_in: SignIn, tmp_path: Path
) -> None:
    rows = [*(member(number) for number in range(1, BEFORE + 1)), member(1001) | {"shoe size": "38"}]
    leo = signed_in("leo")
    take_in_file(leo, write_json_lines(tmp_path / "late.jsonl", rows), Kind.PEOPLE)
    with leo.read() as work:
        (last,) = people_at(work, "ines1001@example.org")
        assert values_of(work, last).records[0].extra == {"shoe size": "38"}


def postings() -> Iterable[Row]:
    yield from ({"id": f"p{number}", "body": "Three drafts of a logo"} for number in range(1, BEFORE + 2))
    scam = "Pay a refundable registration fee by Western Union before we start."
    yield {"id": "p1002", "body": "Three drafts of a logo", "how to apply": scam}


def test_a_text_under_a_key_that_no_posting_before_has_is_stored_and_screened(
    signed_in: SignIn, tmp_path: Path
) -> None:
    leo = signed_in("leo")
    take_in_file(leo, write_json_lines(tmp_path / "late.jsonl", postings()), Kind.POSTINGS)
    columns = select(Posting.external_id, PostingText.text.contains("Western Union")).join(PostingText)
    with leo.read() as work:
        found = work.session.execute(columns.where(PostingText.field == "how to apply")).all()
        struck = work.session.scalars(select(PostingHit.field)).all()
    assert [tuple(one) for one in found] == [("p1002", True)]
    assert set(struck) == {"how to apply"}
