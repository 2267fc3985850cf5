"""Which decisions may be taken on a posting as it stands, and what is said of those that may not."""

from core.postings.detail import DONE, PostingDetail
from core.postings.queries import PostingRow
from core.postings.rulings import decides, refusal
from core.postings.tables import State, Verdict
from gui.postings.words import tr

AS_DECIDED = {Verdict.APPROVE: "approved", Verdict.ESCALATE: "escalated"}


def against(role: str, row: PostingRow, detail: PostingDetail | None, verdict: Verdict) -> str:
    """Return why this role may not decide so now; empty when it may.

    `detail` is None while it is being read: until then a message counts as closed.
    """
    if row.state == AS_DECIDED.get(verdict):
        return tr("It is approved already.") if verdict is Verdict.APPROVE else tr("It is escalated already.")
    if why := refusal(role, row.state, verdict, ruled=row.ruled):
        return tr(why)
    closed = row.kind == "message" if detail is None else detail.locked
    unread = closed and verdict is Verdict.REMOVE
    return tr("Open the message first; none is removed unread.") if unread else ""


def whose(role: str, detail: PostingDetail) -> str:
    """Return what is said above a posting that is not this person's to decide; empty for one that is."""
    return tr(refusal(role, detail.state, Verdict.APPROVE, ruled=detail.ruled)) if decides(role) else ""


def decided_by(detail: PostingDetail) -> str:
    """Return who made the decision that stands; empty where none stands, or its author changed it since."""
    decided = [one for one in detail.history if one.what in DONE.values() and one.undone_at is None]
    stands = decided and detail.state in {State.APPROVED, State.REMOVED, State.ESCALATED}
    return decided[-1].by if stands else ""
