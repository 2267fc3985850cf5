"""The tables as migrated are the tables as mapped, and every column says what it holds (C04)."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column

from core.db.base import Base
from core.db.migrations import HEAD, known_revisions
from core.desk import Desk
from core.policy.document import shipped_policy

CORE = Path(__file__).parents[3] / "core"
ROOMS = sorted(one.parent.name for one in CORE.glob("*/tables.py"))
for room in ROOMS:
    import_module(f"core.{room}.tables")

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


def test_a_migrated_store_has_the_tables_of_the_models(signed_in: Callable[[str], Desk]) -> None:
    with signed_in("ada").read() as work:
        connection = work.session.connection()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            one
            for one in compare_metadata(context, Base.metadata)
            if not (one[0] in {"remove_table", "remove_index"} and "search" in str(one[1]))
        ]
    assert differences == []


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    assert max(known_revisions()) == HEAD


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_holds_data_of_a_category_that_the_policy_knows(column: Column[object]) -> None:
    category = column.info.get("category")
    assert category in shipped_policy().categories, f"{column} says {category!r}"
