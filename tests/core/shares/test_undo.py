"""Taking back a step by which nothing left the desk."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.changes import Changes
from core.desk import Desk
from core.errors import Conflict, NotAllowed, NotFound, WrongState
from core.people.actions import opt_out
from core.shares import actions
from core.shares.detail import ShareDetail, share_detail
from core.shares.rules import last_taken
from core.shares.tables import ShareRecord, ShareState
from core.shares.undo import undo_step
from tests.conftest import Clock
from tests.core.shares.conftest import Shift

S = ShareState


def seen(desk: Desk, share: int) -> ShareDetail:
    with desk.read() as work:
        return share_detail(work, share)


def undone(desk: Desk, changes: Changes) -> Changes:
    assert changes.undo is not None
    with desk.write() as work:
        return changes.undo(work)


def approved(shift: Shift) -> tuple[int, Changes]:
    share = shift.proposed()
    with shift.pia.write() as work:
        return share, actions.approve_share(work, share)


def test_an_approval_is_taken_back_and_what_it_froze_is_free_again(shift: Shift) -> None:
    share, changes = approved(shift)
    told = undone(shift.pia, changes)
    assert told.sentence == f"Took back the approval of share {share}; it is submitted again."
    after = seen(shift.pia, share)
    assert (after.state, after.expires_at, after.frozen_digest) == (S.SUBMITTED, None, "")
    with shift.pia.read() as work:
        assert work.session.scalar(select(func.count()).select_from(ShareRecord)) == 0
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()
        assert last.action == "shares:share:step-taken-back"
        assert verify_log(work).ok
    assert (after.history[-1].who, after.history[-1].note) == ("pia", "The approval was taken back.")


def test_the_next_approval_judges_and_freezes_anew(shift: Shift) -> None:
    share, changes = approved(shift)
    before = seen(shift.pia, share).records
    undone(shift.pia, changes)
    with shift.olga.write() as work:
        opt_out(work, shift.people["Anna"])
        actions.approve_share(work, share)
    assert seen(shift.olga, share).records == before - 1


def test_only_whoever_approved_takes_it_back(shift: Shift) -> None:
    share, _ = approved(shift)
    words = "pia took that step; only pia takes it back"
    with pytest.raises(NotAllowed, match=words), shift.olga.write() as work:
        undo_step(work, share)
    with pytest.raises(NotAllowed, match="As a lead you may not approve"), shift.leo.write() as work:
        undo_step(work, share)
    assert seen(shift.leo, share).state is S.APPROVED


def test_a_moderator_takes_back_nothing(shift: Shift, signed_in: Callable[[str], Desk]) -> None:
    share, _ = approved(shift)
    with pytest.raises(NotAllowed, match="As a moderator"), signed_in("mia").write() as work:
        undo_step(work, share)


def test_what_was_executed_meanwhile_stays_approved_and_executed(shift: Shift) -> None:
    share, changes = approved(shift)
    shift.executed(share)
    with pytest.raises(Conflict, match="pia executed this just now; it is executed now"):
        undone(shift.pia, changes)
    with pytest.raises(WrongState, match="This share is executed"), shift.pia.write() as work:
        undo_step(work, share)


def test_an_approval_whose_time_is_over_is_not_taken_back(shift: Shift, clock: Clock) -> None:
    share, _ = approved(shift)
    clock.forward(days=7)
    with pytest.raises(WrongState, match="This share is expired"), shift.pia.write() as work:
        undo_step(work, share)


def test_each_later_step_is_taken_back_to_the_one_before(shift: Shift) -> None:
    share, _ = approved(shift)
    shift.executed(share)
    steps = (actions.deliver_share, actions.attest_share, actions.close_share)
    for verb, back in zip(steps, (S.EXECUTED, S.DELIVERED, S.ATTESTED), strict=True):
        with shift.olga.write() as work:
            changes = verb(work, share)
        undone(shift.olga, changes)
        assert seen(shift.olga, share).state is back
        with shift.olga.write() as work:
            verb(work, share)


def test_what_was_revoked_stands_revoked_again_when_its_attestation_is_taken_back(shift: Shift) -> None:
    share, _ = approved(shift)
    shift.executed(share)
    with shift.pia.write() as work:
        actions.revoke_share(work, share)
        changes = actions.attest_share(work, share)
    undone(shift.pia, changes)
    assert seen(shift.pia, share).state is S.REVOKED


def test_a_submission_taken_back_is_a_draft_again(shift: Shift) -> None:
    share = shift.proposed()
    with pytest.raises(NotAllowed, match="leo took that step"), shift.pia.write() as work:
        undo_step(work, share)
    with shift.leo.write() as work:
        undo_step(work, share)
    after = seen(shift.leo, share)
    assert (after.state, after.submitted_by) == (S.DRAFT, None)


def test_a_share_that_is_not_there_has_nothing_to_take_back(shift: Shift) -> None:
    with pytest.raises(NotFound, match="no share 77"), shift.pia.write() as work:
        undo_step(work, 77)


def test_a_step_taken_back_is_nobodys_step() -> None:
    history = [(S.DRAFT, 1), (S.SUBMITTED, 1), (S.APPROVED, 2), (S.SUBMITTED, 2)]
    assert last_taken(history, S.SUBMITTED) == (S.DRAFT, 1)
    again = [*history, (S.APPROVED, 3), (S.EXECUTED, 3), (S.APPROVED, 0)]
    assert last_taken(again, S.APPROVED) == (S.SUBMITTED, 3)
