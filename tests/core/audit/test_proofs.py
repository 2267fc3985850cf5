import base64
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.proofs import consistency_spans, inclusion_spans, is_consistent, is_included
from core.audit.tree import HASH, leaf_hash, root_of_leaves

SHARED = Path(os.environ.get("REMIT_SHARED", Path(__file__).parents[4] / "shared"))
CASES = SHARED / "data" / "5_audit_dsr" / "merkle_rfc6962" / "testdata"
LEAVES = [leaf_hash(bytes([number])) for number in range(80)]
SIZES = st.integers(1, len(LEAVES))


def over(first: int, last: int) -> bytes:
    return root_of_leaves(LEAVES[first:last])


def accepted(case: dict[str, Any]) -> bool:
    hashes = [decoded(one) for one in case["proof"] or []]
    if "leafIdx" in case:
        leaf, root = decoded(case["leafHash"]), decoded(case["root"])
        return is_included(leaf, case["leafIdx"], case["treeSize"], hashes, root)
    return is_consistent(case["size1"], case["size2"], hashes, decoded(case["root1"]), decoded(case["root2"]))


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_the_published_proofs_are_accepted_and_the_tampered_ones_refused() -> None:
    if not CASES.exists():
        pytest.skip("the published RFC 6962 proofs are not beside this copy")
    cases = {str(file.relative_to(CASES)): json.loads(file.read_bytes()) for file in CASES.rglob("*.json")}

    assert [name for name, case in cases.items() if accepted(case) == case["wantErr"]] == []
    assert Counter(accepted(case) for case in cases.values()) == {True: 12, False: 184}


@given(st.data())
def test_every_leaf_of_every_tree_is_proved_to_be_in_it_and_no_other_is(data: st.DataObject) -> None:
    size = data.draw(SIZES)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    hashes = [over(*span) for span in inclusion_spans(index, size)]

    assert is_included(LEAVES[index], index, size, hashes, over(0, size))
    assert is_included(LEAVES[other], index, size, hashes, over(0, size)) == (other == index)
    assert not is_included(LEAVES[index], index, size, [*hashes, bytes(HASH)], over(0, size))
    assert not is_included(LEAVES[index], size, size, hashes, over(0, size))


@given(st.data())
def test_every_tree_is_proved_to_begin_with_each_earlier_one(data: st.DataObject) -> None:
    size = data.draw(SIZES)
    earlier = data.draw(st.integers(1, size))
    hashes = [over(*span) for span in consistency_spans(earlier, size)]

    assert is_consistent(earlier, size, hashes, over(0, earlier), over(0, size))
    assert not is_consistent(earlier, size, hashes, over(0, earlier), bytes(HASH))
    assert not is_consistent(earlier, size, hashes, bytes(HASH), over(0, size))


def test_nothing_follows_from_an_empty_tree() -> None:
    assert not is_consistent(0, 5, [], root_of_leaves([]), over(0, 5))


def test_a_proof_names_one_hash_for_each_level() -> None:
    assert len(inclusion_spans(0, 1_000_000)) == 20
    assert inclusion_spans(0, 1) == []
    assert inclusion_spans(5, 7) == [(4, 5), (6, 7), (0, 4)]
    assert consistency_spans(6, 8) == [(4, 6), (6, 8), (0, 4)]
