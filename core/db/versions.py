"""Versions of records: a change is made to the version that was read, or not at all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from core.db.unit_of_work import WriteWork
from core.errors import Conflict


def advance(work: WriteWork, table: Any, versions: Mapping[int, int]) -> None:
    """Move records on from the versions that were read; raises Conflict when one has moved since."""
    alike: dict[int, list[int]] = {}
    for one, version in versions.items():
        alike.setdefault(version, []).append(one)
    for version, ids in alike.items():
        same = (table.id.in_(ids), table.version == version)
        moved = update(table).where(*same).values(version=table.version + 1)
        outcome: Any = work.session.execute(moved, execution_options={"synchronize_session": False})
        if outcome.rowcount != len(ids):
            raise Conflict("Someone else changed one of these records while you did; look at it again.")
