"""Moving a share from state to state: permission, four eyes, rule, step in its history."""

from sqlalchemy import select

from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import Conflict, NotAllowed, NotFound, WrongState
from core.shares.rules import MOVES, Step, refusal, standing, why_not
from core.shares.tables import Share, ShareState, ShareStep
from core.staff.last_hand import AGAIN, ago, name_of
from core.staff.roles import Permission, require


def share_for(work: Work, share_id: int, step: Step, seen: int | None) -> Share:
    """Return a share that this person may take this step with; `seen` is the version they looked at.

    Raises NotFound, NotAllowed, Conflict when someone changed it since, WrongState.
    """
    share = share_seen(work, share_id, MOVES[step].permission, seen)
    state = standing(share.state, share.expires_at, work.now)
    if sentence := refusal(step, state, left=share.executed_at is not None):
        raise WrongState(sentence)
    _may(work, share, step, state)
    return share


def share_seen(work: Work, share_id: int, permission: Permission, seen: int | None) -> Share:
    """Return a share to change, as it was seen.

    Raises NotAllowed without the permission, NotFound, Conflict when someone changed it since.
    """
    require(work, permission)
    share = work.session.scalar(select(Share).where(Share.id == share_id))
    if share is None:
        raise NotFound(f"There is no share {share_id}.")
    if seen is not None and share.version != seen:
        raise Conflict(_who_was_faster(work, share))
    return share


def take(work: WriteWork, share: Share, step: Step, note: str = "") -> None:
    """Put the share in the step's state and note it in its history; the caller writes the log entry."""
    share.state = MOVES[step].end
    share.version += 1
    note_step(work, share, note)


def note_step(work: WriteWork, share: Share, note: str = "", *, by: int | None = None) -> None:
    """Keep in the share's history who brought it to its state; `by` 0 is Remit itself."""
    work.session.flush()
    who = work.actor.id if by is None else by
    work.session.add(
        ShareStep(share_id=share.id, at=work.now, staff_id=who, state=share.state, note=note.strip())
    )


def done(share: Share, sentence: str) -> Changes:
    """Return what a step changed."""
    return changed(sentence, "share", [share.id])


def _may(work: Work, share: Share, step: Step, state: ShareState) -> None:
    sentence = why_not(
        step,
        state,
        actor=work.actor.id,
        role=work.actor.role,
        proposed_by=share.proposed_by,
        submitted_by=share.submitted_by,
        left=share.executed_at is not None,
    )
    if sentence:
        raise NotAllowed(sentence)


def _who_was_faster(work: Work, share: Share) -> str:
    query = select(ShareStep).where(ShareStep.share_id == share.id).order_by(ShareStep.id.desc()).limit(1)
    last = work.session.scalar(query)
    did = "somebody changed this"
    if last is not None:
        verb = "changed" if last.state is ShareState.DRAFT else last.state.value
        did = f"{name_of(work, last.staff_id)} {verb} this {ago(last.at, work.now)}"
    return f"Share {share.id}: {did}; it is {share.state.value} now. {AGAIN}"
