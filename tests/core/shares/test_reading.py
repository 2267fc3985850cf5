"""Vendors, agreements and proposals as TOML: the examples load, and a slip is named by file, line and key."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import BadInput
from core.policy.document import Policy, shipped_policy
from core.shares.proposal import FIELDS, Selection, Who, category_of
from core.shares.reading import read_agreement, read_share, read_vendor

EXAMPLES = Path(__file__).parents[3] / "resources" / "examples" / "shares"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return shipped_policy()


def test_the_examples_load(policy: Policy) -> None:
    vendor = read_vendor(EXAMPLES / "vendor.toml", policy)
    agreement = read_agreement(EXAMPLES / "agreement.toml", policy)
    share = read_share(EXAMPLES / "share.toml", policy)
    assert (vendor.name, vendor.kind) == ("Sparrow Mail", "email_vendor")
    assert (agreement.signed_on, agreement.return_days) == (date(2026, 1, 15), 30)
    assert (share.agreement, share.needed()) == (agreement.reference, ("email",))
    assert share.selection == Selection(Who.EVERYONE)


SHARE = (EXAMPLES / "share.toml").read_text("utf-8")
SLIPS = [
    (
        'purpose = "promotion"',
        'purpose = "promtion"',
        r"line 9: purpose is 'promtion'; it may be .*promotion",
    ),
    ('"country"]', '"shoe_size"]', r"line 10: fields is 'shoe_size'; each entry may be birth_date, company"),
    ('required = ["email"]', 'required = ["phone"]', r"line 11: required is 'phone'; each entry may be"),
    (
        'who = "everyone"',
        'who = "all"',
        r"line 15: selection.who is 'all'; it may be case, contest, everyone",
    ),
    ('who = "everyone"', 'who = "origin"', r"line 14: selection.origins is nothing; a list must stand there"),
    ("schema = 1", "schema = 2", r"line 3: schema is 2; it may be 1"),
    ('title = "', 'title = "\u202e', r"line 5: title is .*; it holds a mark that turns text around"),
    ('title = "', 'title = "Two\\nlines ', r"line 5: title is .*; it holds a line break"),
    ("title =", "titel =", r"line 5: titel is 'Autumn newsletter'; the keys here are schema, title"),
    ('fields = ["full_name"', 'fields = ["email"', r"line 10: fields is .*; each may stand there once"),
    ("why =", "case = true\nwhy =", r"line 12: case is True; the number of a contact record may stand there"),
    ("why =", "why", r"is not a TOML file as it stands"),
]


@pytest.mark.parametrize(("stood", "stands", "complaint"), SLIPS)
def test_a_slip_in_a_proposal_is_named(
    tmp_path: Path, policy: Policy, stood: str, stands: str, complaint: str
) -> None:
    file = tmp_path / "share.toml"
    file.write_text(SHARE.replace(stood, stands, 1), "utf-8")
    with pytest.raises(BadInput, match=rf"share\.toml(, )?.*{complaint}"):
        read_share(file, policy)


AGREEMENT = (EXAMPLES / "agreement.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("stood", "stands", "complaint"),
    [
        ("onward_sharing = false", "onward_sharing = true", r"line 12: .*no vendor may pass data on \(C14\)"),
        ('"promotion", ', '"research", ', r"line 8: purposes is 'research'; each entry may be notify_winner"),
        ("return_days = 30", 'return_days = "soon"', r"line 11: return_days is 'soon'; a number of days"),
        ("ends_on = 2027-12-31", "ends_on = 2025-12-31", r"line 10: .*it may not lie before signed_on"),
        ("signed_on = 2026-01-15", "", r"line 1: signed_on is nothing; a date such as"),
    ],
)
def test_a_slip_in_an_agreement_is_named(
    tmp_path: Path, policy: Policy, stood: str, stands: str, complaint: str
) -> None:
    file = tmp_path / "agreement.toml"
    file.write_text(AGREEMENT.replace(stood, stands, 1), "utf-8")
    with pytest.raises(BadInput, match=complaint):
        read_agreement(file, policy)


def test_a_vendor_must_be_a_third_party_of_the_policy(tmp_path: Path, policy: Policy) -> None:
    file = tmp_path / "vendor.toml"
    file.write_text('name = "Us"\nkind = "staff"\n', "utf-8")
    with pytest.raises(BadInput, match="line 2: kind is 'staff'; it may be acquirer"):
        read_vendor(file, policy)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * (1 << 20) + b"x"])
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, policy: Policy, content: bytes | None
) -> None:
    file = tmp_path / "share.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=r"^share\.toml "):
        read_share(file, policy)


def test_every_field_has_a_category_of_the_policy(policy: Policy) -> None:
    assert {category_of(field) for field in FIELDS} <= set(policy.categories)


def test_a_file_nested_without_end_is_answered_by_a_sentence(policy: Policy, tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("x = " + "[" * 5000, "utf-8")
    with pytest.raises(BadInput, match=r"^deep\.toml is not a TOML file"):
        read_share(file, policy)
