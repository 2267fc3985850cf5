"""The staff who work at a desk, each signed in at a desk of their own."""

from collections.abc import Callable

import pytest

from core.desk import Desk


@pytest.fixture
def lead(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("leo")


@pytest.fixture
def moderator(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("mia")


@pytest.fixture
def officer(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("pia")


@pytest.fixture
def auditor(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("aldo")
