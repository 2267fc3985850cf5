"""Sheet names that every spreadsheet program takes."""

import re

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


class SheetNames:
    """Gives each sheet a name of its own, case disregarded, as near as may be to the one asked for."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps this one for itself

    def give(self, wanted: str) -> str:
        """Return the name, with ` (2)` and so on where it is taken already."""
        base = _FORBIDDEN.sub(" ", wanted).strip(" '") or "Sheet"
        count = 1
        while (name := _fitted(base, "" if count == 1 else f" ({count})")).casefold() in self._taken:
            count += 1
        self._taken.add(name.casefold())
        return name


def _fitted(base: str, ending: str) -> str:
    while len((base + ending).encode("utf-16-le")) // 2 > LONGEST:
        base = base[:-1]
    return base.rstrip(" '") + ending
