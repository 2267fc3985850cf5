"""Checkpoints: the log's size and root, signed (C2SP tlog-checkpoint), in the transaction they stand for."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import insert, select

from core.audit.appending import OpenLog, leaves_of_open_tile, open_log
from core.audit.checkpoint_text import Checkpoint
from core.audit.log_key import log_key_made, signed
from core.audit.outside import copy_out_after
from core.audit.tables import AuditCheckpoint
from core.audit.tree import packed
from core.db.unit_of_work import Work, WriteWork

CHECKPOINT_EVERY = 1_000
"""Entries after which a checkpoint is made though nothing was disclosed."""


@dataclass(frozen=True)
class KeptCheckpoint:
    """A checkpoint that the desk keeps; `note` is its signed text."""

    size: int
    at: datetime
    root: bytes
    note: str


def is_due(log: OpenLog) -> bool:
    """Tell whether this transaction ends with a checkpoint."""
    return log.disclosed or log.size - log.checkpointed >= CHECKPOINT_EVERY


def checkpoint_now(work: WriteWork) -> None:
    """Sign the log with this transaction's entries; a copy goes to the place outside after the commit."""
    if open_log(work).size == open_log(work).checkpointed:
        return
    key, log = log_key_made(work), open_log(work)  # making the key is an entry too
    note = signed(work, Checkpoint(key.name, log.size, log.root).text)
    leaves = packed(leaves_of_open_tile(work))
    row = {"size": log.size, "at": work.now, "root": log.root, "note": note, "leaves": leaves}
    work.session.execute(insert(AuditCheckpoint).values(**row))
    log.checkpointed, log.disclosed = log.size, False
    work.at_end(partial(copy_out_after, work))


def last_checkpoint(work: Work, least: int = 0) -> KeptCheckpoint | None:
    """Read the newest checkpoint, over `least` entries or more."""
    columns = [getattr(AuditCheckpoint, name) for name in KeptCheckpoint.__dataclass_fields__]
    query = select(*columns).where(AuditCheckpoint.size >= least).order_by(AuditCheckpoint.size.desc())
    found = work.session.execute(query.limit(1)).one_or_none()
    return KeptCheckpoint(*found) if found else None
