"""What happened to a posting last: told to whoever wanted to decide it and came second."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.postings.tables import Decision, Posting, Verdict
from core.staff.last_hand import ago, name_of
from core.text.reasons import reason

DID: Mapping[Verdict, str] = {
    Verdict.APPROVE: "approved this",
    Verdict.REMOVE: "removed this",
    Verdict.ESCALATE: "escalated this",
}


def who_did_what(work: Work, posting_id: int) -> str:
    """Say it in a sentence: "Posting 12: leo removed this 4 seconds ago: Fraud or scam."."""
    posting = work.session.get_one(Posting, posting_id, populate_existing=True)
    at, did, why = _last_decision(work, posting_id)
    edited = posting.edited_at if posting.decided_at is None else None
    if edited is not None and (at is None or edited >= at):
        at, did, why = edited, "its author changed this", ""
    if at is None:
        return f"Posting {posting_id} was changed since you read it."
    return f"Posting {posting_id}: {did} {ago(at, work.now)}{f': {why}' if why else ''}."


def _last_decision(work: Work, posting_id: int) -> tuple[datetime | None, str, str]:
    """Return when a decision was made or taken back last, who did what, and for what reason."""
    query = select(Decision).where(Decision.posting_id == posting_id)
    made = list(work.session.scalars(query.execution_options(populate_existing=True)))
    last = max(made, key=lambda one: (one.undone_at or one.at, one.id), default=None)
    if last is None:
        return None, "", ""
    if last.undone_at is not None:
        return last.undone_at, f"{name_of(work, last.undone_by or 0)} took a decision about this back", ""
    found = reason(last.reason)
    return last.at, f"{name_of(work, last.by)} {DID[last.verdict]}", found.title if found else last.reason
