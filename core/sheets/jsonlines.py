"""JSON Lines: one object a line; strings stay as they are, everything else becomes text in one way.

A key may first appear in the last record of all, so the headings are those of the whole file.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from core.errors import BadInput
from core.progress import Progress
from core.sheets.canonical import canonical
from core.sheets.delimited import Lines
from core.sheets.encodings import decoding_errors, encoding_of, shown_bytes, unreadable_bytes
from core.sheets.source import REPORT_EVERY, SourceRow, SourceRows

PEEK = 1000
MOST_KEYS, LONGEST_KEY = 500, 500
"""What a table can have for headings; a file that names its records by their keys has no end of them."""
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Digits(str):
    """A JSON number with its digits as written: 1.10 stays 1.10, and no digit of a long one is lost."""

    __slots__ = ()


class NotARecord(ValueError):
    """A line that cannot be taken; its text is the reason."""


def open_json_lines(path: Path) -> SourceRows:
    """Open a .jsonl file; see `read_rows` for what is raised."""
    encoding = encoding_of(path)
    with _text(path, encoding) as file:
        if file.read(PEEK).lstrip().startswith("["):
            raise BadInput("This is one JSON list; write one object a line (JSON Lines) and choose that.")
    rows = partial(_rows, path, encoding)
    return SourceRows(path, encoding, None, rows, partial(_keys, rows))


def _keys(rows: Callable[[], Iterator[SourceRow]], progress: Progress) -> tuple[str, ...]:
    """Return the keys of all records, in order of appearance."""
    keys: dict[str, None] = {}
    for row in rows():
        keys.update(dict.fromkeys(row.values))
        if len(keys) > MOST_KEYS:
            raise BadInput(
                f"By record {row.number:,} there are more than {MOST_KEYS} different keys, too many for "
                "headings; put what varies into one value, such as a list, and choose that file."
            )
        if row.number % REPORT_EVERY == 0:
            progress.at(row.number)
    return tuple(keys)


def _text(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors=decoding_errors(encoding), newline="\n")


def _rows(path: Path, encoding: str) -> Iterator[SourceRow]:
    with _text(path, encoding) as file:
        lines = Lines(file)
        number = 0
        for line in lines:
            if line.strip():
                number += 1
                yield _row(number, line, lines, encoding)
            lines.start_record()


def _row(number: int, line: str, lines: Lines, encoding: str) -> SourceRow:
    try:
        return SourceRow(number, _values(line, encoding, cut=lines.cut), line=lines.count)
    except NotARecord as reason:
        return SourceRow(number, {}, str(reason), shown_bytes(line), lines.count)


def _values(line: str, encoding: str, *, cut: bool) -> dict[str, str]:
    if cut:
        raise NotARecord("The line is longer than 16 million characters; only its beginning is kept.")
    if found := unreadable_bytes(line, encoding):
        raise NotARecord(f"The line holds {found}.")
    record = _parsed(line)
    if not isinstance(record, dict):
        raise NotARecord("The line is not a JSON object.")
    values = {name: text_of(value) for name, value in record.items()}
    _refuse_unstorable(values)
    if max(map(len, values), default=0) > LONGEST_KEY:
        raise NotARecord(f"A key is longer than {LONGEST_KEY} characters.")
    return values


def _parsed(line: str) -> object:
    try:
        parsed: object = json.loads(
            line, parse_int=Digits, parse_float=Digits, parse_constant=_refuse, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise NotARecord(f"The line is not JSON: {error.msg} at character {error.pos + 1}.") from error
    except RecursionError as error:
        raise NotARecord("The JSON is nested too deeply.") from error
    return parsed


def _refuse(name: str) -> object:
    raise NotARecord(f"{name} is not a JSON number.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise NotARecord("A key stands twice in one object.")
    return record


def _refuse_unstorable(values: dict[str, str]) -> None:
    for text in (*values, *values.values()):
        if "\x00" in text:
            raise NotARecord("The line holds a NUL character, which no text has.")
        if not text.isascii() and _HALF_PAIR.search(text):
            raise NotARecord("The line holds half of a surrogate pair.")


def text_of(value: object) -> str:
    """Return a JSON value as text: null is empty, numbers stand as written, the rest is canonical."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    try:
        return canonical(value, literal=Digits)
    except RecursionError as error:
        raise NotARecord("The JSON is nested too deeply.") from error
