"""A mistake of the program, put in words that hold no personal data: kinds and places, never a message."""

import sys
from collections.abc import Iterator
from traceback import walk_tb

FIRST, LAST = 10, 30
"""Places that a report names where there are many, as when something calls itself too often."""


def mistake_report(error: BaseException, *parts: str) -> str:
    """Return the kinds of error and the places it passed; `parts` name what else runs, with its version.

    The error's own message is never in it, since it may hold a value.
    """
    head = ", ".join(["Remit", f"Python {sys.version.split()[0]}", *parts, sys.platform])
    kinds = " from ".join(type(one).__name__ for one in _chain(error))
    return "\n".join([head, kinds, *(f"  {place}" for place in _shortened(list(_places(error))))])


def mistake_words(error: BaseException) -> str:
    """Return the kind of error and where it happened, on one line."""
    places = list(_places(error))
    return f"{type(error).__name__} at {places[-1]}" if places else type(error).__name__


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(error.__traceback__):
        yield f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"


def _shortened(places: list[str]) -> list[str]:
    between = len(places) - FIRST - LAST
    return [*places[:FIRST], f"({between:,} more)", *places[-LAST:]] if between > 1 else places


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
