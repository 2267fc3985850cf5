"""Every column of every table of the desk has a category of the shipped policy (C04)."""

import pkgutil
from importlib import import_module

import core
from core.db.base import Base
from core.policy.document import Policy


def _all_tables() -> None:
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if module.name.endswith(".tables"):
            import_module(module.name)


def test_every_column_of_every_table_has_a_category(policy: Policy) -> None:
    _all_tables()
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    homeless = [
        f"{one.table.name}.{one.name}" for one in columns if one.info.get("category") not in policy.categories
    ]
    assert columns
    assert homeless == []
