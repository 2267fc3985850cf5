"""CSV and TSV (RFC 4180 and what people make of it): text exactly as Python's csv module reads it."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TextIO

from core.errors import BadInput
from core.sheets.encodings import decoding_errors, encoding_of, shown_bytes, unreadable_bytes
from core.sheets.source import FIELD_LIMIT, SourceRow, SourceRows

DELIMITERS = ",;\t|"


@dataclass
class Lines:
    """Physical lines of a text file, those of the record being read kept aside."""

    file: TextIO
    count: int = 0
    ended: bool = False
    cut: bool = False
    record: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        """Yield each line; one longer than a cell may be is cut, and `cut` says so."""
        for line in iter(partial(self.file.readline, FIELD_LIMIT + 2), ""):
            self.count += 1
            self.record.append(line)
            if len(line) > FIELD_LIMIT:
                self._pass_over_the_rest(line)
            yield line
        self.ended = True

    def start_record(self) -> None:
        """Forget the lines of the record before."""
        self.record.clear()
        self.cut = False

    def _pass_over_the_rest(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            self.cut = True
            line = self.file.readline(FIELD_LIMIT)


def open_delimited(path: Path) -> SourceRows:
    """Open a .csv (delimiter told from its heading) or .tsv file; see `read_rows` for what is raised."""
    encoding = encoding_of(path)
    with _text(path, encoding) as file:
        first = file.readline(FIELD_LIMIT)
    delimiter = _delimiter(path, first)
    headings = _headings(path, encoding, delimiter)
    rows = partial(_rows, path, encoding, delimiter, headings)
    return SourceRows(path, encoding, delimiter, rows, lambda _: headings)


def _text(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors=decoding_errors(encoding), newline="")


def _delimiter(path: Path, first: str) -> str:
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    if _names_its_delimiter(first):
        return first[4]
    outside_quotes = "".join(first.split('"')[::2])
    found = Counter(mark for mark in outside_quotes if mark in DELIMITERS)
    return max(DELIMITERS, key=lambda mark: found[mark])


def _names_its_delimiter(first: str) -> bool:
    """Tell Excel's own first line, `sep=;`, from a heading."""
    line = first.strip("\r\n")
    return line.lower().startswith("sep=") and len(line) == len("sep=;") and line[4] in DELIMITERS


def _records(lines: Lines, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """Yield records, or the error in place of one; blank lines are none."""
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(iter(lines), delimiter=delimiter)
    while True:
        lines.start_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error
        else:
            if cells and not (lines.count == 1 and _names_its_delimiter(lines.record[0])):
                yield cells


def _headings(path: Path, encoding: str, delimiter: str) -> tuple[str, ...]:
    with _text(path, encoding) as file:
        lines = Lines(file)
        cells = next(_records(lines, delimiter), None)
        if not isinstance(cells, list) or lines.ended:
            raise BadInput("The first line is not a line of headings; the file needs one.")
        if _unusable("".join(cells), encoding):
            raise BadInput("The headings have characters that cannot be read; save the file as UTF-8.")
    names = tuple(name or f"column {place}" for place, name in enumerate(cells, 1))
    _refuse_doubles(names)
    return names


def _refuse_doubles(names: tuple[str, ...]) -> None:
    first: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name in first:
            raise BadInput(f"Columns {first[name]} and {place} have the same heading; give each its own.")
        first[name] = place


def _rows(path: Path, encoding: str, delimiter: str, headings: tuple[str, ...]) -> Iterator[SourceRow]:
    with _text(path, encoding) as file:
        lines = Lines(file)
        records = _records(lines, delimiter)
        next(records)
        before = lines.count
        for number, cells in enumerate(records, 1):
            start, before = before + 1, lines.count
            problem = _problem(cells, headings, lines, encoding)
            values = dict(zip(headings, cells, strict=False)) if isinstance(cells, list) else {}
            if problem is None:
                yield SourceRow(number, values, line=start)
            else:
                kept = {name: shown_bytes(text) for name, text in values.items()}
                yield SourceRow(number, kept, problem, shown_bytes("".join(lines.record)), start)


def _problem(
    cells: list[str] | csv.Error, headings: tuple[str, ...], lines: Lines, encoding: str
) -> str | None:
    if lines.cut or isinstance(cells, csv.Error):
        return "A cell is longer than 16 million characters, or a quote is never closed."
    if lines.ended:
        return "A quote is opened here and never closed, so the rest of the file stands in this row."
    if len(cells) != len(headings):
        return f"The row has {len(cells)} cells where the heading has {len(headings)}."
    return _unusable("".join(cells), encoding)


def _unusable(text: str, encoding: str) -> str | None:
    if "\x00" in text:
        return "The row holds a NUL byte, which no text has."
    found = unreadable_bytes(text, encoding)
    return f"The row holds {found}." if found else None
