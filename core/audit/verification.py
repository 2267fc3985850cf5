"""Believing the log without trusting us: every stored byte is hashed again (RFC 6962 §2.1)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, select

from core.audit.log import head
from core.audit.tables import AuditEntry
from core.audit.tree import grown, leaf_hash, root_of
from core.db.unit_of_work import Work
from core.progress import Progress

Entry = Row[int, bytes, bytes, datetime, int, str, str, int]
REPORT_EVERY = 2_000


@dataclass(frozen=True)
class LogCheck:
    """What verification found. `first_bad` is the position of the first entry that is not as written."""

    entries: int
    root: str
    ok: bool
    first_bad: int | None
    sentence: str


def verify_log(work: Work, progress: Progress | None = None) -> LogCheck:
    """Hash every entry again and compare leaf, columns, order, count and root."""
    progress = progress or Progress()
    expected = head(work)
    progress.at(0, expected.entries, "Verifying the log")
    grows = _Growing()
    try:
        why = _first_fault(work, grows, progress)
    except ValueError:  # entries come in blocks, and one that the store itself cannot read spoils its block
        why = f"Entry {grows.size}, or one of the {REPORT_EVERY:,} after it, cannot be read any more."
    if not why and grows.size != expected.entries:
        why = f"{expected.entries:,} entries were written, {grows.size:,} are here."
    if why:
        return _bad(grows.size, expected.root, why, grows.size)
    if root_of(grows.frontier) != expected.root:
        why = "The entries do not give the root that was kept with them."
        return _bad(grows.size, expected.root, why, None)
    return LogCheck(grows.size, expected.root.hex(), ok=True, first_bad=None, sentence=_all_good(grows.size))


@dataclass
class _Growing:
    """The tree over the entries believed so far."""

    size: int = 0
    frontier: list[bytes] = field(default_factory=list)


def _first_fault(work: Work, grows: _Growing, progress: Progress) -> str:
    """Grow the tree by every entry as it was written; returns what is wrong with the first that is not."""
    for entry in _entries(work):
        if why := _fault(grows.size, entry):
            return f"Entry {grows.size} {why}."
        grows.frontier = grown(grows.frontier, grows.size, entry.leaf_hash)
        grows.size += 1
        if grows.size % REPORT_EVERY == 0:
            progress.at(grows.size)
    return ""


def _entries(work: Work) -> Iterator[Entry]:
    columns = AuditEntry.__table__.c
    names = ("position", "leaf_hash", "body", "at", "actor_id", "action", "subject_kind", "subject_id")
    query = select(*(columns[name] for name in names)).order_by(AuditEntry.position)
    return iter(work.session.execute(query.execution_options(yield_per=REPORT_EVERY)))


def _fault(position: int, entry: Entry) -> str | None:
    if entry.position != position:
        return f"is missing (the next one here is {entry.position})"
    if not isinstance(entry.body, bytes) or leaf_hash(entry.body) != entry.leaf_hash:
        return "was changed after it was written"
    if not _columns_agree(entry):
        return "shows something else than what was written"
    return None


def _columns_agree(entry: Entry) -> bool:
    shown = [entry.at.isoformat(), entry.actor_id, entry.action, [entry.subject_kind, entry.subject_id]]
    try:
        told = json.loads(entry.body)
        return shown == [told["at"], told["actor"], told["action"], told["subject"]]
    except (ValueError, LookupError, TypeError):
        return False  # its hash was made to fit, but this is no entry's body


def _bad(size: int, root: bytes, sentence: str, first_bad: int | None) -> LogCheck:
    return LogCheck(size, root.hex(), ok=False, first_bad=first_bad, sentence=sentence)


def _all_good(size: int) -> str:
    return "1 entry verified." if size == 1 else f"{size:,} entries verified."
