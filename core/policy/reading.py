"""Take values out of a TOML table one by one, with a complaint that a person can act on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.errors import BadInput
from core.policy.places import Path, find_places, line_of, written
from core.toml import NotToml, read_toml


@dataclass(frozen=True)
class Table:
    """One table of the document, and where it stands."""

    name: str
    places: Mapping[Path, int]
    path: Path
    values: Mapping[str, Any]

    def wrong(self, key: str | None, stood: object, may: str) -> BadInput:
        """Make the complaint: file, line, key, what stood there, and what may stand there."""
        path = self.path if key is None else (*self.path, key)
        line = line_of(self.places, path)
        found = "nothing" if stood is None else _shown(stood)
        return BadInput(f"{self.name}, line {line}: {written(path) or 'the document'} is {found}; {may}.")

    def only(self, *keys: str) -> None:
        """Refuse any key but these."""
        for key in self.values:
            if key not in keys:
                raise self.wrong(key, self.values[key], f"the keys here are {', '.join(keys)}")

    def words(self, key: str) -> str:
        """Take a text that is not empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, value, "a text in quotes must stand there")
        return value

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """Take one of the allowed words."""
        value = self.values.get(key)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(key, value, f"it may be {listed(allowed)}")
        return value

    def flag(self, key: str, otherwise: bool | None = None) -> bool:  # noqa: FBT001 - the value for an absent key
        """Take true or false; `otherwise` stands for an absent key, and None means it must be there."""
        value = self.values.get(key, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(key, value, "it may be true or false")
        return value

    def day(self, key: str) -> date:
        """Take a date."""
        value = self.values.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, value, "a date such as 2012-12-01 must stand there, without quotes")
        return value

    def some_of(self, key: str, allowed: Collection[str], *, empty: bool = False) -> tuple[str, ...]:
        """Take a list of allowed words."""
        value = self.values.get(key, [] if empty else None)
        if not isinstance(value, list) or not (value or empty):
            raise self.wrong(key, value, f"a list must stand there, of {listed(allowed)}")
        for word in value:
            if not isinstance(word, str) or word not in allowed:
                raise self.wrong(key, word, f"each entry may be {listed(allowed)}")
        return tuple(value)

    def table(self, key: str) -> "Table":
        """Take a table by its name."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, value, f"a table [{written((*self.path, key))}] must stand there")
        return Table(self.name, self.places, (*self.path, key), value)

    def tables(self, key: str) -> "Iterator[tuple[str, Table]]":
        """Go through the tables inside a table, each with its own key."""
        inner = self.table(key)
        return ((name, inner.table(name)) for name in inner.values)

    def entries(self, key: str) -> "Iterator[Table]":
        """Go through an array of tables; an absent one has no entries."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(key, value, f"entries headed [[{key}]] must stand there")
        return (Table(self.name, self.places, (*self.path, key, n), one) for n, one in enumerate(value))


def parse(name: str, text: str) -> Table:
    """Parse a TOML text; `name` is what complaints call it. Raises BadInput on a slip in the TOML itself."""
    try:
        values = read_toml(text)
    except NotToml as slip:
        raise BadInput(f"{name} is not a TOML file as it stands: {slip}.") from slip
    return Table(name, find_places(text), (), values)


def listed(words: Collection[str]) -> str:
    """Write the words that may stand somewhere, in order."""
    return ", ".join(sorted(words)) or "nothing (none is defined)"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 - one line of a terminal
