"""The tables as migrated are the tables as mapped, and every column says what it holds (C04)."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column

from core.db.base import Base
from core.db.engine import embedded_engine
from core.db.migrations import HEAD, bring_up_to_date, known_revisions
from core.policy.document import shipped_policy

CORE = Path(__file__).parents[3] / "core"
ROOMS = sorted(one.parent.name for one in CORE.glob("*/tables.py"))
for room in ROOMS:
    import_module(f"core.{room}.tables")

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


def test_a_migrated_store_has_the_tables_of_the_models(tmp_path: Path) -> None:
    engine = embedded_engine(tmp_path / "store.db", bytes(32))
    bring_up_to_date(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            one
            for one in compare_metadata(context, Base.metadata)
            if not (one[0] in {"remove_table", "remove_index"} and "search" in str(one[1]))
        ]
    engine.dispose()
    assert differences == []


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    assert max(known_revisions()) == HEAD


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_holds_data_of_a_category_that_the_policy_knows(column: Column[object]) -> None:
    category = column.info.get("category")
    assert category in shipped_policy().categories, f"{column} says {category!r}"
