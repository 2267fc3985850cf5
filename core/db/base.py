"""The base of all tables, and how a column says which category of data it holds (C04)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from typing_extensions import override

OPERATIONS = "system.operations"
"""The category of the desk's own record-keeping: ids, states, versions, times of work."""

NAMES: Mapping[str, str] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the desk."""

    metadata = MetaData(naming_convention=dict(NAMES))


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; aware in Python on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def held(category: str, *args: Any, **options: Any) -> MappedColumn[Any]:
    """Map a column that holds data of this category; the category's key stands in the policy (C04)."""
    return mapped_column(*args, info={"category": category}, **options)


def kept(*args: Any, **options: Any) -> MappedColumn[Any]:
    """Map a column of the desk's own record-keeping."""
    return held(OPERATIONS, *args, **options)


def one_of(values: type[StrEnum]) -> Enum:
    """Type a column that holds one of an enum's values, stored as their words."""
    words = [one.value for one in values]
    return Enum(values, native_enum=False, length=32, values_callable=lambda _: words)
