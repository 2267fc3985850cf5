"""Taking a decision back: each posting stands exactly as it stood before it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import aliased

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import Conflict, NotAllowed, NotFound
from core.postings.tables import Decision, Posting, State
from core.staff.accounts import staff_names
from core.staff.roles import Permission, may, require

CHUNK = 500


def undo_batch(work: WriteWork, batch: str) -> Changes:
    """Take back all that was decided at once under this batch.

    Raises NotFound when nothing of it stands, Conflict when one of the postings was decided again or edited
    since, NotAllowed for a role that could not have decided so.
    """
    return _undo(work, Decision.batch == batch)


def undo_decision(work: WriteWork, posting_id: int) -> Changes:
    """Take back the last standing decision about one posting; raises as `undo_batch` does."""
    last = select(func.max(Decision.id)).where(
        Decision.posting_id == posting_id, Decision.undone_at.is_(None)
    )
    return _undo(work, Decision.id == last.scalar_subquery())


def _undo(work: WriteWork, which: ColumnElement[bool]) -> Changes:
    pairs = work.session.execute(_standing(which, Decision.id, Decision.posting_id)).all()
    if not pairs:
        raise NotFound("There is no decision here to take back.")
    _check_allowed(work, which)
    _check_nothing_newer(work, which)
    for start in range(0, len(pairs), CHUNK):
        decisions, postings = map(list, zip(*pairs[start : start + CHUNK], strict=True))
        _restore(work, decisions)
        _log(work, decisions, postings)
    few = "1 decision" if len(pairs) == 1 else f"{len(pairs):,} decisions"
    return Changes(f"Took back {few}.", {"posting": frozenset(posting for _, posting in pairs)})


def _standing(which: ColumnElement[bool], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select from decisions that stand, each beside its posting as it is now."""
    joined = select(*columns).join_from(Decision, Posting, Posting.id == Decision.posting_id)
    return joined.where(which, Decision.undone_at.is_(None)).order_by(Decision.id)


def _check_allowed(work: WriteWork, which: ColumnElement[bool]) -> None:
    if may(work.actor.role, Permission.DECIDE_POSTINGS):
        return
    require(work, Permission.DECIDE_ESCALATED)
    others = _standing(which, Decision.id).where(Decision.before != State.ESCALATED)
    if work.session.execute(others.limit(1)).first():
        raise NotAllowed(f"As an {work.actor.role} you take back decisions on escalated postings only.")


def _check_nothing_newer(work: WriteWork, which: ColumnElement[bool]) -> None:
    newer = aliased(Decision)
    decided_again = (
        select(newer.id)
        .where(newer.posting_id == Decision.posting_id, newer.id > Decision.id, newer.undone_at.is_(None))
        .exists()
    )
    moved_on = or_(decided_again, Posting.decided_at.is_distinct_from(Decision.at))
    query = _standing(which, Posting.id, Posting.decided_by).where(moved_on).limit(1)
    first = work.session.execute(query).first()
    if first is None:
        return
    if first.decided_by is None:
        raise Conflict(f"Posting {first.id} was changed by its author since; decide it anew instead.")
    name = staff_names(work).get(first.decided_by, "Someone")
    raise Conflict(f"{name} has decided posting {first.id} again since; decide it anew instead.")


def _restore(work: WriteWork, decisions: list[int]) -> None:
    as_before = {
        Posting.state: Decision.before,
        Posting.reason: Decision.before_reason,
        Posting.decided_at: Decision.before_decided_at,
        Posting.decided_by: Decision.before_decided_by,
        Posting.version: Posting.version + 1,
    }
    back = update(Posting).where(Posting.id == Decision.posting_id, Decision.id.in_(decisions))
    taken_back = update(Decision).where(Decision.id.in_(decisions))
    untracked = {"synchronize_session": False}
    work.session.execute(back.values(as_before), execution_options=untracked)
    work.session.execute(
        taken_back.values(undone_at=work.now, undone_by=work.actor.id), execution_options=untracked
    )


def _log(work: WriteWork, decisions: list[int], postings: list[int]) -> None:
    subject = postings[0] if len(postings) == 1 else 0
    record(
        work,
        "postings:posting:decision-taken-back",
        ("posting", subject),
        ids=postings,
        decisions=decisions,
    )
