"""Deciding, and taking a decision back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event, select

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, Conflict, NotAllowed, NotFound, WrongState
from core.postings.actions import approve_postings, escalate_postings, remove_postings
from core.postings.detail import posting_detail
from core.postings.tables import State
from core.postings.undo import undo_batch, undo_decision
from core.progress import Progress
from tests.conftest import Clock
from tests.core.postings.arriving import TakeIn, incoming


def standing(desk: Desk, posting: int) -> tuple[State, str, datetime | None, int | None]:
    from core.postings.tables import Posting  # noqa: PLC0415  # only this look at the row needs the table

    with desk.read() as work:
        row = work.session.get_one(Posting, posting)
        return row.state, row.reason, row.decided_at, row.decided_by


def test_a_removal_keeps_its_reason_who_and_when(five: list[int], moderator: Desk, clock: Clock) -> None:
    with moderator.write() as work:
        changes = remove_postings(work, five[:1], "fraud")
        me = work.actor.id
    assert standing(moderator, five[0]) == (State.REMOVED, "fraud", clock.now, me)
    assert changes.sentence == "Removed 1 posting."
    assert changes.ids == {"posting": frozenset(five[:1])}


def test_a_removal_without_a_reason_is_refused(five: list[int], moderator: Desk) -> None:
    with pytest.raises(BadInput, match="needs a reason"), moderator.write() as work:
        remove_postings(work, five[:1], "")
    assert standing(moderator, five[0])[0] is State.NEW


def test_an_unknown_reason_is_refused_and_the_known_ones_are_named(five: list[int], moderator: Desk) -> None:
    with pytest.raises(BadInput, match="fraud, "), moderator.write() as work:
        remove_postings(work, five[:1], "because")


def test_many_are_decided_at_once_and_taken_back_at_once(take: TakeIn, moderator: Desk) -> None:
    ids = [one for n in range(3) for one in take([incoming(f"{n}-{m}", "x") for m in range(400)]).ids]
    with moderator.write() as work:
        changes = approve_postings(work, ids)
    assert changes.sentence == "Approved 1,200 postings."
    assert changes.undo is not None
    with moderator.write() as work:
        assert changes.undo(work).sentence == "Took back 1,200 decisions."
    assert {standing(moderator, one)[0] for one in (ids[0], ids[600], ids[-1])} == {State.NEW}


def test_deciding_many_costs_statements_by_the_chunk_not_by_the_posting(
    take: TakeIn, moderator: Desk
) -> None:
    ids = take([incoming(f"p-{n}", "x") for n in range(450)]).ids
    statements: list[str] = []
    with moderator.write() as work:
        event.listen(
            work.session.connection(), "before_cursor_execute", lambda *told: statements.append(told[2])
        )
        approve_postings(work, ids)
    assert len(statements) < 20


def test_each_log_entry_of_a_large_decision_lists_at_most_500_ids(take: TakeIn, moderator: Desk) -> None:
    ids = [one for n in range(2) for one in take([incoming(f"{n}-{m}", "x") for m in range(400)]).ids]
    with moderator.write() as work:
        approve_postings(work, ids)
    with moderator.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "postings:posting:approved")
        bodies = [one.decode() for one in work.session.scalars(query)]
        assert verify_log(work, Progress()).ok
    listed = [int(part) for body in bodies for part in body.split('"ids":[')[1].split("]")[0].split(",")]
    assert len(bodies) == 2
    assert listed == ids


def test_undo_restores_the_earlier_decision_exactly(five: list[int], moderator: Desk, clock: Clock) -> None:
    with moderator.write() as work:
        remove_postings(work, five[:1], "spam")
    before = standing(moderator, five[0])
    clock.forward(hours=1)
    with moderator.write() as work:
        approve_postings(work, five[:1])
    clock.forward(hours=1)
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert standing(moderator, five[0]) == before


def test_the_undone_decision_stays_in_the_history_with_who_took_it_back(
    five: list[int], moderator: Desk, signed_in: Callable[[str], Desk], clock: Clock
) -> None:
    with moderator.write() as work:
        approve_postings(work, five[:1])
    clock.forward(minutes=5)
    with signed_in("leo").write() as work:
        undo_decision(work, five[0])
    with moderator.read() as work:
        event_ = posting_detail(work, five[0]).history[-1]
    assert (event_.what, event_.by, event_.undone_by, event_.undone_at) == (
        "Approved", "mia", "leo", clock.now,
    )  # fmt: skip


def test_undo_is_refused_once_something_newer_was_decided(
    five: list[int], moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with moderator.write() as work:
        changes = approve_postings(work, five)
    with signed_in("leo").write() as work:
        remove_postings(work, five[2:3], "fraud")
    assert changes.undo is not None
    with (
        pytest.raises(Conflict, match=f"Posting {five[2]}: leo removed this just now: Fraud or a scam"),
        moderator.write() as work,
    ):
        changes.undo(work)
    assert standing(moderator, five[0])[0] is State.APPROVED


def test_undo_is_refused_once_the_author_edited_the_posting(take: TakeIn, moderator: Desk) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        approve_postings(work, [posting])
    take([incoming("p-1", "two")])
    with pytest.raises(Conflict, match="its author changed this just now"), moderator.write() as work:
        undo_decision(work, posting)


def test_one_undo_of_a_batch_leaves_the_rest_to_be_undone_together(five: list[int], moderator: Desk) -> None:
    with moderator.write() as work:
        changes = approve_postings(work, five)
    with moderator.write() as work:
        undo_decision(work, five[0])
    assert changes.undo is not None
    with moderator.write() as work:
        assert changes.undo(work).sentence == "Took back 4 decisions."


def test_there_is_nothing_to_take_back_twice(five: list[int], moderator: Desk) -> None:
    with moderator.write() as work:
        approve_postings(work, five[:1])
    with moderator.write() as work:
        undo_decision(work, five[0])
    with pytest.raises(NotFound), moderator.write() as work:
        undo_decision(work, five[0])
    with pytest.raises(NotFound), moderator.write() as work:
        undo_batch(work, "no such batch")


def test_what_came_after_the_decision_that_was_seen_is_not_taken_back(
    five: list[int], moderator: Desk, lead: Desk
) -> None:
    with moderator.write() as work:
        approve_postings(work, five[:1])
    with moderator.read() as work:
        seen = posting_detail(work, five[0]).version
    with lead.write() as work:
        remove_postings(work, five[:1], "spam")
    with pytest.raises(Conflict, match="leo removed this just now: Spam"), moderator.write() as work:
        undo_decision(work, five[0], seen)
    assert standing(moderator, five[0])[0] is State.REMOVED


def test_a_posting_that_changed_since_it_was_read_is_not_decided(
    five: list[int], moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with signed_in("leo").write() as work:
        approve_postings(work, five[:1])
    with pytest.raises(Conflict, match="leo approved this just now"), moderator.write() as work:
        remove_postings(work, five[:2], "spam", seen={five[0]: 1, five[1]: 1})
    assert standing(moderator, five[1])[0] is State.NEW


def test_an_edit_since_it_was_read_is_told_as_the_authors(take: TakeIn, moderator: Desk) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    take([incoming("p-1", "two")])
    with pytest.raises(Conflict, match="its author changed this just now"), moderator.write() as work:
        approve_postings(work, [posting], seen={posting: 1})


def test_those_that_stand_so_already_are_left_alone_and_told_of(five: list[int], moderator: Desk) -> None:
    with moderator.write() as work:
        approve_postings(work, five[:2])
    with moderator.write() as work:
        assert approve_postings(work, five).sentence == "Approved 3 postings. 2 stood so already."
    with pytest.raises(WrongState, match="already approved"), moderator.write() as work:
        approve_postings(work, five)


def test_an_officer_decides_escalated_postings_only(five: list[int], moderator: Desk, officer: Desk) -> None:
    with moderator.write() as work:
        escalate_postings(work, five[:1], "Might be a forged licence")
    with pytest.raises(NotAllowed, match="escalated postings only"), officer.write() as work:
        approve_postings(work, five[1:2])
    with officer.write() as work:
        remove_postings(work, five[:1], "counterfeit")
    with officer.write() as work:
        undo_decision(work, five[0])
    with pytest.raises(NotAllowed), officer.write() as work:
        undo_decision(work, five[0])
    assert standing(officer, five[0])[0] is State.ESCALATED


def test_an_auditor_reads_and_decides_nothing(five: list[int], auditor: Desk) -> None:
    with auditor.read() as work:
        assert posting_detail(work, five[0]).texts["title"] == "An offer"
    with pytest.raises(NotAllowed), auditor.write() as work:
        approve_postings(work, five[:1])


def test_an_id_that_is_nowhere_stops_the_whole_decision(five: list[int], moderator: Desk) -> None:
    with pytest.raises(NotFound, match="999"), moderator.write() as work:
        approve_postings(work, [*five, 999])
    with pytest.raises(BadInput, match="Choose a posting"), moderator.write() as work:
        approve_postings(work, [])
    assert standing(moderator, five[0])[0] is State.NEW
