import csv
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BadInput, Cancelled
from core.progress import Progress
from core.sheets.reading import SourceRow, SourceRows, read_rows

Opener = Callable[..., SourceRows]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    def write(content: bytes | str, name: str = "people.csv") -> SourceRows:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_rows(path)

    return write


def by_stdlib(path: Path, encoding: str, delimiter: str) -> list[dict[str, str]]:
    csv.field_size_limit(1 << 24)
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def only(rows: SourceRows) -> SourceRow:
    (row,) = rows
    return row


@pytest.mark.parametrize("folder", ["1_postings", "4_spreadsheets"])
def test_real_files_read_as_the_csv_module_reads_them(shared_data: Path, folder: str) -> None:
    paths = [path for end in ("csv", "tsv") for path in sorted((shared_data / folder).rglob(f"*.{end}"))]
    assert paths
    for path in paths:
        rows = read_rows(path)
        assert rows.delimiter is not None
        found = list(rows)
        assert [row.problem for row in found if row.problem] == []
        assert [row.values for row in found] == by_stdlib(path, rows.encoding, rows.delimiter)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1))
def test_any_written_csv_reads_back_exactly(tmp_path: Path, table: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *table])
    rows = list(read_rows(path))
    assert [list(row.values.values()) for row in rows] == table
    assert [row.number for row in rows] == list(range(1, len(table) + 1))


@pytest.mark.parametrize(
    ("codec", "taken"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_encoding_is_told_and_said(opened: Opener, codec: str, taken: str) -> None:
    rows = opened("name,city\r\nZoë “Z” Müller,Köln\r\n".encode(codec))
    assert rows.encoding == taken
    assert rows.headings == ("name", "city")
    assert only(rows).values == {"name": "Zoë “Z” Müller", "city": "Köln"}


def test_a_few_broken_bytes_do_not_turn_a_utf8_file_into_windows_text(opened: Opener) -> None:
    rows = opened("name\nZoë Müller Öztürk\n".encode() + b"Jos\xe9\nAna\n")
    assert rows.encoding == "utf-8"
    good, bad, last = rows
    assert good.values["name"] == "Zoë Müller Öztürk"
    assert bad.problem == "The row holds bytes that are not UTF-8."
    assert bad.raw == "Jos\\xe9\n"
    assert last.problem is None


DAMAGE = [
    ("utf-16", b"\x00\xd8"),
    ("utf-16", b"\x3d\xdc"),
    ("utf-32", b"\x00\xd8\x00\x00"),
    ("utf-32", b"\x41\x00\x11\x00"),
]
WRITTEN = [("a.csv", "n\n", "{}\n"), ("a.jsonl", "", '{{"n": "{}"}}\n')]


@pytest.mark.parametrize(("codec", "half"), DAMAGE)
@pytest.mark.parametrize("written", WRITTEN, ids=["csv", "jsonl"])
def test_half_a_character_in_wide_text_is_a_problem_of_its_row_with_its_bytes_kept(
    opened: Opener, codec: str, half: bytes, written: tuple[str, str, str]
) -> None:
    name, head, line = written
    lines = "\ufeff" + head + "".join(line.format(one) for one in ("Zoë 🙂 \ufffd", "Jos¿é", "Ana"))
    content = half.join(part.encode(f"{codec}-le") for part in lines.split("¿"))
    good, bad, last = opened(content, name)
    assert (good.problem, good.values) == (None, {"n": "Zoë 🙂 \ufffd"})
    assert f"bytes that are not {codec.upper()}." in (bad.problem or "")
    assert bad.raw == line.format("Jos" + "".join(f"\\x{byte:02x}" for byte in half) + "é")
    assert (last.problem, last.values) == (None, {"n": "Ana"})


@pytest.mark.parametrize(("codec", "cut"), [("utf-16", 1), ("utf-16", 2), ("utf-32", 1), ("utf-32", 3)])
def test_wide_text_that_is_cut_off_within_a_character_is_a_problem_of_its_last_row(
    opened: Opener, codec: str, cut: int
) -> None:
    good, bad = opened("n\nAna\nZoë 🙂".encode(codec)[:-cut])
    assert (good.problem, good.values) == (None, {"n": "Ana"})
    assert bad.problem == f"The row holds bytes that are not {codec.upper()}."
    assert bad.raw.startswith("Zoë \\x")


def test_the_bytes_that_windows_text_leaves_open_are_kept(opened: Opener) -> None:
    assert only(opened(b"name\nJos\xe9 \x81\n")).values == {"name": "José \x81"}


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [("a;b\n1;2\n", ";"), ('"a;x",b\n1,2\n', ","), ("sep=|\na|b\n1|2\n", "|"), ("a\tb\n1\t2\n", "\t")],
)
def test_the_delimiter_is_told_from_the_heading(opened: Opener, content: str, delimiter: str) -> None:
    rows = opened(content)
    assert rows.delimiter == delimiter
    assert list(only(rows).values.values()) == ["1", "2"]


def test_a_tsv_is_split_at_tabs_whatever_its_heading_holds(opened: Opener) -> None:
    assert opened("a,b,c\td\n1\t2\n", "people.tsv").headings == ("a,b,c", "d")


def test_a_ragged_row_is_a_problem_and_the_next_is_not(opened: Opener) -> None:
    few, many, good = opened("a,b\n1\n1,2,3\n4,5\n")
    assert few.problem == "The row has 1 cells where the heading has 2."
    assert (many.problem, many.raw) == ("The row has 3 cells where the heading has 2.", "1,2,3\n")
    assert (good.number, good.line, good.values) == (3, 4, {"a": "4", "b": "5"})


def test_an_unclosed_quote_keeps_everything_it_swallowed(opened: Opener) -> None:
    first, second = opened('a,b\n1,2\n3,"four\n5,6\n')
    assert first.problem is None
    assert second.problem is not None
    assert "never closed" in second.problem
    assert second.raw == '3,"four\n5,6\n'


def test_a_nul_byte_is_a_problem_of_its_row(opened: Opener) -> None:
    bad, good = opened(b"a,b\n1,x\x00y\n" + b"some longer text,2\n" * 1)
    assert bad.problem == "The row holds a NUL byte, which no text has."
    assert good.problem is None


def test_a_cell_beyond_the_limit_is_a_problem_and_the_next_row_is_read(opened: Opener) -> None:
    bad, good = opened(b"a,b\n1," + b"x" * (17 << 20) + b"\n3,4\n")
    assert bad.problem is not None
    assert good.values == {"a": "3", "b": "4"}


def test_blank_lines_are_no_records(opened: Opener) -> None:
    assert [row.number for row in opened("a,b\n\n1,2\n\r\n3,4\n\n")] == [1, 2]


def test_a_column_without_heading_gets_one(opened: Opener) -> None:
    assert opened(",b,\n1,2,3\n").headings == ("column 1", "b", "column 3")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \n", "empty"),
        ("a.csv", b"PK\x03\x04rest", "zip"),
        ("a.csv", b"\xd0\xcf\x11\xe0rest", "old Excel"),
        ("a.csv", bytes(range(256)) * 4 + b"\x00" * 400, "UTF-16|not a text"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        ("a.csv", b"id,id\n1,2\n", "Columns 1 and 2"),
        ("a.csv", b'"id,name\n1,2\n', "heading"),
        ("a.xlsx", b"PK\x03\x04rest", "Workbooks"),
        ("a.docx", b"PK\x03\x04rest", r"\.csv, \.tsv and \.jsonl"),
        ("a.jsonl", b'[{"a": 1}]', "JSON list"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(
    opened: Opener, name: str, content: bytes, word: str
) -> None:
    with pytest.raises(BadInput, match=word) as refused:
        opened(content, name)
    assert refused.value.sentence.endswith(".")


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        read_rows(tmp_path / "nothing.csv")


def test_json_values_become_text_in_one_way(opened: Opener) -> None:
    line = '{"s": " é\\r\\n", "n": 1.10, "big": 123456789012345678901234567890, "t": true, "e": null, '
    line += '"o": {"b": [1, 2.50], "a": "x"}}'
    assert only(opened(line, "a.jsonl")).values == {
        "s": " é\r\n", "n": "1.10", "big": "123456789012345678901234567890", "t": "true", "e": "",
        "o": '{"a":"x","b":[1,2.50]}',
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json}", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"a": NaN}', "not a JSON number"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": "\\ud800"}', "surrogate"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested"),
    ],
)
def test_a_bad_json_line_is_a_problem_and_its_text_is_kept(opened: Opener, line: str, reason: str) -> None:
    good, bad, last = opened('{"a": "1"}\n' + line + '\n\n{"a": "3"}\n', "a.jsonl")
    assert reason in (bad.problem or "")
    assert (bad.number, bad.raw) == (2, line + "\n")
    assert (good.problem, last.problem, last.number) == (None, None, 3)


def test_json_headings_are_all_keys_in_order_of_appearance(opened: Opener) -> None:
    assert opened('{"b": 1}\n{"a": 1, "b": 2}\n', "a.jsonl").headings == ("b", "a")


def test_a_key_that_first_stands_in_the_last_of_many_records_is_a_heading(opened: Opener) -> None:
    lines = ["{}", *('{"b": 1}' for _ in range(2500)), "not json", '{"a": 1, "b": 2}']
    assert opened("\n".join(lines), "a.jsonl").headings == ("b", "a")


def test_records_named_by_their_keys_are_refused_in_a_sentence(opened: Opener) -> None:
    rows = opened("".join(f'{{"id": {n}, "user {n}": 1}}\n' for n in range(600)), "a.jsonl")
    with pytest.raises(BadInput, match=r"^By record 500 there are more than 500 different keys"):
        _ = rows.headings


def test_a_key_that_is_no_heading_is_a_problem_of_its_line(opened: Opener) -> None:
    rows = opened(json.dumps({"a": 1, "x" * 501: 2}), "a.jsonl")
    assert only(rows).problem == "A key is longer than 500 characters."
    assert rows.headings == ()


def test_the_look_for_headings_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n' * 1500)
    progress = Progress()
    rows = read_rows(path, progress)
    progress.cancel()
    with pytest.raises(Cancelled):
        _ = rows.headings


def test_the_same_rows_as_json_lines_hold_the_same_text(shared_data: Path, tmp_path: Path) -> None:
    source = next((shared_data / "1_postings" / "emscad_first500").rglob("*.csv"))
    rows = [dict(row.values) for row in read_rows(source)][:200]
    path = tmp_path / "postings.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [row.values for row in read_rows(path)] == rows


def test_rows_can_be_gone_through_twice(opened: Opener) -> None:
    rows = opened("a\n1\n2\n")
    assert list(rows) == list(rows)


def test_reading_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "1\n" * 3000)
    progress = Progress()
    rows = iter(read_rows(path, progress))
    next(rows)
    progress.cancel()
    with pytest.raises(Cancelled):
        list(rows)


@pytest.mark.parametrize(
    ("name", "head", "line"),
    [
        ("long.csv", "id,text\n", 'x,"a line\nand another"\n'),
        ("long.jsonl", "", '{"id": "x", "text": "a line"}\n'),
    ],
)
def test_memory_stays_flat_however_long_the_file_is(tmp_path: Path, name: str, head: str, line: str) -> None:
    path = tmp_path / name
    path.write_text(head + line * 60_000)
    tracemalloc.start()
    rows = read_rows(path)
    assert rows.headings == ("id", "text")
    assert sum(1 for _ in rows) == 60_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 << 20
