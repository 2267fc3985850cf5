"""On which line of a TOML text a key or an item of a list stands; the standard parser does not tell."""

import re
from bisect import bisect_right

_HEADING = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_QUOTES = re.compile(r'"""|' + "'''")

Table = tuple[str, int]
"""The heading's name and which of that name it is, from 1; ("", 0) above the first heading."""


class TomlLines:
    """The lines of all headings and keys of one text that is valid TOML."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tables: dict[Table, int] = {("", 0): 1}
        self._keys: dict[tuple[Table, str], int] = {}
        self._starts: list[int] = []
        self._read()

    def of_table(self, table: Table) -> int | None:
        """Return the line of a heading."""
        return self._tables.get(table)

    def of_key(self, table: Table, key: str) -> int | None:
        """Return the line of a key, or of its table's heading when the key is missing."""
        return self._keys.get((table, key), self.of_table(table))

    def of_item(self, table: Table, key: str, item: str) -> int | None:
        """Return the line of a text inside a key's list, or of the key."""
        first = self.of_key(table, key)
        if first is None:
            return None
        written = {item, item.replace("\\", "\\\\").replace('"', '\\"')}
        after = bisect_right(self._starts, first)
        last = self._starts[after] if after < len(self._starts) else len(self._lines) + 1
        lines = range(first, last)
        return next((n for n in lines if any(one in self._lines[n - 1] for one in written)), first)

    def _read(self) -> None:
        table: Table = ("", 0)
        counts: dict[str, int] = {}
        for number, line in self._outside_long_texts():
            if heading := _HEADING.match(line):
                counts[heading[1]] = counts.get(heading[1], 0) + 1
                table = (heading[1], counts[heading[1]])
                self._tables[table] = number
                self._starts.append(number)
            elif key := _KEY.match(line):
                self._keys.setdefault((table, key[1]), number)
                self._starts.append(number)

    def _outside_long_texts(self) -> list[tuple[int, str]]:
        outside, within = [], ""
        for number, line in enumerate(self._lines, 1):
            if not within:
                outside.append((number, line))
            for quotes in _QUOTES.findall(line):
                within = "" if within == quotes else within or quotes
        return outside
