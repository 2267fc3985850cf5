"""Figures for the Overview: by day, and how long a decision takes."""

from datetime import date, timedelta

from core.desk import Desk
from core.postings.actions import approve_postings
from core.postings.figures import daily_counts, decided_median
from core.postings.undo import undo_decision
from tests.conftest import Clock
from tests.core.postings.arriving import TakeIn, incoming


def test_each_of_the_last_days_is_counted_zeros_too(take: TakeIn, moderator: Desk, clock: Clock) -> None:
    old = take([incoming("a", "x"), incoming("b", "x")]).ids
    clock.forward(days=2)
    take([incoming("c", "x")])
    with moderator.write() as work:
        approve_postings(work, old)
    with moderator.read() as work:
        counts = daily_counts(work, 4)
    assert [(one.day, one.received, one.decided) for one in counts] == [
        (date(2026, 11, 19), 0, 0),
        (date(2026, 11, 20), 2, 0),
        (date(2026, 11, 21), 0, 0),
        (date(2026, 11, 22), 1, 2),
    ]


def test_a_decision_taken_back_counts_no_more(take: TakeIn, moderator: Desk) -> None:
    (posting,) = take([incoming("a", "x")]).ids
    with moderator.write() as work:
        approve_postings(work, [posting])
    with moderator.write() as work:
        undo_decision(work, posting)
    with moderator.read() as work:
        assert daily_counts(work, 1)[0].decided == 0
        assert decided_median(work) is None


def test_the_median_is_the_middle_time_from_receipt_to_decision(
    take: TakeIn, moderator: Desk, clock: Clock
) -> None:
    ids = take([incoming(f"p-{n}", "x") for n in range(3)]).ids
    for posting, minutes in zip(ids, (10, 20, 400), strict=True):
        clock.forward(minutes=minutes)
        with moderator.write() as work:
            approve_postings(work, [posting])
    with moderator.read() as work:
        assert decided_median(work) == timedelta(minutes=30)
