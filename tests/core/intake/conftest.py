"""Who takes files in."""

from collections.abc import Callable

import pytest

from core.desk import Desk


@pytest.fixture
def leo(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("leo")
