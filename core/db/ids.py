"""The ids of a list, in order: the first at once, the rest as one text that the store puts together."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CursorResult, Select, String, cast, func, select

from core.db.unit_of_work import Work

FIRST_CHUNK = 200
CHUNK = 8_000
"""Letters turned into numbers at once, some 1,200 ids: more would keep other threads from Python longer."""
COMMA = ","


def plainly(work: Work, query: Select[*tuple[Any, ...]], **values: object) -> CursorResult[Any]:
    """Ask past the session's bookkeeping, which costs more than the rows; pending changes go first."""
    work.session.flush()
    return work.session.connection().execute(query, values)


def ids_in_order(work: Work, query: Select[int]) -> Iterator[list[int]]:
    """Stream the ids of a query: a first chunk to paint at once, then the rest in pieces.

    A thread that steps through rows takes Python's one lock again for each of them, and the screen's thread
    waits as often. One text holds 100,000 ids without Python, in half the time.
    """
    first = list(plainly(work, query.limit(FIRST_CHUNK)).scalars())
    if first:
        yield first
    if len(first) == FIRST_CHUNK:
        yield from _numbers(_rest(work, query))


def _rest(work: Work, query: Select[int]) -> str:
    """Return the ids after the first chunk as one text; the store keeps a subquery's order in it."""
    (key,) = query.offset(FIRST_CHUNK).subquery().c
    return plainly(work, select(func.aggregate_strings(cast(key, String), COMMA))).scalar() or ""


def _numbers(text: str) -> Iterator[list[int]]:
    """Read numbers with commas between them, some at a time."""
    start = 0
    while start < len(text):
        end = text.find(COMMA, start + CHUNK)
        end = len(text) if end < 0 else end
        yield [int(one) for one in text[start:end].split(COMMA)]
        start = end + 1
