"""Hashes of subtrees, read from tiles (C2SP tlog-tiles) so that a proof over any log reads a few rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from core.audit.proofs import Span, consistency_spans, inclusion_spans
from core.audit.tables import AuditEntry, AuditHead, AuditTile
from core.audit.tree import HASH, root_of, root_of_full, unpacked
from core.db.unit_of_work import Work
from core.errors import NotFound

HEIGHT = 8
WIDTH = 1 << HEIGHT

ENTRY, TILE = AuditEntry.__table__.c, AuditTile.__table__.c


@dataclass(frozen=True)
class Subtree:
    """A full subtree, as the hashes of one level whose root is its own.

    At level `l` a hash stands for 256 to the power of `l` leaves; `first` counts them from the left.
    """

    level: int
    first: int
    count: int

    @property
    def tile(self) -> tuple[int, int]:
        """The level and number of the tile that holds these hashes."""
        return self.level, self.first // WIDTH


def inclusion_proof(work: Work, index: int, size: int) -> list[bytes]:
    """Prove that entry `index` is in the tree of the first `size` entries (RFC 6962 §2.1.1).

    Raises NotFound when the log has not so many.
    """
    _refuse_beyond(work, index + 1, size)
    return hashes_over(work, inclusion_spans(index, size))


def consistency_proof(work: Work, earlier: int, size: int) -> list[bytes]:
    """Prove that the tree of `size` entries begins with the earlier one (RFC 6962 §2.1.2).

    Raises NotFound when the log has not so many, or nothing follows from an empty one.
    """
    _refuse_beyond(work, earlier, size)
    return hashes_over(work, consistency_spans(earlier, size))


def leaf_hashes(work: Work, first: int, last: int) -> list[bytes]:
    """Read the leaf hashes of the entries from the first up to, not with, the last."""
    return list(work.session.connection().execute(_LEAVES, {"first": first, "last": last - 1}).scalars())


def hashes_over(work: Work, spans: Sequence[Span]) -> list[bytes]:
    """Return the tree hash over each of these spans of a proof."""
    split = [list(subtrees(*span)) for span in spans]
    read = _hashes_of(work, {one for parts in split for one in parts})
    return [root_of([read[one] for one in parts]) for parts in split]


def subtrees(first: int, last: int) -> Iterator[Subtree]:
    """Split a span into full subtrees, from the left: the largest that begin there and fit."""
    while first < last:
        height = (last - first).bit_length() - 1
        if first:
            height = min(height, (first & -first).bit_length() - 1)
        level = height // HEIGHT
        yield Subtree(level, first >> (level * HEIGHT), 1 << (height % HEIGHT))
        first += 1 << height


def _refuse_beyond(work: Work, least: int, size: int) -> None:
    entries = work.session.connection().execute(_SIZE).scalar() or 0
    if not 0 < least <= size <= entries:
        raise NotFound(f"The log has {entries:,} entries; there is no such proof in it.")


def _hashes_of(work: Work, wanted: set[Subtree]) -> dict[Subtree, bytes]:
    """Read the hashes that make these subtrees: from full tiles, and what no full tile has from below."""
    tiles = {at: _full_tile(work, *at) for at in {one.tile for one in wanted}}
    edge = {level: _Edge(work, level, [one for one in wanted if one.level == level and not tiles[one.tile]])
            for level in {one.level for one in wanted}}  # fmt: skip
    found: dict[Subtree, bytes] = {}
    for one in wanted:
        at, held = one.first % WIDTH, tiles[one.tile]
        found[one] = root_of_full(
            unpacked(held[at * HASH : (at + one.count) * HASH]) if held else edge[one.level].hashes(one)
        )
    return found


def _full_tile(work: Work, level: int, number: int) -> bytes:
    """Return a tile's hashes; empty while it is not full."""
    return work.session.connection().execute(_TILE, {"level": level, "number": number}).scalar() or b""


class _Edge:
    """The hashes at the right edge of a level, whose tile is not full: of entries, or roots of tiles."""

    def __init__(self, work: Work, level: int, wanted: Sequence[Subtree]) -> None:
        self._first, self._read = 0, list[bytes]()
        if wanted:
            self._first = min(one.first for one in wanted)
            span = {"first": self._first, "last": max(one.first + one.count for one in wanted) - 1}
            query = _LEAVES if level == 0 else _ROOTS
            self._read = list(work.session.connection().execute(query, span | {"level": level - 1}).scalars())

    def hashes(self, one: Subtree) -> Sequence[bytes]:
        """Return those of one subtree."""
        at = one.first - self._first
        return self._read[at : at + one.count]


_SIZE = select(AuditHead.size)
_TILE = select(TILE.hashes).where(TILE.level == bindparam("level"), TILE.number == bindparam("number"))
_LEAVES = (
    select(ENTRY.leaf_hash)
    .where(ENTRY.position.between(bindparam("first"), bindparam("last")))
    .order_by(ENTRY.position)
)
_ROOTS = (
    select(TILE.root)
    .where(TILE.level == bindparam("level"), TILE.number.between(bindparam("first"), bindparam("last")))
    .order_by(TILE.number)
)
