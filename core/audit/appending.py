"""Appending to the log: entries and tiles as they come, the head once for all of a transaction's entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from core.audit.entries import Told, entry_body
from core.audit.tables import AuditEntry, AuditHead, AuditTile
from core.audit.tiles import TILE, WIDTH, leaf_hashes
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
    rows = [_row(work, position, one) for position, one in enumerate(told, begin)]
    if rows:
        tiles = _grow(work, log, [row["leaf_hash"] for row in rows])
        work.session.connection().execute(_APPEND, rows)
        for number, tile in tiles:
            _lay_tile(work, 0, number, tile)
    work.entries += len(rows)
    return range(begin, log.size)


def move_head(work: WriteWork) -> None:
    """Store the head as it is after this transaction's entries."""
    log = open_log(work)
    moved = {"size": log.size, "frontier": packed(log.frontier), "checkpointed": log.checkpointed}
    work.session.connection().execute(_MOVE, moved)
    log.stored = log.size


def leaves_of_open_tile(work: WriteWork) -> list[bytes]:
    """Return the leaf hashes of the tile that is not full yet."""
    log = open_log(work)
    return leaf_hashes(work, log.open_tile, log.size - len(log.tail)) + log.tail


def _row(work: WriteWork, position: int, told: Told) -> dict[str, Any]:
    body = entry_body(position, work.now, work.actor.id, told)
    kind, subject_id = told.subject
    return {
        "position": position, "leaf_hash": leaf_hash(body), "body": body, "at": work.now,
        "actor_id": work.actor.id, "action": told.action, "subject_kind": kind, "subject_id": subject_id,
    }  # fmt: skip


def _grow(work: WriteWork, log: OpenLog, leaves: list[bytes]) -> list[tuple[int, list[bytes]]]:
    """Grow the tree by these leaves; gives the tiles that they fill, by number."""
    filled: list[tuple[int, list[bytes]]] = []
    at = 0
    while at < len(leaves):
        part = leaves[at : at + WIDTH - log.size % WIDTH]
        at += len(part)
        if len(part) == WIDTH:
            log.frontier = grown(log.frontier, log.size // WIDTH, root_of_full(part))
        else:
            for number, leaf in enumerate(part, log.size):
                log.frontier = grown(log.frontier, number, leaf)
        log.size += len(part)
        log.tail += part
        if log.size % WIDTH == 0:
            filled.append((log.size // WIDTH - 1, _filled(work, log)))
    return filled


def _filled(work: WriteWork, log: OpenLog) -> list[bytes]:
    """Take the hashes of the tile that has just become full; those of before come from the store."""
    full = leaf_hashes(work, log.size - WIDTH, log.size - len(log.tail)) + log.tail
    log.tail = []
    return full


def _lay_tile(work: WriteWork, level: int, number: int, hashes: list[bytes]) -> None:
    """Store a full tile; where it fills one of the level above, that one as well."""
    tile = {"level": level, "number": number, "root": root_of_full(hashes), "hashes": packed(hashes)}
    work.session.connection().execute(_LAY, tile)
    if (number + 1) % WIDTH == 0:
        below = (TILE.level == level, TILE.number.between(number + 1 - WIDTH, number))
        roots = work.session.scalars(select(TILE.root).where(*below).order_by(TILE.number))
        _lay_tile(work, level + 1, number // WIDTH, list(roots))


def _read_log(work: WriteWork) -> OpenLog:
    row = work.session.connection().execute(_HEAD).one_or_none()
    if row is None:
        work.session.connection().execute(_BEGIN, {"id": 1, "size": 0, "frontier": b"", "checkpointed": 0})
        return OpenLog(0, [], 0, 0)
    return OpenLog(row.size, unpacked(row.frontier), row.checkpointed, row.size)


_APPEND = insert(cast("Table", AuditEntry.__table__))
_LAY = insert(cast("Table", AuditTile.__table__))
_BEGIN = insert(cast("Table", AuditHead.__table__))
_MOVE = update(cast("Table", AuditHead.__table__))
_HEAD = select(AuditHead.size, AuditHead.frontier, AuditHead.checkpointed).with_for_update()
