"""Whose decision it is: a privacy officer's on what was escalated and ruled on, a moderator's on the rest."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from core.errors import NotAllowed
from core.postings.tables import Decision, Posting, State, Verdict
from core.staff.roles import Permission, may

WAITS = "It waits for a privacy officer, who alone decides it."
RULED = "A privacy officer has ruled on it; escalate it to have it looked at again."
NOT_ESCALATED = "Moderators decide it; as a privacy officer you decide escalated postings only."


def needed(state: State, verdict: Verdict, *, ruled: bool) -> Permission:
    """Return what a person needs to decide so; anyone who decides postings may escalate a ruling again."""
    officers = state is State.ESCALATED or (ruled and verdict is not Verdict.ESCALATE)
    return Permission.DECIDE_ESCALATED if officers else Permission.DECIDE_POSTINGS


def refusal(role: str, state: State, verdict: Verdict, *, ruled: bool) -> str:
    """Return why this role may not decide so, in a sentence; empty when it may."""
    if not decides(role):
        return as_a_role(role)
    if may(role, needed(state, verdict, ruled=ruled)):
        return ""
    if may(role, Permission.DECIDE_ESCALATED):
        return NOT_ESCALATED
    return WAITS if state is State.ESCALATED else RULED


def decides(role: str) -> bool:
    """Tell whether deciding postings, or the escalated ones, is this role's work at all."""
    return may(role, Permission.DECIDE_POSTINGS) or may(role, Permission.DECIDE_ESCALATED)


def check_decides(role: str) -> None:
    """Raise NotAllowed for a role that decides nothing, whatever it asks for."""
    if not decides(role):
        raise NotAllowed(as_a_role(role))


def as_a_role(role: str) -> str:
    """Say that deciding is not this role's work."""
    article = "an" if role[0] in "aeio" else "a"
    return f"As {article} {role} you may not decide postings."


def ruled_on() -> ColumnElement[bool]:
    """Say in SQL that an officer's ruling about the posting's present words stands.

    It is told by a standing decision about these very words that was made while the posting was escalated.
    """
    ruling = aliased(Decision)
    stands = (
        select(ruling.id)
        .where(ruling.posting_id == Posting.id, ruling.before == State.ESCALATED)
        .where(ruling.undone_at.is_(None), ruling.text_digest == Posting.digest)
        .exists()
    )
    return and_(Posting.state.in_((State.APPROVED, State.REMOVED)), stands)


def officers_decision() -> ColumnElement[bool]:
    """Say in SQL of a decision that only a privacy officer could make it as the posting then stood."""
    earlier = aliased(Decision)
    ruled_before = (
        select(earlier.id)
        .where(earlier.posting_id == Decision.posting_id, earlier.id < Decision.id)
        .where(earlier.before == State.ESCALATED, earlier.undone_at.is_(None))
        .where(earlier.text_digest == Decision.text_digest)
        .exists()
    )
    return (Decision.before == State.ESCALATED) | (ruled_before & (Decision.verdict != Verdict.ESCALATE))
