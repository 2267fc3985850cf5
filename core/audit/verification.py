"""Believing the log without trusting us: every stored byte is hashed again (RFC 6962 §2.1)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
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
    frontier: list[bytes] = []
    size = 0
    for entry in _entries(work):
        if why := _fault(size, entry):
            return _bad(size, expected.root, f"Entry {size} {why}.", size)
        frontier = grown(frontier, size, entry.leaf_hash)
        size += 1
        if size % REPORT_EVERY == 0:
            progress.at(size)
    if size != expected.entries:
        return _bad(
            size, expected.root, f"{expected.entries:,} entries were written, {size:,} are here.", size
        )
    if root_of(frontier) != expected.root:
        return _bad(size, expected.root, "The entries do not give the root that was kept with them.", None)
    return LogCheck(size, expected.root.hex(), ok=True, first_bad=None, sentence=_all_good(size))


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
    told = json.loads(entry.body)
    shown = [entry.at.isoformat(), entry.actor_id, entry.action, [entry.subject_kind, entry.subject_id]]
    return shown == [told["at"], told["actor"], told["action"], told["subject"]]


def _bad(size: int, root: bytes, sentence: str, first_bad: int | None) -> LogCheck:
    return LogCheck(size, root.hex(), ok=False, first_bad=first_bad, sentence=sentence)


def _all_good(size: int) -> str:
    return "1 entry verified." if size == 1 else f"{size:,} entries verified."
