import json
import os
from pathlib import Path

import pytest

from core.audit.tree import grown, leaf_hash, node_hash, packed, root_of, root_of_leaves, unpacked

SHARED = Path(os.environ.get("REMIT_SHARED", Path(__file__).parents[4] / "shared"))
VECTORS = SHARED / "data" / "5_audit_dsr" / "merkle_rfc6962" / "roots.json"


@pytest.fixture(scope="module")
def vectors() -> dict[str, list[str]]:
    if not VECTORS.exists():
        pytest.skip("the published RFC 6962 vectors are not beside this copy")
    found: dict[str, list[str]] = json.loads(VECTORS.read_text("utf-8"))
    return found


def test_leaf_hashes_are_the_published_ones(vectors: dict[str, list[str]]) -> None:
    found = [leaf_hash(bytes.fromhex(one)).hex() for one in vectors["leaves_hex"]]
    assert found == vectors["leaf_hashes"]


def test_roots_of_every_size_are_the_published_ones(vectors: dict[str, list[str]]) -> None:
    leaves = [bytes.fromhex(one) for one in vectors["leaf_hashes"]]
    roots = [root_of_leaves(leaves[:size]).hex() for size in range(9)]
    assert roots == vectors["roots_by_tree_size_0_to_8"]


def test_a_root_is_that_of_the_recursive_definition() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(21)]
    for size in range(1, 22):
        assert root_of_leaves(leaves[:size]) == _root_by_definition(leaves[:size])


def test_a_stored_frontier_is_read_back_as_it_was() -> None:
    frontier: list[bytes] = []
    for size in range(11):
        frontier = grown(frontier, size, leaf_hash(bytes([size])))
        assert unpacked(packed(frontier)) == frontier
    assert len(frontier) == 3, "eleven leaves are subtrees of eight, two and one"


def test_a_leaf_can_not_pass_for_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert root_of([node_hash(left, right)]) != leaf_hash(left + right)


def _root_by_definition(leaves: list[bytes]) -> bytes:
    """Split at the largest power of two below the size (RFC 6962 §2.1)."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(_root_by_definition(leaves[:split]), _root_by_definition(leaves[split:]))
