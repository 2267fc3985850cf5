"""Taking a step back: the share stands as before it, and log and history keep both."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import delete, select

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import Work, WriteWork
from core.errors import NotAllowed, WrongState
from core.shares.rules import MOVES, TAKEN_BACK, last_taken, not_taken_back, standing
from core.shares.steps import done, note_step, share_seen
from core.shares.tables import Share, ShareRecord, ShareState, ShareStep
from core.staff.accounts import staff_names
from core.staff.roles import Permission, require

WORDS: Mapping[ShareState, str] = {
    ShareState.SUBMITTED: "submission",
    ShareState.APPROVED: "approval",
    ShareState.DELIVERED: "delivery",
    ShareState.ATTESTED: "return or destruction",
    ShareState.CLOSED: "closing",
}


def undo_step(work: WriteWork, share_id: int, *, seen: int | None = None) -> Changes:
    """Take back the last step with a share, by whoever took it; `seen` is the version they looked at.

    Raises NotFound, Conflict when someone changed it since, WrongState when that step cannot be taken back
    (its file has left, or it was refused), NotAllowed for anybody else.
    """
    share = share_seen(work, share_id, Permission.PROPOSE_SHARES, seen)
    state = standing(share.state, share.expires_at, work.now)
    if sentence := not_taken_back(state):
        raise WrongState(sentence)
    require(work, MOVES[TAKEN_BACK[state]].permission)
    before = _before(work, share)
    if state is ShareState.APPROVED:
        _thaw(work, share)
    _stand_again(work, share, before)
    record(work, "shares:share:step-taken-back", ("share", share.id), step=state.value, state=before.value)
    return done(share, f"Took back the {WORDS[state]} of share {share.id}; it is {before.value} again.")


def undoable(share: Share, sentence: str) -> Changes:
    """Return what a step changed, with the way back."""
    changes = done(share, sentence)
    return Changes(sentence, changes.ids, partial(undo_step, share_id=share.id, seen=share.version))


def _before(work: Work, share: Share) -> ShareState:
    """Return the state before the last step; raises NotAllowed where somebody else took it."""
    query = select(ShareStep.state, ShareStep.staff_id).where(ShareStep.share_id == share.id)
    history = [(one.state, one.staff_id) for one in work.session.execute(query.order_by(ShareStep.id))]
    before, who = last_taken(history, share.state)
    if who != work.actor.id:
        name = staff_names(work).get(who, "Somebody else")
        raise NotAllowed(f"{name} took that step; only {name} takes it back.")
    return before


def _thaw(work: WriteWork, share: Share) -> None:
    """Free what the approval froze; the next one judges and freezes anew."""
    work.session.execute(delete(ShareRecord).where(ShareRecord.share_id == share.id))
    share.frozen_digest = ""
    share.decided_by = share.decided_at = share.expires_at = None


def _stand_again(work: WriteWork, share: Share, before: ShareState) -> None:
    said = f"The {WORDS[share.state]} was taken back."
    if before is ShareState.DRAFT:
        share.submitted_by = share.submitted_at = None
    share.state = before
    share.version += 1
    note_step(work, share, said)
