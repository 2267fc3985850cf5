"""The list: order, filters, search, and that each order has an index behind it."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from core.db.ids import CHUNK, FIRST_CHUNK
from core.desk import Desk
from core.postings.actions import approve_postings, remove_postings
from core.postings.queries import (
    SORTS,
    PostingFilter,
    categories,
    counts_by_state,
    hits_of,
    postings,
)
from core.postings.tables import Kind, State
from tests.core.postings.arriving import TakeIn, incoming, letter

FRAUD = "Pay the refundable registration fee of $49 by Western Union before we start"
MILD = "Contact me on WhatsApp only"


@pytest.fixture
def mixed(take: TakeIn) -> list[int]:
    bodies = ["A garden fence", MILD, FRAUD, "A garden gnome", FRAUD]
    return list(take([incoming(f"p-{n}", body, title=f"Title {9 - n}") for n, body in enumerate(bodies)]).ids)


def ids(desk: Desk, narrowed: PostingFilter | None = None, **sorting: object) -> list[int]:
    with desk.read() as work:
        listing = postings(narrowed or PostingFilter(), **sorting)  # type: ignore[arg-type]  # as the caller says
        return [one.id for one in listing.first(work, 100)]


def test_the_riskiest_come_first_and_equal_ones_by_arrival(mixed: list[int], moderator: Desk) -> None:
    first, mild, fraud, gnome, fraud_again = mixed
    assert ids(moderator) == [fraud, fraud_again, mild, first, gnome]


def test_a_list_tells_which_of_some_ids_are_still_in_it(mixed: list[int], moderator: Desk) -> None:
    with moderator.write() as work:
        approve_postings(work, mixed[:1])
    with moderator.read() as work:
        assert postings(PostingFilter(state=State.NEW)).still(work, [*mixed[:2], 9_999]) == {mixed[1]}


@pytest.mark.parametrize("many", [FIRST_CHUNK - 1, FIRST_CHUNK, FIRST_CHUNK + 1, FIRST_CHUNK + CHUNK // 2])
def test_a_list_of_any_length_is_read_whole_and_in_its_order(
    many: int, take: TakeIn, moderator: Desk
) -> None:
    came = list(take([incoming(f"p-{n}", "A garden fence") for n in range(many)]).ids)
    with moderator.read() as work:
        read = [list(chunk) for chunk in postings(sort="id").chunks(work)]
    assert len(read[0]) == min(many, FIRST_CHUNK)
    assert [one for chunk in read for one in chunk] == came[::-1]


def test_every_order_turns_round(mixed: list[int], moderator: Desk) -> None:
    for sort in set(SORTS) - {"risk"}:
        down = ids(moderator, sort=sort, descending=True)
        assert down == ids(moderator, sort=sort, descending=False)[::-1]
    assert ids(moderator, sort="title", descending=False) == mixed[::-1]


def test_filters_narrow_by_state_kind_reason_family_and_risk(
    mixed: list[int], take: TakeIn, moderator: Desk
) -> None:
    (message,) = take([letter("m-1", "hello")], Kind.MESSAGE).ids
    with moderator.write() as work:
        remove_postings(work, mixed[2:3], "fraud")
        remove_postings(work, mixed[1:2], "spam")
        approve_postings(work, mixed[:1])
    assert ids(moderator, PostingFilter(state=State.APPROVED)) == mixed[:1]
    assert ids(moderator, PostingFilter(kind=Kind.MESSAGE)) == [message]
    assert ids(moderator, PostingFilter(reason="spam")) == mixed[1:2]
    assert ids(moderator, PostingFilter(family="legal")) == mixed[2:3]
    assert ids(moderator, PostingFilter(family="terms")) == mixed[1:2]
    assert set(ids(moderator, PostingFilter(min_risk=60))) == {mixed[2], mixed[4]}
    assert ids(moderator, PostingFilter(category="Nowhere")) == []


def test_counts_tell_zeros_too(mixed: list[int], take: TakeIn, moderator: Desk) -> None:
    take([letter("m-1", "hello")], Kind.MESSAGE)
    with moderator.write() as work:
        approve_postings(work, mixed[:2])
    with moderator.read() as work:
        counts = counts_by_state(work)
        assert (counts[State.NEW], counts[State.APPROVED], counts[State.REMOVED]) == (4, 2, 0)
        assert categories(work) == ["Design"]


def test_hits_come_with_their_rule_and_place(mixed: list[int], moderator: Desk) -> None:
    with moderator.read() as work:
        found = hits_of(work, mixed)
    assert found[mixed[0]] == []
    assert {hit.field for hit in found[mixed[2]]} == {"body"}
    assert all(hit.clause == "C21" and hit.end > hit.start for hit in found[mixed[2]])


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("garden", {0, 3}),
        ("GARDEN gnome", {3}),
        ("gard", {0, 3}),
        ("gard fence", set()),
        ('"garden gnome"', {3}),
        ('"gnome garden"', set()),
        ("whatsapp", {1}),
        ("p-3", {3}),
        ("title NOT fence", set()),
        ("fence OR gnome", set()),
        ('"', set()),
        ("***", set()),
        ("who:garden", set()),
        ("garden) AND (fence", set()),
        ("garden*", {0, 3}),
        ("^garden", {0, 3}),
        ("\x00garden", {0, 3}),
        ("\ud800garden", {0, 3}),
        ('fence"', {0}),
    ],
)
def test_what_a_person_types_is_words_never_syntax(
    query: str, finds: set[int], mixed: list[int], moderator: Desk
) -> None:
    assert set(ids(moderator, PostingFilter(text=query))) == {mixed[one] for one in finds}


def test_search_knows_accents_addresses_and_authors(take: TakeIn, moderator: Desk) -> None:
    first, second = take(
        [
            incoming("a", "Crème brûlée for Ångström", author="Zoë"),
            incoming("b", "Write to jane.doe@example.com, not to doe.jane@example.com"),
        ]
    ).ids
    assert ids(moderator, PostingFilter(text="creme angstrom")) == [first]
    assert ids(moderator, PostingFilter(text="zoe")) == [first]
    assert ids(moderator, PostingFilter(text="jane.doe@example.com")) == [second]
    assert ids(moderator, PostingFilter(text="jane.doe@exam")) == [second]
    assert ids(moderator, PostingFilter(text="example.jane@com")) == []


def plan_of(desk: Desk, narrowed: PostingFilter) -> list[str]:
    with desk.read() as work:
        query = postings(narrowed, "received").select_ids
        sql = query.compile(work.session.get_bind(), compile_kwargs={"literal_binds": True})
        return [row[3] for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]


@pytest.mark.embedded
@pytest.mark.parametrize("state", [None, State.NEW])
def test_the_newest_that_hold_a_word_are_read_from_the_words_index_in_its_order(
    state: State | None, signed_in: Callable[[str], Desk]
) -> None:
    plan = plan_of(signed_in("mia"), PostingFilter(text="seahorse", state=state))
    assert plan[0].startswith("SCAN posting_search VIRTUAL TABLE")
    assert plan[1:] == ["SEARCH posting USING INTEGER PRIMARY KEY (rowid=?)"]


@pytest.mark.embedded
def test_an_address_is_found_without_a_look_at_every_posting(signed_in: Callable[[str], Desk]) -> None:
    plan = plan_of(signed_in("mia"), PostingFilter(text="ida@example.com"))
    assert "SCAN posting" not in plan
    for column in ("author", "recipient"):
        assert any(f"ix_posting_{column}_address" in one for one in plan), plan


@pytest.mark.embedded
@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("narrowed", [PostingFilter(), PostingFilter(state=State.NEW)])
def test_every_order_walks_an_index(
    sort: str, narrowed: PostingFilter, signed_in: Callable[[str], Desk]
) -> None:
    with signed_in("mia").read() as work:
        query = postings(narrowed, sort).select_ids
        sql = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    assert "USING" in plan[0] or (plan[0] == "SCAN posting" and sort in {"id", "received"}), plan
    if not narrowed.state:
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan
