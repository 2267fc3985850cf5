import gc
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.errors import BadInput, Cancelled
from core.progress import Progress
from core.sheets.csv_out import harmless_in_csv, meant_in_csv, write_csv
from core.sheets.escapes import CELL_LIMIT, meant, parts, shown, width
from core.sheets.live import findings_in
from core.sheets.plan import Cell, ColumnHead, Cover, Kind, Sheet, Written
from core.sheets.reading import read_rows
from core.sheets.writing import goes_on, write_workbook

COVER = Cover("People on file", [("For", "A reader"), ("Why", "=2+2")])
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60) | st.sampled_from(
    [
        "=1+1",
        "\\x01",
        "\\\\x01",
        "\\u0001\x01",
        "_x0041_",
        "_x005F_x0041_",
        "a\r\nb\r",
        "\t=x",
        "C:\\new",
        "__x0041__",
    ]
)


def written(path: Path, rows: list[list[Cell]], **how: int) -> Written:
    columns = [ColumnHead(f"Column {place}") for place in range(len(rows[0]))]
    return write_workbook(path, COVER, [Sheet("Table", columns, rows)], replace=True, **how)


def read_back(path: Path, sheet: str = "Table") -> list[list[object]]:
    book = load_workbook(path)
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2)]


def texts(path: Path, sheet: str = "Table") -> list[list[str]]:
    return [[meant(str(value or "")) for value in row] for row in read_back(path, sheet)]


def every_cell(path: Path) -> Iterator[Any]:
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def naughty(shared_data: Path) -> list[str]:
    sheets = shared_data / "4_spreadsheets"
    lines = [*json.loads((sheets / "blns" / "blns.json").read_text())]
    for path in sorted((sheets / "csv_injection").rglob("*")):
        if path.is_file() and path.suffix in {".txt", ".md"}:
            lines += path.read_text(errors="replace").splitlines()
    return [line for line in lines if line]


@given(ANY_TEXT)
def test_escaped_text_is_meant_as_it_was(text: str) -> None:
    assert meant(shown(text)) == text


@given(st.text(st.characters(exclude_categories=[]), max_size=200), st.integers(14, 60))
def test_parts_fit_and_join_to_the_text(text: str, limit: int) -> None:
    cut = parts(text, limit)
    assert "".join(cut) == text
    assert all(width(shown(part)) <= limit for part in cut)


def test_a_path_with_backslashes_stays_as_people_know_it() -> None:
    assert shown("C:\\new\\table \\\\server") == "C:\\new\\table \\\\server"
    assert shown("bell\x07") == "bell\\x07"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_text_written_reads_back_exactly(tmp_path: Path, table: list[list[str]]) -> None:
    path = tmp_path / "any.xlsx"
    written(path, [[number, *row] for number, row in enumerate(table)])
    assert [row[1:] for row in texts(path)] == table


def test_naughty_and_hostile_text_reads_back_exactly_and_nothing_is_live(
    shared_data: Path, tmp_path: Path
) -> None:
    lines = naughty(shared_data)
    assert len(lines) > 500
    path = tmp_path / "naughty.xlsx"
    written(path, [[line] for line in lines])
    assert [row[0] for row in texts(path)] == lines
    assert {cell.data_type for cell in every_cell(path)} == {"s"}
    assert list(findings_in(path)) == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "=cmd|' /C calc'!A0", "00123"]
)
def test_text_that_looks_live_stays_text_when_edited(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    written(path, [[text]])
    cell = load_workbook(path)["Table"]["A2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")
    assert cell.quotePrefix is (None if text in {"#N/A", "00123"} else True) or cell.quotePrefix == (
        text[0] in "=+-@\t\r"
    )


def test_numbers_and_dates_keep_their_kind_where_a_sheet_keeps_them_exactly(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    moment = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    row: list[Cell] = [7, 2.5, Decimal("1.20"), date(2026, 3, 4), moment, True, None]
    written(path, [row])
    assert read_back(path) == [
        [7, 2.5, 1.2, datetime(2026, 3, 4), datetime(2026, 3, 4, 5, 6, 7), "yes", None]  # noqa: DTZ001 - sheets have no zones
    ]


def test_what_a_sheet_would_round_is_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    odd = datetime(2026, 1, 1, 1, 1, 1, 5, tzinfo=UTC)
    written(path, [[1234567890123456789, float("nan"), float("inf"), date(1899, 5, 1), odd]])
    assert read_back(path) == [
        ["1234567890123456789", "nan", "inf", "1899-05-01", "2026-01-01 01:01:01.000005"]
    ]


def test_a_text_longer_than_a_cell_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    long = "".join(f"word {place} 😀\x02 " for place in range(9000))
    written(path, [["short", long], ["x", "y" * CELL_LIMIT]])
    first = read_back(path)[0][1]
    assert isinstance(first, str)
    rest = [row for row in read_back(path, "Continued") if row[1] == "B2"]
    joined = meant(first.removesuffix(goes_on("Continued"))) + "".join(meant(str(row[4])) for row in rest)
    assert joined == long
    assert all(width(str(cell.value)) <= CELL_LIMIT for cell in every_cell(path))
    assert read_back(path)[1][1] == "y" * CELL_LIMIT


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    result = written(path, [[number] for number in range(25)], sheet_rows=11)
    assert [(facts.name, facts.rows) for facts in result.sheets] == [
        ("Table", 10),
        ("Table (2)", 10),
        ("Table (3)", 5),
    ]
    assert result.rows == 25
    assert read_back(path, "Table (3)") == [[20], [21], [22], [23], [24]]


def test_a_table_that_fills_its_sheet_exactly_makes_no_empty_one(tmp_path: Path) -> None:
    assert len(written(tmp_path / "a.xlsx", [[number] for number in range(10)], sheet_rows=11).sheets) == 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["a", 1], ["b", date(2026, 1, 1)]]
    assert written(tmp_path / "a.xlsx", rows).sha256 == written(tmp_path / "b.xlsx", rows).sha256
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_sheet_is_made_for_people(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [ColumnHead("Name"), ColumnHead("=Note", width=400), ColumnHead("Day", Kind.date)]
    write_workbook(
        path,
        COVER,
        [Sheet("A/B: [people] and a very long name indeed", columns, [["x", "y", date(2026, 1, 2)]])],
    )
    book = load_workbook(path)
    cover, sheet = book.worksheets
    assert cover["A1"].value == "People on file"
    assert (cover["A4"].value, cover["B4"].value, cover["B4"].data_type) == ("Why", "=2+2", "s")
    assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet.title)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C2")
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb == "00E8ECFC"
    assert sheet["B1"].data_type == "s"
    assert sheet.column_dimensions["B"].width == 60
    assert sheet["A2"].alignment.wrap_text


def test_sheets_asked_for_by_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    tables = [
        Sheet(name, [ColumnHead("a")], [[1]]) for name in ("People", "people", "Continued", "History", "''")
    ]
    names = [facts.name for facts in write_workbook(tmp_path / "a.xlsx", COVER, tables).sheets]
    assert names == ["People", "people (2)", "Continued (2)", "History (2)", "Sheet"]


def test_a_stopped_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    progress = Progress()

    def rows() -> Iterator[list[Cell]]:
        for number in range(5000):
            if number == 1200:
                progress.cancel()
            yield [number]

    with pytest.raises(Cancelled):
        write_workbook(tmp_path / "a.xlsx", COVER, [Sheet("T", [ColumnHead("n")], rows())], progress)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(BadInput, match="there already"):
        write_workbook(path, COVER, [])
    assert path.read_bytes() == b"before"


@given(st.text(st.sampled_from("'=+-@\t\r\n 1a|%＝\ufeff"), max_size=6) | st.text(max_size=20))
def test_neutralised_csv_text_is_meant_as_it_was(text: str) -> None:
    assert meant_in_csv(harmless_in_csv(text)) == text
    assert not re.match(r"[=@\t\r]|[+-](?![0-9]+([.,][0-9]+)?\Z)", harmless_in_csv(text))


def test_csv_reads_back_exactly_and_no_cell_begins_like_a_formula(shared_data: Path, tmp_path: Path) -> None:
    lines = naughty(shared_data)
    path = tmp_path / "a.csv"
    result = write_csv(path, [ColumnHead("text"), ColumnHead("n")], ([line, -3] for line in lines))
    rows = list(read_rows(path))
    assert result.rows == len(rows) == len(lines)
    assert [meant_in_csv(row.values["text"]) for row in rows] == lines
    assert {row.values["n"] for row in rows} == {"-3"}
    assert not [row for row in rows if row.values["text"].lstrip()[:1] in {"=", "@"}]


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Have no file grow beyond so many bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [500, 3_000, 20_000])
def test_a_disk_that_refuses_is_told_in_a_sentence_and_nothing_stays(tmp_path: Path, room: int) -> None:
    rows = [(f"{number} " * 40,) for number in range(2_000)]
    sheet = Sheet("Words", (ColumnHead("Text"),), rows)
    with disk_with_room_for(room), pytest.raises(BadInput, match="could not be written"):
        write_workbook(tmp_path / "words.xlsx", COVER, [sheet])
    gc.collect()  # what a broken archive still wants to say, it says now
    assert list(tmp_path.iterdir()) == []
