"""Private messages: read only by those whose work needs it, for a reason that the log keeps (C22, C23)."""

from collections.abc import Collection

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import NotFound, WrongState
from core.postings.rules import OPEN_FOR, checked_opening_reason
from core.postings.tables import Kind, MessageOpening, Posting
from core.staff.roles import Permission, require


def open_message(work: WriteWork, message_id: int, reason: str) -> Changes:
    """Open a private message for the person who asks, for half an hour; `posting_detail` then shows it.

    The reason is kept beside the opening; the log holds that there is one. Raises NotAllowed, NotFound,
    WrongState for a posting, which anyone here may read, and BadInput without a reason.
    """
    require(work, Permission.OPEN_MESSAGES)
    said = checked_opening_reason(reason)
    kind = work.session.scalar(select(Posting.kind).where(Posting.id == message_id))
    if kind is None:
        raise NotFound(f"There is no message {message_id} on this desk.")
    if kind is not Kind.MESSAGE:
        raise WrongState(f"{message_id} is a posting, not a private message; it is open already.")
    opening = MessageOpening(posting_id=message_id, staff_id=work.actor.id, at=work.now, reason=said)
    work.session.add(opening)
    work.session.flush()
    record(work, "postings:message:opened", ("posting", message_id), opening=opening.id)
    minutes = int(OPEN_FOR.total_seconds()) // 60
    return changed(f"Opened for {minutes} minutes; the log keeps who and why.", "posting", [message_id])


def open_messages(work: Work, ids: Collection[int]) -> set[int]:
    """Return which of these messages are open now for the person who asks."""
    query = select(MessageOpening.posting_id).where(
        MessageOpening.posting_id.in_(ids),
        MessageOpening.staff_id == work.actor.id,
        MessageOpening.at > work.now - OPEN_FOR,
    )
    return set(work.session.scalars(query))
