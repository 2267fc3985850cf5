import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(os.environ.get("REMIT_SHARED", Path(__file__).parents[4] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("the shared real data is not on this machine (REMIT_SHARED)")
    return folder
