"""Growing the log's tree anew from its entries, and meeting what was signed for it on the way."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.audit.anchors import Anchor
from core.audit.tiles import WIDTH
from core.audit.tree import frontier_of, grown, root_of, root_of_full, unpacked

Ours = Callable[[int, int], Sequence[bytes]]
"""Gives so many leaf hashes of a tile of level 0, by its number, as the entries have them now."""


class LogFault(Exception):
    """What is wrong with the log, as a sentence, and the first entry that is not as written, if known."""

    def __init__(self, sentence: str, first_bad: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.first_bad = sentence, first_bad


@dataclass
class Regrown:
    """A tree as far as it has grown: roots of full tiles, their frontier, and the open tile's leaves."""

    roots: list[bytes] = field(default_factory=list)
    frontier: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self.roots) * WIDTH + len(self.leaves)

    @property
    def root(self) -> bytes:
        """Its root (RFC 6962 §2.1)."""
        return self.root_with(self.leaves)

    def root_with(self, leaves: Sequence[bytes]) -> bytes:
        """Return its root had the open tile these leaves."""
        return root_of([*self.frontier, *frontier_of(leaves)])

    def take(self, leaves: Sequence[bytes]) -> None:
        """Grow by the next tile, or by what there is of the last one."""
        if len(leaves) < WIDTH:
            self.leaves = list(leaves)
            return
        root = root_of_full(leaves)
        self.frontier = grown(self.frontier, len(self.roots), root)
        self.roots.append(root)


class _Agreed(NamedTuple):
    """The tree when an anchor last agreed with it: its full tiles, their frontier, and the anchor's size."""

    tiles: int
    frontier: list[bytes]
    size: int


class Regrowth:
    """A tree that grows tile by tile and must agree with each anchor when it has its size."""

    def __init__(self, anchors: Iterable[Anchor], ours: Ours) -> None:
        self.tree = Regrown()
        self.met: list[Anchor] = []
        self.waiting = deque(anchors)
        self._ours = ours
        self._agreed = _Agreed(0, [], 0)

    def take(self, leaves: Sequence[bytes], kept: bytes | None) -> None:
        """Grow by a tile, of which the desk kept these hashes.

        Raises LogFault where it is another tile, or the tree another one than was signed for.
        """
        base = len(self.tree.roots) * WIDTH
        known = unpacked(kept)[: len(leaves)] if kept else leaves
        if known != list(leaves):
            at = _differs(known, leaves)
            self._meet(leaves[:at])
            raise LogFault(
                f"Entry {base + at} is not the one that was hashed when it was written.", base + at
            )
        self._meet(leaves)
        self.tree.take(leaves)

    def earliest(self, fault: LogFault) -> LogFault:
        """Return what is wrong with an even earlier entry, where the next anchor tells; else this."""
        told = self._first_unlike(self.waiting[0]) if self.waiting else None
        if told is None or fault.first_bad is None or told >= fault.first_bad:
            return fault
        return _not_as_signed(self.waiting[0], told)

    def _meet(self, leaves: Sequence[bytes]) -> None:
        base = len(self.tree.roots) * WIDTH
        while self.waiting and self.waiting[0].size <= base + len(leaves):
            anchor = self.waiting[0]
            if self.tree.root_with(leaves[: anchor.size - base]) != anchor.root:
                raise self._disagreement(anchor)
            self.met.append(self.waiting.popleft())
            self._agreed = _Agreed(len(self.tree.roots), self.tree.frontier, anchor.size)

    def _disagreement(self, anchor: Anchor) -> LogFault:
        first = self._first_unlike(anchor)
        if first is not None:
            return _not_as_signed(anchor, first)
        since, last = self._agreed.size, anchor.size - 1
        words = f"One of the entries {since:,} to {last:,} is not as {_signed(anchor)} has it."
        return LogFault(words, since)

    def _first_unlike(self, anchor: Anchor) -> int | None:
        """Return the first entry that is another than the anchor's; None where not all of its are known."""
        tree, first = Regrown(self.tree.roots[: self._agreed.tiles], self._agreed.frontier), None
        while tree.size < anchor.size:
            base = tree.size
            number, width = base // WIDTH, min(WIDTH, anchor.size - base)
            ours = self._ours(number, width)
            theirs = unpacked(anchor.leaves(number, width)) or list(ours)
            if len(theirs) < width:
                return None
            if first is None and theirs != list(ours):
                first = base + _differs(theirs, ours)
            tree.take(theirs)
        return first if tree.root == anchor.root else None


def _differs(these: Sequence[bytes], those: Sequence[bytes]) -> int:
    pairs = zip(these, those, strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
    return min(len(these), len(those)) if same is None else same


def _not_as_signed(anchor: Anchor, first: int) -> LogFault:
    return LogFault(f"Entry {first} is not the one that {_signed(anchor)} has.", first)


def _signed(anchor: Anchor) -> str:
    return f"the checkpoint over {anchor.size:,} entries{anchor.where}"
