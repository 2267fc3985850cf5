from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlcipher3

from core.db import embedded
from core.db.embedded import embedded_engine, has_wal_reset_bug
from core.desk import Desk
from core.errors import DeskUnusable

SignIn = Callable[[str], Desk]

WITH_THE_BUG = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 49, 2), (3, 50, 6), (3, 51, 0), (3, 51, 2)]
WITHOUT = [(3, 6, 23), (3, 44, 6), (3, 44, 7), (3, 50, 7), (3, 50, 9), (3, 51, 3), (3, 53, 4), (4, 0, 0)]


@pytest.mark.parametrize("version", WITH_THE_BUG)
def test_a_library_with_the_wal_reset_bug_is_known(version: tuple[int, ...]) -> None:
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", WITHOUT)
def test_a_library_in_which_it_is_fixed_is_taken(version: tuple[int, ...]) -> None:
    assert not has_wal_reset_bug(version)


def test_a_desk_is_not_opened_with_a_library_that_can_damage_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher3, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(DeskUnusable, match="can damage a desk"):
        embedded_engine(tmp_path / "desk.db", bytes(32))
    monkeypatch.setattr(embedded, "JOURNAL", "TRUNCATE")  # a journal mode that the bug has no part in
    embedded_engine(tmp_path / "desk.db", bytes(32)).dispose()


@pytest.mark.embedded
def test_every_connection_deletes_securely_and_so_does_the_text_index(signed_in: SignIn) -> None:
    engine = signed_in("ada").opened.engine

    def settings(_number: int) -> tuple[object, ...]:
        with engine.connect() as connection:
            ask = connection.exec_driver_sql
            index = "SELECT v FROM posting_search_config WHERE k = 'secure-delete'"
            pragmas = ("secure_delete", "journal_mode", "synchronous", "temp_store")
            return (*(ask(f"PRAGMA {one}").scalar() for one in pragmas), ask(index).scalar())

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(settings, range(8))) == {(1, "wal", 2, 2, 1)}
