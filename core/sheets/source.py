"""What a file of records looks like once opened: its headings and its rows, one at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from core.progress import Progress

FIELD_LIMIT = 16 * 1024 * 1024
"""The longest cell, in characters; without it a quote that never closes takes the file into memory."""

REPORT_EVERY = 1000


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One record as the file has it.

    `number` counts records from 1, the heading left out; `line` is the physical line it starts on. `problem`
    is None, or the reason in one sentence; then `raw` holds the record's text so that nothing is lost.
    """

    number: int
    values: Mapping[str, str]
    problem: str | None = None
    raw: str = ""
    line: int = 0


@dataclass(frozen=True)
class SourceRows:
    """A file's rows, a fresh pass over them each time it is iterated, and its headings; memory stays flat.

    `encoding` says how the bytes were taken, `delimiter` is None for JSON Lines. A JSON row holds the keys it
    has.
    """

    path: Path
    encoding: str
    delimiter: str | None
    rows: Callable[[], Iterator[SourceRow]] = field(repr=False)
    find_headings: Callable[[Progress], tuple[str, ...]] = field(repr=False)
    progress: Progress | None = field(default=None, repr=False)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings; of JSON Lines the keys of all records, for which the whole file is gone through.

        Raises BadInput where these are too many, Cancelled when the person stops it.
        """
        return self.find_headings(self.progress or Progress())

    def __iter__(self) -> Iterator[SourceRow]:
        """Yield the rows; raises Cancelled when the person stops it."""
        for row in self.rows():
            if self.progress and row.number % REPORT_EVERY == 0:
                self.progress.at(row.number)
            yield row
