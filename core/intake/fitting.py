"""Values and their columns: what does not fit is kept whole elsewhere or is not taken; nothing is cut."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import InstrumentedAttribute

from core.db.base import Base
from core.intake.mapping import ColumnMapping
from core.intake.refusals import RowRefusedError


def fitting(
    row: Mapping[str, str], mapping: ColumnMapping, table: type[Base], names: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return fields that fit their columns, and by their headings those that do not: these stay empty.

    A value cut off is none that anybody gave: no one could be called by half of a number.
    """
    given = {name: mapping.value(row, name).strip() for name in names}
    long = [name for name in names if len(given[name]) > room_of(getattr(table, name))]
    short = {name: "" if name in long else text for name, text in given.items()}
    return short, {mapping.fields.get(name, name): given[name] for name in long}


def no_longer(text: str, column: InstrumentedAttribute[str], what: str) -> str:
    """Return a text that fits its column; raises RowRefusedError for one that would have to be cut."""
    if len(text) > room_of(column):
        raise RowRefusedError(f"Its {what} is longer than {room_of(column)} characters.")
    return text


def room_of(column: InstrumentedAttribute[str]) -> int:
    """Return how many characters a column of type String holds."""
    return int(column.type.length)
