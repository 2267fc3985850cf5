"""The documents: links lead somewhere, and what they count is so."""

import re
from pathlib import Path

import pytest

from core.policy.document import load_policy
from core.policy.store import shipped_policy_text

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    linked = [document.parent / one for one in LINK.findall(document.read_text("utf-8"))]
    assert [one for one in linked if not one.exists()] == []


def test_the_list_of_decisions_names_each_of_them() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((ROOT / "docs" / "README.md").read_text("utf-8"))
    assert {Path(one).name for one in listed if one.startswith("decisions/0")} == {
        one.name for one in folder.glob("*.md")
    }


def test_the_readme_counts_the_rules_of_the_shipped_policy() -> None:
    told = re.search(r"(\d+) rules judge each use", (ROOT / "README.md").read_text("utf-8"))
    assert told is not None
    assert int(told[1]) == len(load_policy(shipped_policy_text()).rules)
