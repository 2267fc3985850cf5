import gc
from collections.abc import Iterator

import pytest

from gui.kit.garbage import keep_what_is_loaded


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()
    gc.disable()


def test_what_is_loaded_is_not_looked_at_by_later_collections() -> None:
    gc.disable()
    keep_what_is_loaded()
    assert gc.get_freeze_count() > 0


def test_nothing_is_kept_where_python_collects_by_itself() -> None:
    gc.enable()
    keep_what_is_loaded()
    assert gc.get_freeze_count() == 0
