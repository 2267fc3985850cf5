"""What the site hears of decisions: withdrawn, shown again, and nothing besides (C21, C29)."""

from dataclasses import replace

from core.desk import Desk
from core.people.arrival import Outcome
from core.postings.actions import Ruling, decide, escalate_postings, remove_postings
from core.postings.messages import open_message
from core.postings.tables import Kind, Verdict
from core.postings.undo import undo_decision
from tests.core.feed.conftest import approve, arrive, page, remove, told
from tests.core.postings.arriving import incoming, letter

WITHDRAW, RESTORE = ("withdraw", "postings", "p-1"), ("restore", "postings", "p-1")


def test_a_removal_is_told_with_its_reason_and_clause_in_the_same_commit(
    five: list[int], moderator: Desk, site: Desk
) -> None:
    remove(moderator, five[0], reason="fraud")
    (row,) = page(site).rows
    assert (row.kind, row.record, row.external_id) == WITHDRAW
    assert (row.reason, row.clause, row.at) == ("fraud", "C29", moderator.clock())
    assert (row.address, row.values, row.cleared) == ("", {}, False)


def test_what_is_decided_without_a_removal_tells_the_site_nothing(
    five: list[int], moderator: Desk, officer: Desk, site: Desk
) -> None:
    approve(moderator, *five[:3])
    with moderator.write() as work:
        escalate_postings(work, five[3:])
    approve(officer, five[3])
    assert told(site) == []


def test_many_removed_at_once_are_told_in_their_order(five: list[int], moderator: Desk, site: Desk) -> None:
    remove(moderator, *reversed(five))
    assert told(site) == [("withdraw", "postings", f"p-{n}") for n in range(1, 6)]


def test_an_undone_removal_is_shown_again(five: list[int], moderator: Desk, site: Desk) -> None:
    with moderator.write() as work:
        changes = remove_postings(work, five[:2], "spam")
    assert changes.undo is not None
    with moderator.write() as work:
        changes.undo(work)
    assert told(site)[2:] == [("restore", "postings", "p-1"), ("restore", "postings", "p-2")]


def test_a_posting_removed_restored_and_removed_is_told_each_time(
    five: list[int], moderator: Desk, site: Desk
) -> None:
    remove(moderator, five[0])
    approve(moderator, five[0])
    remove(moderator, five[0])
    assert told(site) == [WITHDRAW, RESTORE, WITHDRAW]


def test_another_reason_is_told_and_its_undo_too(five: list[int], moderator: Desk, site: Desk) -> None:
    remove(moderator, five[0], reason="spam")
    remove(moderator, five[0], reason="fraud")
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert told(site) == [WITHDRAW, WITHDRAW, WITHDRAW]
    assert [one.reason for one in page(site).rows] == ["spam", "fraud", "spam"]


def test_an_undone_approval_withdraws_again(five: list[int], moderator: Desk, site: Desk) -> None:
    remove(moderator, five[0], reason="fraud")
    approve(moderator, five[0])
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert told(site) == [WITHDRAW, RESTORE, WITHDRAW]
    assert page(site).rows[-1].reason == "fraud"


def test_an_edited_posting_stays_withdrawn_until_it_is_approved(
    five: list[int], lead: Desk, moderator: Desk, site: Desk
) -> None:
    remove(moderator, five[0])
    arrive(lead, [incoming("p-1", "Quite other words")])
    assert told(site) == [WITHDRAW]
    approve(moderator, five[0])
    assert told(site) == [WITHDRAW, RESTORE]


def test_a_correction_beside_the_words_leaves_a_removal_told_and_taken_back_as_before(
    five: list[int], lead: Desk, moderator: Desk, site: Desk
) -> None:
    remove(moderator, five[0])
    moved = replace(incoming("p-1", "A logo for shop number 1"), category="Art", digest="f" * 64)
    assert arrive(lead, [moved]).outcomes == (Outcome.UPDATED,)
    assert told(site) == [WITHDRAW]
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert told(site) == [WITHDRAW, RESTORE]


def test_an_edited_posting_removed_again_for_the_same_reason_is_told_again(
    five: list[int], lead: Desk, moderator: Desk, site: Desk
) -> None:
    remove(moderator, five[0])
    arrive(lead, [incoming("p-1", "Quite other words")])
    remove(moderator, five[0])
    assert told(site) == [WITHDRAW, WITHDRAW]
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert told(site) == [WITHDRAW, WITHDRAW], "the removal of the old words stands: nothing to show again"


def test_an_escalated_removal_stays_withdrawn_until_the_officer_approves(
    five: list[int], moderator: Desk, officer: Desk, site: Desk
) -> None:
    remove(moderator, five[0])
    with moderator.write() as work:
        escalate_postings(work, [five[0]])
    assert told(site) == [WITHDRAW]
    approve(officer, five[0])
    assert told(site) == [WITHDRAW, RESTORE]


def test_a_removed_message_is_withdrawn_from_its_recipient(lead: Desk, moderator: Desk, site: Desk) -> None:
    (message,) = arrive(lead, [letter("d-1", "Send me your codes")], Kind.MESSAGE).ids
    with moderator.write() as work:
        open_message(work, message, "A rule struck")
        decide(work, [message], Ruling(Verdict.REMOVE, "credentials"))
    (row,) = page(site).rows
    assert (row.kind, row.record, row.external_id, row.clause) == ("withdraw", "messages", "d-1", "C21")


def test_many_more_than_one_statement_takes_are_told_without_a_gap(
    lead: Desk, moderator: Desk, site: Desk
) -> None:
    ids = list(arrive(lead, [incoming(f"q-{n}", f"Logo {n}") for n in range(1_100)]).ids)
    remove(moderator, *ids)
    rows = page(site, limit=2_000).rows
    assert [one.external_id for one in rows] == [f"q-{n}" for n in range(1_100)]
    assert [int(one.id[:12]) for one in rows] == list(range(1, 1_101))
