import json
from pathlib import Path

import pytest

from core.sheets.canonical import canonical, canonical_bytes


@pytest.mark.parametrize("case", ["arrays", "french", "unicode", "weird"])
def test_published_cases_come_out_byte_for_byte(shared_data: Path, case: str) -> None:
    folder = shared_data / "5_audit_dsr" / "jcs_rfc8785"
    value = json.loads((folder / "input" / f"{case}.json").read_bytes())
    assert canonical_bytes(value) == bytes.fromhex((folder / "outhex" / f"{case}.txt").read_text())


@pytest.mark.parametrize("value", [1.5, 2**53, {1}, b"x", {"a": float("nan")}, "\ud800"])
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"canonical|surrogates"):
        canonical_bytes(value)


def test_whole_numbers_and_truth_values_are_written_plainly() -> None:
    assert canonical({"b": [True, None, -7], "a": 2**53 - 1}) == '{"a":9007199254740991,"b":[true,null,-7]}'
