"""CSV out: UTF-8 with its mark (so that Excel reads it as such), RFC 4180, and no cell that could run.

A text that begins like a formula gets one apostrophe in front; so does one that has apostrophes before such a
beginning, which makes it reversible (`meant_in_csv`). A plain number with its sign stays as it is.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from core.landing import land
from core.progress import Progress
from core.sheets.cells import could_run
from core.sheets.plan import Cell, ColumnHead, SheetFacts, Written

REPORT_EVERY = 1000
_SIGNED_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?\Z")


def harmless_in_csv(text: str) -> str:
    """Return the text so that no spreadsheet program runs it."""
    return "'" + text if could_run(text) and not _SIGNED_NUMBER.match(text) else text


def meant_in_csv(cell: str) -> str:
    """Return the text that `harmless_in_csv` was given."""
    return cell[1:] if cell.startswith("'") and could_run(cell) else cell


def write_csv(
    path: Path,
    columns: Sequence[ColumnHead],
    rows: Iterable[Sequence[Cell]],
    progress: Progress | None = None,
    *,
    replace: bool = False,
) -> Written:
    """Write a table as CSV, whole or not at all; dates are ISO 8601, moments in UTC, None is empty.

    Raises BadInput if the file is there already and `replace` is not set, Cancelled when stopped.
    """
    count = 0

    def write(file: BinaryIO) -> None:
        nonlocal count
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogatepass", newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(harmless_in_csv(column.title) for column in columns)
        for count, row in enumerate(rows, 1):
            writer.writerow(map(_csv_text, row))
            if progress and count % REPORT_EVERY == 0:
                progress.at(count)
        text.flush()
        text.detach()

    digest = land(path, write, replace=replace)
    return Written(digest, count, (SheetFacts(path.stem, count),))


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else harmless_in_csv(str(value))
