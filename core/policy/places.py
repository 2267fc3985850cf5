"""On which line of a TOML text a key stands; the parser keeps no lines, and a complaint must name one."""

import re
from collections import Counter
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Where something stands: table names, keys, and the number of an entry in an array of tables (from 0)."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)((?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")


def find_places(text: str) -> Mapping[Path, int]:
    """Map each table and key of a TOML text to its line, counted from 1."""
    places: dict[Path, int] = {(): 1}
    entries: Counter[Path] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _table(header[1], header[2], entries)
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            places.setdefault((*table, *_parts(key[1] + key[2])), number)
    return places


def line_of(places: Mapping[Path, int], path: Path) -> int:
    """Find the line of `path`, or of the nearest thing around it."""
    while path not in places:
        path = path[:-1]
    return places[path]


def written(path: Path) -> str:
    """Write a path as a person would: `rule[3].when.purpose`, entries counted from 1."""
    shown = ""
    for part in path:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown.lstrip(".")


def _table(opening: str, name: str, entries: Counter[Path]) -> Path:
    path = tuple(_parts(name))
    if opening == "[":
        return path
    entries[path] += 1
    return (*path, entries[path] - 1)


def _parts(dotted: str) -> list[str]:
    return [next(part for part in match.groups() if part is not None) for match in _PART.finditer(dotted)]
