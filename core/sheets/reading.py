"""A site's own files, read row by row; nothing in them is ever run, and no row is dropped."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.errors import BadInput
from core.progress import Progress
from core.sheets.delimited import open_delimited
from core.sheets.jsonlines import open_json_lines
from core.sheets.source import SourceRow, SourceRows

__all__ = ["SourceRow", "SourceRows", "read_rows"]

OPENERS: dict[str, Callable[[Path], SourceRows]] = {
    ".csv": open_delimited,
    ".tsv": open_delimited,
    ".tab": open_delimited,
    ".jsonl": open_json_lines,
    ".ndjson": open_json_lines,
}
WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}


def read_rows(path: Path, progress: Progress | None = None) -> SourceRows:
    """Open a .csv, .tsv or .jsonl file of records.

    A row that cannot be taken comes with its `problem` and raw text. `progress` is told how far each pass
    over the rows is. Raises BadInput, in one sentence, for a file that cannot be taken at all: missing,
    empty, not text, no headings, or one heading twice.
    """
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        raise BadInput("Workbooks cannot be read yet; save the sheet as CSV (UTF-8) and choose that.")
    if kind not in OPENERS:
        raise BadInput("Only .csv, .tsv and .jsonl files can be read; save the table as one of these.")
    try:
        return replace(OPENERS[kind](path), progress=progress)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be opened: {error.strerror or 'the disk refused'}.") from error
    except UnicodeError as error:
        raise BadInput("The text is damaged at its start; save the file as UTF-8 and choose that.") from error
