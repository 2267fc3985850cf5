"""Inclusion and consistency proofs (RFC 6962 §2.1.1, §2.1.2): what they are made of, what they prove."""

from collections.abc import Sequence

from core.audit.tree import HASH, node_hash

Span = tuple[int, int]
"""Leaves from the first up to, not with, the last: a proof holds the tree hash over each of its spans."""


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Return what proves a leaf in a tree, from its sibling up (RFC 6962 §2.1.1); 0 <= index < size."""
    first, last = 0, size
    path: list[Span] = []
    while last - first > 1:
        split = first + _largest_power_below(last - first)
        if index < split:
            path.append((split, last))
            last = split
        else:
            path.append((first, split))
            first = split
    return path[::-1]


def consistency_spans(earlier: int, size: int) -> list[Span]:
    """Return what proves that a tree grew from an earlier one (RFC 6962 §2.1.2); 0 < earlier <= size."""
    first, last, whole = 0, size, True
    path: list[Span] = []
    while earlier != last:
        split = first + _largest_power_below(last - first)
        if earlier <= split:
            path.append((split, last))
            last = split
        else:
            path.append((first, split))
            first, whole = split, False
    return (path if whole else [*path, (first, last)])[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that this leaf hash stands at this index of the tree with this root."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    node, last = leaf, size - 1
    for one in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(one, node)
            index, last = _up_from_the_edge(index, last)
        else:
            node = node_hash(node, one)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(earlier: int, size: int, proof: Sequence[bytes], earlier_root: bytes, root: bytes) -> bool:
    """Tell whether a proof shows that the tree of `size` leaves begins with all of the earlier one's.

    Nothing follows from an empty tree, so that an earlier size of 0 is refused.
    """
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    if not _are_hashes(earlier_root, root, *proof):
        return False
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    index, last = _up_from_the_edge(earlier - 1, size - 1, odd=True)
    then = now = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            then, now = node_hash(one, then), node_hash(one, now)
            index, last = _up_from_the_edge(index, last)
        else:
            now = node_hash(now, one)
        index, last = index >> 1, last >> 1
    return last == 0 and (then, now) == (earlier_root, root)


def _up_from_the_edge(index: int, last: int, *, odd: bool = False) -> Span:
    """Skip the levels on which a node stands alone at the right edge (RFC 9162 §2.1.3.2, §2.1.4.2)."""
    while index and (index & 1) == odd:
        index, last = index >> 1, last >> 1
    return index, last


def _largest_power_below(size: int) -> int:
    """Return the largest power of two that is smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _are_hashes(*given: bytes) -> bool:
    return all(len(one) == HASH for one in given)
