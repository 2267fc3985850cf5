"""Writing the log: in the transaction of the change it tells of (C22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from core.audit.appending import append, log_opened, move_head, open_log
from core.audit.checkpoints import checkpoint_now, is_due
from core.audit.entries import Fact, Told
from core.audit.log_key import log_key_made
from core.audit.tables import AuditHead
from core.audit.tree import root_of, unpacked
from core.db.unit_of_work import Work, WriteWork

__all__ = ["DISCLOSURES", "Fact", "Head", "Told", "head", "record", "record_all"]
DISCLOSURES = frozenset(
    {"desk:backup:made", "exports:list:exported", "requests:answer:released", "shares:share:executed"}
)
"""What lets data out of the desk: a checkpoint follows in the same transaction."""


@dataclass(frozen=True)
class Head:
    """The log at one moment: its number of entries and its root (RFC 6962 §2.1)."""

    entries: int
    root: bytes


def record(work: WriteWork, action: str, subject: tuple[str, int], **facts: Fact) -> int:
    """Append an entry and return its position.

    `action` reads `room:subject:what happened` ("postings:posting:removed"). `subject` is a kind and an
    id, 0 where there is no single one. `facts` hold ids, codes, counts and commitments, and a person's
    values sealed under their own key (`core.audit.person_keys`): never a name, an address or anyone's text.
    """
    return record_all(work, [Told(action, subject, facts)]).start


def record_all(work: WriteWork, told: Sequence[Told]) -> range:
    """Append entries as `record` does, all at once, and return their positions."""
    log = open_log(work)
    if not log.closes:
        work.before_commit(partial(_close, work))
        log.closes = True
    if log.size == 0:
        log_key_made(work)  # the log begins with the key that signs for it
    log.disclosed = log.disclosed or any(one.action in DISCLOSURES for one in told)
    return append(work, told)


def head(work: Work) -> Head:
    """Read the log's size and root, this transaction's entries among them."""
    if log := log_opened(work):
        return Head(log.size, log.root)
    row = work.session.execute(select(AuditHead.size, AuditHead.frontier)).one_or_none()
    return Head(row.size, root_of(unpacked(row.frontier))) if row else Head(0, root_of([]))


def hold(work: WriteWork) -> None:
    """Hold the log's head until the commit: whatever is numbered meanwhile is in the order of commits."""
    open_log(work)


def _close(work: WriteWork) -> None:
    """Move the head over this transaction's entries, and sign for it where that is due."""
    log = open_log(work)
    if log.size == log.stored:
        return
    if is_due(log):
        checkpoint_now(work)
    move_head(work)
