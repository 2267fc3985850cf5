"""Screening again: with other rules the risk and the hits follow, decisions stay."""

import pytest

from core.desk import Desk
from core.errors import NotAllowed
from core.postings.actions import approve_postings
from core.postings.detail import posting_detail
from core.postings.messages import open_message
from core.postings.screening import live_screener, screen_batch, to_screen
from core.postings.tables import Kind, State
from core.text.matching import Screener
from core.text.rules import load_rule_set
from tests.core.postings.arriving import TakeIn, incoming, letter

GNOMES = Screener(
    load_rule_set("""
name = "gnomes"
version = "1"
[[rules]]
id = "gnome"
title = "A gnome"
reason = "spam"
clause = "C21"
weight = 30
words = ["gnome"]
""")
)


def test_only_what_these_rules_have_not_seen_waits_for_them(take: TakeIn, lead: Desk) -> None:
    take([incoming("a", "gnome")])
    with lead.read() as work:
        assert to_screen(work, live_screener()) == 0
        assert to_screen(work, live_screener(), everything=True) == 1
        assert to_screen(work, GNOMES) == 1


def test_other_rules_give_other_hits_and_leave_the_decision(
    take: TakeIn, lead: Desk, moderator: Desk
) -> None:
    first, second = take([incoming("a", "Pay by Western Union"), incoming("b", "two gnome, one gnome")]).ids
    with moderator.write() as work:
        approve_postings(work, [first, second])
    with lead.write() as work:
        done = screen_batch(work, GNOMES)
    assert (done.postings, done.hits, done.last) == (2, 2, second)
    with lead.read() as work:
        before, after = posting_detail(work, first), posting_detail(work, second)
        assert to_screen(work, GNOMES) == 0
    assert (before.risk, before.hits, before.state) == (0, [], State.APPROVED)
    assert (after.risk, {hit.rule for hit in after.hits}, after.screened_with) == (30, {"gnome"}, "gnomes 1")


def test_a_batch_goes_on_where_the_last_one_ended(take: TakeIn, lead: Desk) -> None:
    ids = [one for n in range(2) for one in take([incoming(f"{n}-{m}", "x") for m in range(300)]).ids]
    with lead.write() as work:
        first = screen_batch(work, live_screener(), everything=True)
    with lead.write() as work:
        rest = screen_batch(work, live_screener(), after=first.last, everything=True)
    with lead.write() as work:
        none = screen_batch(work, live_screener(), after=rest.last, everything=True)
    assert (first.postings, rest.postings, none.postings) == (500, 100, 0)
    assert (first.last, rest.last) == (ids[499], ids[599])


def test_messages_are_screened_as_postings_are(take: TakeIn, lead: Desk) -> None:
    (message,) = take([letter("m", "Pay by Western Union")], Kind.MESSAGE).ids
    with lead.read() as work:
        detail = posting_detail(work, message)
    assert detail.locked
    assert detail.risk > 0
    assert not detail.hits  # what struck would tell what it says
    with lead.write() as work:
        open_message(work, message, "a complaint about it came in")
    with lead.read() as work:
        opened = posting_detail(work, message)
    assert {hit.rule for hit in opened.hits} == {"untraceable-payment"}


def test_a_moderator_screens_nothing_again(moderator: Desk) -> None:
    with pytest.raises(NotAllowed), moderator.write() as work:
        screen_batch(work, live_screener())
