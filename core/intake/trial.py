"""Trying a file: what would happen, with nothing stored."""

from pathlib import Path

from core.desk import Desk
from core.intake.again import runs_of_file
from core.intake.mapping import ColumnMapping
from core.intake.placing import Counts, place
from core.intake.runs import BATCH, begin_run, open_file, surroundings
from core.intake.shapes import Kind
from core.sheets.reading import SourceRow, SourceRows


class _OnlyTryingError(Exception):
    """Ends the trial's transaction without a commit, carrying the counts."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


def try_file(desk: Desk, path: Path, kind: Kind, told: Path | ColumnMapping | None = None) -> Counts:
    """Count what taking this file in would do; the transaction is rolled back."""
    rows, mapping = open_file(path, kind, told)
    try:
        _try(desk, rows, mapping)
    except _OnlyTryingError as tried:
        return tried.counts
    return Counts()


def _try(desk: Desk, rows: SourceRows, mapping: ColumnMapping) -> None:
    counts = Counts()
    batch: list[SourceRow] = []
    with desk.write() as work:
        run = begin_run(work, rows.path, mapping)
        runs, around = runs_of_file(work, run), surroundings(work)
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                counts, batch = counts.plus(place(work, runs, mapping, batch, around)), []
        raise _OnlyTryingError(counts.plus(place(work, runs, mapping, batch, around)))
