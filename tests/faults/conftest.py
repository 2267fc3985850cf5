"""What the tests of faults share."""

from collections.abc import Iterator

import pytest

from tests.faults.warm import Warm


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    """Processes of Remit that begin their work at once."""
    program = Warm()
    yield program
    program.close()
