"""Taking a decision back: each posting stands exactly as it stood before it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select, update
from sqlalchemy.orm import aliased

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import Conflict, NotAllowed, NotFound
from core.postings.last_change import who_did_what
from core.postings.rulings import check_decides, officers_decision
from core.postings.standing import as_they_stand, check_seen
from core.postings.tables import Decision, Posting, Verdict
from core.postings.telling import tell_standing
from core.staff.accounts import staff_names
from core.staff.roles import Permission, may

CHUNK = 500


def undo_batch(work: WriteWork, batch: str) -> Changes:
    """Take back all that was decided at once under this batch.

    Raises NotFound when nothing of it stands, Conflict when one of the postings was decided again or edited
    since, NotAllowed for a role that could not have decided so, and for an escalation by someone else.
    """
    return _undo(work, Decision.batch == batch)


def undo_decision(work: WriteWork, posting_id: int, seen: int | None = None) -> Changes:
    """Take back the last standing decision about one posting; raises as `undo_batch` does.

    `seen` is the version that the person was looking at: of another version nothing is taken back.
    """
    check_decides(work.actor.role)
    if seen is not None:
        check_seen(work, as_they_stand(work, [posting_id]), {posting_id: seen})
    last = select(func.max(Decision.id)).where(
        Decision.posting_id == posting_id, Decision.undone_at.is_(None)
    )
    return _undo(work, Decision.id == last.scalar_subquery())


def _undo(work: WriteWork, which: ColumnElement[bool]) -> Changes:
    check_decides(work.actor.role)
    found = work.session.execute(_standing(which, Decision.id, Posting.id)).all()
    if not found:
        raise NotFound("There is no decision here to take back.")
    _check_allowed(work, which)
    _check_nothing_newer(work, which)
    for start in range(0, len(found), CHUNK):
        decisions, postings = map(list, zip(*found[start : start + CHUNK], strict=True))
        _restore(work, decisions)
        _log(work, decisions, postings)
        tell_standing(work, postings)
    few = "1 decision" if len(found) == 1 else f"{len(found):,} decisions"
    return Changes(f"Took back {few}.", {"posting": frozenset(posting for _, posting in found)})


def _standing(which: ColumnElement[bool], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Select from decisions that stand, each beside its posting as it is now."""
    joined = select(*columns).join_from(Decision, Posting, Posting.id == Decision.posting_id)
    return joined.where(which, Decision.undone_at.is_(None)).order_by(Decision.id)


def _check_allowed(work: WriteWork, which: ColumnElement[bool]) -> None:
    """Who could not have decided so takes nothing back; what was escalated goes on waiting for officers."""
    role = work.actor.role
    if not may(role, Permission.DECIDE_POSTINGS) and _first(work, which, not_(officers_decision())):
        raise NotAllowed("As a privacy officer you take back decisions on escalated postings only.")
    if not may(role, Permission.DECIDE_ESCALATED) and (ruled := _first(work, which, officers_decision())):
        raise NotAllowed(f"A privacy officer ruled on posting {ruled.id}; only an officer takes that back.")
    by_others = (Decision.verdict == Verdict.ESCALATE) & (Decision.by != work.actor.id)
    if waits := _first(work, which, by_others):
        name = staff_names(work).get(waits.by, "Someone else")
        raise NotAllowed(f"{name} escalated posting {waits.id}; only {name} takes that back.")


def _first(work: WriteWork, which: ColumnElement[bool], that: ColumnElement[bool]) -> Any:
    """Return the first of these decisions for which that holds: its posting's id, and who made it."""
    query = _standing(which, Posting.id, Decision.by).where(that).limit(1)
    return work.session.execute(query).first()


def _check_nothing_newer(work: WriteWork, which: ColumnElement[bool]) -> None:
    newer = aliased(Decision)
    decided_again = (
        select(newer.id)
        .where(newer.posting_id == Decision.posting_id, newer.id > Decision.id, newer.undone_at.is_(None))
        .exists()
    )
    moved_on = or_(decided_again, Posting.decided_at.is_distinct_from(Decision.at))
    moved = work.session.scalar(_standing(which, Posting.id).where(moved_on).limit(1))
    if moved is not None:
        raise Conflict(f"{who_did_what(work, moved)} Nothing was taken back; decide it anew instead.")


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
