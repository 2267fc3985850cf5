"""Merkle tree hashing as in RFC 6962 §2.1, over a frontier: the roots of the full subtrees, largest first."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """Hash one entry's body (RFC 6962 §2.1: a zero byte before a leaf)."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 6962 §2.1: a one byte before a node)."""
    return sha256(b"\x01" + left + right).digest()


def grown(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the frontier after one more leaf on a tree of `size` leaves.

    Full subtrees of one size may stand for leaves: their number is then the size.
    """
    after, node = list(frontier), leaf
    while size & 1:
        node = node_hash(after.pop(), node)
        size >>= 1
    after.append(node)
    return after


def frontier_of(leaves: Iterable[bytes]) -> list[bytes]:
    """Return the frontier over leaf hashes in order."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = grown(frontier, size, leaf)
    return frontier


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Return the tree's root: the subtrees joined from the smallest up (RFC 6962 §2.1)."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def root_of_full(leaves: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of leaf hashes, level by level."""
    while len(leaves) > 1:
        pairs = zip(leaves[::2], leaves[1::2], strict=True)
        leaves = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return leaves[0]


def root_of_leaves(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order."""
    return root_of(frontier_of(leaves))


def packed(hashes: Sequence[bytes]) -> bytes:
    """Join hashes for the store."""
    return b"".join(hashes)


def unpacked(stored: bytes) -> list[bytes]:
    """Split stored hashes."""
    return [stored[at : at + HASH] for at in range(0, len(stored), HASH)]
