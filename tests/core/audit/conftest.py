from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from core.audit.log import record
from core.desk import Desk
from tests import behind


@pytest.fixture
def officer(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("pia")


@pytest.fixture
def written(officer: Desk) -> range:
    """Six entries of the officer's own; gives their positions."""
    with officer.write() as work:
        positions = [record(work, "test:thing:done", ("thing", 10 + one), number=one) for one in range(6)]
    return range(positions[0], positions[-1] + 1)


@pytest.fixture
def behind_its_back(officer: Desk) -> Callable[..., None]:
    """Change the store with plain SQL, past every verb and every log entry."""

    def run(statement: str, **values: Any) -> None:
        with behind.behind_its_back(officer) as connection:
            connection.execute(text(statement), values)

    return run
