"""The shipped policy, and the uses that its tests start from."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.policy.document import Policy, shipped_policy
from core.policy.engine import Use

MAIL = "email_processing_delivery"
STUDY = "research_analysis"
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def policy() -> Policy:
    return shipped_policy()


@pytest.fixture(scope="session")
def promotion() -> Callable[..., Use]:
    """A promotion by an e-mail vendor to someone who entered a contest, everything in order."""
    use = Use(
        purpose="promotion",
        category="user.contact.email",
        recipient="email_vendor",
        origin="contest",
        service=MAIL,
        agreement_services=frozenset({MAIL}),
        agreement_active=True,
        opted_out=False,
        under_13=False,
        joins_clickstream=False,
    )

    def but(**facts: Any) -> Use:
        return replace(use, **facts)

    return but


@pytest.fixture(scope="session")
def shared_spec() -> Path:
    folder = Path(os.environ.get("REMIT_SHARED", ROOT.parent / "shared")) / "spec"
    if not folder.is_dir():
        pytest.skip("the shared specification is not on this machine")
    return folder
