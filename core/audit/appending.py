"""Appending to the log: entries and tiles as they come, the head once for all of a transaction's entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from core.audit.entries import Told, entry_body
from core.audit.tables import AuditEntry, AuditHead, AuditTile
from core.audit.tiles import ENTRY, TILE, WIDTH
from core.audit.tree import grown, leaf_hash, packed, root_of, root_of_full, unpacked
from core.db.unit_of_work import Work, WriteWork

OPEN = "log"
"""Under this name a session keeps the log that its transaction has open."""


@dataclass
class OpenLog:
    """The log as a transaction has it: writers append one after the other, so nobody else moves it."""

    size: int
    frontier: list[bytes]
    checkpointed: int
    stored: int
    disclosed: bool = False
    closes: bool = False
    tail: list[bytes] = field(default_factory=list)
    """Hashes of this transaction's last leaves, none from before the open tile."""

    @property
    def root(self) -> bytes:
        """The root over all entries (RFC 6962 §2.1)."""
        return root_of(self.frontier)

    @property
    def open_tile(self) -> int:
        """Where the tile begins that is not full yet."""
        return self.size // WIDTH * WIDTH


def open_log(work: WriteWork) -> OpenLog:
    """Return the log as this transaction has it; the first call holds its head until the commit."""
    known: OpenLog | None = work.session.info.get(OPEN)
    if known is None:
        known = work.session.info[OPEN] = _read_log(work)
    return known


def log_opened(work: Work) -> OpenLog | None:
    """Return the log as this transaction has it, where it has appended."""
    return work.session.info.get(OPEN)


def append(work: WriteWork, told: Iterable[Told]) -> range:
    """Append entries and return their positions; `move_head` must follow in the same transaction."""
    log = open_log(work)
    begin = log.size
    rows = [_row(work, log, one) for one in told]
    if rows:
        work.session.execute(insert(AuditEntry.__table__), [row for row, _ in rows])  # type: ignore[arg-type]  # a table
    for row, tile in rows:
        if tile:
            _lay_tile(work, 0, row["position"] // WIDTH, tile)
    work.entries += len(rows)
    return range(begin, log.size)


def move_head(work: WriteWork) -> None:
    """Store the head as it is after this transaction's entries."""
    log = open_log(work)
    moved = {"size": log.size, "frontier": packed(log.frontier), "checkpointed": log.checkpointed}
    work.session.execute(update(AuditHead).values(**moved))
    log.stored = log.size


def leaves_of_open_tile(work: WriteWork) -> list[bytes]:
    """Return the leaf hashes of the tile that is not full yet."""
    log = open_log(work)
    return _leaves(work, log.open_tile, log.size - len(log.tail)) + log.tail


def _row(work: WriteWork, log: OpenLog, told: Told) -> tuple[dict[str, Any], list[bytes]]:
    """Grow the tree by one entry; gives its row, and the hashes of the tile that it fills, if any."""
    body = entry_body(log.size, work.now, work.actor.id, told)
    leaf = leaf_hash(body)
    kind, subject_id = told.subject
    row = {
        "position": log.size, "leaf_hash": leaf, "body": body, "at": work.now, "actor_id": work.actor.id,
        "action": told.action, "subject_kind": kind, "subject_id": subject_id,
    }  # fmt: skip
    log.frontier = grown(log.frontier, log.size, leaf)
    log.size += 1
    log.tail.append(leaf)
    return row, _filled(work, log) if log.size % WIDTH == 0 else []


def _filled(work: WriteWork, log: OpenLog) -> list[bytes]:
    """Take the hashes of the tile that has just become full; those of before come from the store."""
    full = _leaves(work, log.size - WIDTH, log.size - len(log.tail)) + log.tail
    log.tail = []
    return full


def _leaves(work: WriteWork, first: int, last: int) -> list[bytes]:
    if first >= last:
        return []
    query = select(ENTRY.leaf_hash).where(ENTRY.position.between(first, last - 1)).order_by(ENTRY.position)
    return list(work.session.scalars(query))


def _lay_tile(work: WriteWork, level: int, number: int, hashes: list[bytes]) -> None:
    """Store a full tile; where it fills one of the level above, that one as well."""
    tile = {"level": level, "number": number, "root": root_of_full(hashes), "hashes": packed(hashes)}
    work.session.execute(insert(AuditTile).values(**tile))
    if (number + 1) % WIDTH == 0:
        below = (TILE.level == level, TILE.number.between(number + 1 - WIDTH, number))
        roots = work.session.scalars(select(TILE.root).where(*below).order_by(TILE.number))
        _lay_tile(work, level + 1, number // WIDTH, list(roots))


def _read_log(work: WriteWork) -> OpenLog:
    columns = (AuditHead.size, AuditHead.frontier, AuditHead.checkpointed)
    row = work.session.execute(select(*columns).with_for_update()).one_or_none()
    if row is None:
        work.session.execute(insert(AuditHead).values(id=1, size=0, frontier=b"", checkpointed=0))
        return OpenLog(0, [], 0, 0)
    return OpenLog(row.size, unpacked(row.frontier), row.checkpointed, row.size)
