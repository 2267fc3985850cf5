"""What a file of records looks like once opened: its headings and its rows, one at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
    """A file's headings and a fresh pass over its rows each time it is iterated; memory stays flat.

    `encoding` says how the bytes were taken, `delimiter` is None for JSON Lines. A JSON row holds the keys it
    has; `headings` are then the keys of the first thousand records, in order of appearance.
    """

    path: Path
    headings: tuple[str, ...]
    encoding: str
    delimiter: str | None
    rows: Callable[[], Iterator[SourceRow]] = field(repr=False)
    progress: Progress | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[SourceRow]:
        """Yield the rows; raises Cancelled when the person stops it."""
        for row in self.rows():
            if self.progress and row.number % REPORT_EVERY == 0:
                self.progress.at(row.number)
            yield row
