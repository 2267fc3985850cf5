"""A mistake of the program, in words that hold no personal data: kinds, codes and places, never a message."""

import re
import sys
from collections.abc import Iterator
from errno import errorcode
from itertools import groupby, islice
from pathlib import Path
from traceback import walk_tb
from types import CodeType

FIRST, LAST = 10, 30
"""Places that a report names where there are many, as when something calls itself too often."""
CAUSES = 8
UNNAMED = "Unnamed"
_ROOT = Path(__file__).resolve().parent.parent
_OWN = tuple(_ROOT / room for room in ("core", "gui", "resources"))


def mistake_report(error: BaseException, *parts: str) -> str:
    """Return the kinds of error and the places it passed; `parts` name what else runs, with its version.

    The error's own message is never in it, since it may hold a value; nor is a place outside the program's
    own source, which other people's words can name: a template's block, a file that was read as code.
    """
    head = ", ".join(["Remit", f"Python {sys.version.split()[0]}", *parts, sys.platform])
    return "\n".join([head, mistake_kinds(error), *(f"  {place}" for place in mistake_places(error))])


def mistake_words(error: BaseException) -> str:
    """Return the kind of error and where in the program it happened, on one line."""
    places = [place for place in _places(error) if place]
    return f"{kind_of(type(error))} at {places[-1]}" if places else kind_of(type(error))


def mistake_kinds(error: BaseException) -> str:
    """Return the kinds of an error and of its causes, each with the system's code or that of the store."""
    return " from ".join(kind_of(type(one)) + _code(one) for one in islice(_chain(error), CAUSES))


def mistake_places(error: BaseException) -> list[str]:
    """Return the places of the program that an error passed, outermost first; others' are only counted."""
    told: list[str] = []
    for own, run in groupby(_places(error), key=bool):
        places = list(run)
        told.extend(places if own else [f"({len(places):,} in other parts)"])
    return _shortened(told)


def kind_of(kind: type) -> str:
    """Return a class's name if a loaded module has it under that name, so that no value can be one."""
    module = sys.modules.get(kind.__module__)
    return kind.__name__ if getattr(module, kind.__name__, None) is kind else UNNAMED


def place_in(code: CodeType, line: int) -> str:
    """Return `module:line in function` for code of the program's own source, "" for any other."""
    file = Path(code.co_filename)
    if not (any(file.is_relative_to(room) for room in _OWN) and file.is_file()):
        return ""
    module = ".".join(file.relative_to(_ROOT).with_suffix("").parts)
    return f"{module}:{line} in {code.co_name}"


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(error.__traceback__):
        yield place_in(frame.f_code, line)


def _shortened(places: list[str]) -> list[str]:
    between = len(places) - FIRST - LAST
    return [*places[:FIRST], f"({between:,} more)", *places[-LAST:]] if between > 1 else places


def _code(error: BaseException) -> str:
    number = getattr(error, "sqlite_errorcode", None)
    if type(number) is int:
        return f" (SQLite {number})"
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str) and re.fullmatch("[0-9A-Z]{5}", state):  # SQL:2016 part 2, §24.1
        return f" (SQLSTATE {state})"
    named = errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f" ({named})" if named else ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
