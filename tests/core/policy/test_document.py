"""Loading a policy document, and what is said when it cannot be taken."""

import csv
import os
from pathlib import Path

import pytest

from core.errors import BadInput
from core.policy.coverage import check
from core.policy.document import load_policy, shipped_policy

ROOT = Path(__file__).parents[3]
FILE = ROOT / "resources" / "policies" / "offshorexperts-2012-12.toml"
EXAMPLE = ROOT / "resources" / "examples" / "policies" / "small-marketplace.toml"


@pytest.fixture(scope="module")
def example() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


def test_the_shipped_policy_is_the_file_that_ships() -> None:
    loaded = load_policy(FILE)
    assert loaded.digest == shipped_policy().digest == load_policy(FILE.read_text(encoding="utf-8")).digest
    assert (loaded.version, loaded.site) == ("offshorexperts-2012-12", "offshorexperts.com")
    assert str(loaded.effective) == "2012-12-01"


def test_the_worked_example_has_nothing_to_mend() -> None:
    assert check(load_policy(EXAMPLE)) == []


def test_the_four_kinds_stand_at_the_top_and_every_category_is_under_one() -> None:
    policy = shipped_policy()
    assert [key for key, kind in policy.kinds.items() if kind.collected_as == key] == [
        "traffic",
        "cookies",
        "pixel_tags",
        "contact",
    ]
    assert {policy.kinds[one.kind].collected_as for one in policy.categories.values()} == {
        "traffic",
        "cookies",
        "pixel_tags",
        "contact",
        "",
    }


def test_a_category_below_a_personal_one_is_personal_unless_it_is_usage() -> None:
    policy = shipped_policy()
    for one in policy.categories.values():
        assert one.personal is (one.kind in {"contact", "posting"}), one.key


def test_fideslang_keys_are_fideslangs_and_ours_are_not() -> None:
    shared = Path(os.environ.get("REMIT_SHARED", ROOT.parent / "shared"))
    listing = shared / "data" / "5_audit_dsr" / "fideslang" / "data_categories.csv"
    if not listing.is_file():
        pytest.skip("the shared fideslang taxonomy is not on this machine")
    with listing.open(encoding="utf-8", newline="") as rows:
        known = {row["fides_key"] for row in csv.DictReader(rows)}
    for one in shipped_policy().categories.values():
        assert (one.key in known) is (one.vocabulary == "fideslang"), one.key


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('effect = "permit"', 'effect = "allow"', ["effect is 'allow'", "forbid, permit"]),
        ('kind = "contact", voc', 'kind = "contacts", voc', ["kind is 'contacts'", "traffic"]),
        ("personal = true", 'personal = "yes"', ["personal is 'yes'", "true or false"]),
        ('clauses = ["P3"]', 'clauses = ["P9"]', ["clauses is 'P9'", "P1, P2, P3"]),
        ("opted_out = true", 'opted_out = "yes"', ["opted_out is 'yes'", "false, true"]),
        ("opted_out = true", "optedout = true", ["when.optedout is True", "opted_out"]),
        (
            'when = { purpose = "newsletter"',
            'when = { purpose = "newsleter"',
            ["when.purpose is 'newsleter'"],
        ),
        ('when = { purpose = "newsletter"', "when = { purpose = []", ["when.purpose is nothing"]),
        ('when = { purpose = "newsletter"', "when = { purpose = { nor = 1 }", ["{ not = … }"]),
        ("schema = 1", "schema = 2", ["schema is 2", "it must be 1"]),
        ("effective = 2024-05-01", 'effective = "May"', ["effective is 'May'", "2012-12-01"]),
        ('site = "market.example"', "", ["policy.site is nothing", "a text in quotes"]),
        ('id = "newsletter-refused"', 'id = "newsletter"', ["id is 'newsletter'", "taken"]),
        ('reason = "', 'because = "', ["because is", "clause, reason"]),
    ],
)
def test_a_complaint_names_the_key_what_stood_there_and_what_may(
    example: str, was: str, becomes: str, told: list[str], tmp_path: Path
) -> None:
    assert was in example
    spoilt = tmp_path / "spoilt.toml"
    spoilt.write_text(example.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_policy(spoilt)
    assert refused.value.sentence.startswith("spoilt.toml, line ")
    for words in told:
        assert words in refused.value.sentence


def test_a_complaint_names_the_line(example: str) -> None:
    lines = example.splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if "opted_out = true" in line)
    lines[number - 1] = lines[number - 1].replace("opted_out = true", 'opted_out = "yes"')
    with pytest.raises(BadInput, match=f"line {number}: rule"):
        load_policy("\n".join(lines))


def test_a_slip_in_the_toml_itself_is_told_with_its_line(tmp_path: Path) -> None:
    slip = tmp_path / "slip.toml"
    slip.write_text('schema = 1\n[policy\nversion = "x"\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"slip\.toml is not a TOML file.*line 2"):
        load_policy(slip)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"", b"\n", b"rule = 3\n", b"[rule]\nid = 1\n"])
def test_a_file_of_anything_else_is_refused_in_a_sentence(raw: bytes, tmp_path: Path) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_bytes(raw)
    with pytest.raises(BadInput):
        load_policy(odd)


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"absent\.toml could not be read"):
        load_policy(tmp_path / "absent.toml")
