"""The text index: asked by one function, kept by the batch, and rid of what it must forget."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import column, select, text

from core.audit.log import record
from core.db.search import expression, forget, index, is_of_index, match
from core.desk import Desk
from core.postings.queries import PostingFilter, postings
from tests.core.postings.arriving import TakeIn, incoming


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("one two", '"one" "two"*'),
        ('"one two" three', '"one two" "three"*'),
        ('three "one two"', '"three" "one two"'),
        ("a-b@c.d", '"a-b@c.d"*'),
        ('say "hi', '"say" "hi"*'),
        ("NEAR(a, b)", '"NEAR(a," "b)"*'),
        ("  ", ""),
        ("?! * -", ""),
    ],
)
def test_a_query_becomes_quoted_phrases(query: str, asked: str) -> None:
    assert expression(query) == asked


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), max_size=40))
def test_no_query_whatever_is_an_error(moderator: Desk, query: str) -> None:
    with moderator.read() as work:
        work.session.execute(select(text("1")).where(match(query, column("0", is_literal=True)))).all()


def test_what_is_forgotten_is_found_no_more_and_can_be_indexed_again(take: TakeIn, lead: Desk) -> None:
    ids = take([incoming(f"p-{n}", f"unheard{n} of") for n in range(3)]).ids
    with lead.write() as work:
        forget(work, ids[:2])
        assert postings(PostingFilter(text="unheard0")).total(work) == 0
        assert postings(PostingFilter(text="unheard2")).total(work) == 1
        index(work, ids[:1])
        assert postings(PostingFilter(text="unheard0")).total(work) == 1
        record(work, "test:index:changed", ("posting", 0))


@pytest.mark.embedded
def test_no_page_of_the_index_keeps_a_forgotten_word(take: TakeIn, lead: Desk) -> None:
    ids = take([incoming(f"p-{n}", f"forgettable{n} words") for n in range(200)]).ids
    take([incoming("q", "words that stay")])
    with lead.write() as work:
        forget(work, ids)
        record(work, "test:index:changed", ("posting", 0))
    with lead.read() as work:
        pages = list(work.session.scalars(text("SELECT block FROM posting_search_data")))
        pages += work.session.scalars(text("SELECT CAST(term AS BLOB) FROM posting_search_idx"))
    assert not any(b"forgettable" in page for page in pages)
    assert any(b"stay" in page for page in pages)


@pytest.mark.embedded
def test_the_index_holds_one_entry_a_record_and_no_text_of_its_own(take: TakeIn, lead: Desk) -> None:
    take([incoming(f"p-{n}", "x") for n in range(7)])
    with lead.read() as work:
        assert work.session.scalar(text("SELECT count(*) FROM posting_search_docsize")) == 7
        tables = work.session.scalars(
            text("SELECT name FROM sqlite_master WHERE name LIKE 'posting_search%'")
        )
        names = set(tables)
    assert "posting_search_content" not in names
    assert all(is_of_index(one) for one in names)
