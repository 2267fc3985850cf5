"""What a person reads: nothing is cut, and no one's text can steer or mislead the terminal (C22)."""

import json
import os
import pty
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from core.cli.invocation import CalledWrongly, Invocation
from core.cli.rendering import harmless, in_json, plain, render
from core.cli.tables import on_terminal, tab_separated
from core.errors import BadInput

LONG = "Buy Cheap Watches " * 12
HEADINGS = ["id", "external_id", "state", "risk", "title", "category", "received_at", "author", "hits"]
STEERING = "a\x1b[2J\x1b]0;own\x07b\x9b31m\u202ereversed\u2066\u200bz"


def row(**other: object) -> dict[str, object]:
    return {name: f"the {name}" for name in HEADINGS} | {"title": LONG} | other


def on_a_pty(columns: int, answer: dict[str, object]) -> str:
    """Print an answer in a process of its own whose output is a terminal of so many columns."""
    code = "import json, sys; from core.cli.rendering import render; render(json.loads(sys.argv[1]))"
    read: list[bytes] = []

    def reading(descriptor: int) -> bytes:
        block = os.read(descriptor, 65_536)
        read.append(block)
        return block

    os.environ["COLUMNS"] = str(columns)
    try:
        status = pty.spawn([sys.executable, "-c", code, json.dumps(answer)], reading)
    finally:
        del os.environ["COLUMNS"]
    assert status == 0
    return b"".join(read).decode().replace("\r\n", "\n")


def test_what_is_not_for_a_terminal_is_one_line_a_row_with_nothing_cut(
    capsys: pytest.CaptureFixture[str],
) -> None:
    render({"rows": [row(), row(title="two\nlines\tand a tab")], "total": 2})
    title, headings, first, second, total = capsys.readouterr().out.splitlines()
    assert (title, total) == ("rows:", "total: 2")
    assert headings.split("\t") == [name.replace("_", " ") for name in HEADINGS]
    assert first.split("\t")[4] == LONG
    assert second.split("\t")[4] == "two\\nlines\\tand a tab"


def test_a_terminal_too_narrow_for_all_columns_shows_every_heading_and_value_whole() -> None:
    shown = on_a_pty(80, {"rows": [row()], "total": 1})
    lines = shown.splitlines()
    assert [one.split("  ")[0] for one in lines[1:10]] == [name.replace("_", " ") for name in HEADINGS]
    assert LONG.strip() in shown
    assert lines[-1] == "total: 1"


@pytest.mark.parametrize("columns", [80, 200])
def test_a_terminal_wide_enough_shows_columns_under_whole_headings(columns: int) -> None:
    shown = on_a_pty(columns, {"rows": [{"id": 7, "title": LONG, "received_at": "2026-11-20"}]})
    _, headings, _, *folded = shown.splitlines()
    assert headings.split() == ["id", "title", "received", "at"]
    assert "".join("".join(folded).split()) == "7" + _folded_in(LONG.strip(), "2026-11-20", folded)
    assert max(map(cell_len, shown.splitlines())) <= columns


def _folded_in(text: str, after: str, lines: list[str]) -> str:
    """Return the text without its spaces, with what stands right of its first line in between."""
    squeezed = "".join(text.split())
    first = "".join(lines[0].split()[1:-1])
    return first + after + squeezed.removeprefix(first)


def test_columns_stay_within_the_terminal_also_with_wide_characters() -> None:
    table = on_terminal(["id", "title"], [["2", "短い日本語の題名" * 8]], 40)
    assert max(cell_len(line) for line in table.splitlines()) <= 40
    assert table.count("題") == 8


def test_more_columns_than_fit_are_told_one_under_the_other() -> None:
    block = on_terminal(HEADINGS, [[f"the {name}" for name in HEADINGS]], 60)
    assert [line.split("  ")[0] for line in block.splitlines()] == HEADINGS


def test_rows_with_different_keys_lose_none(capsys: pytest.CaptureFixture[str]) -> None:
    render({"messages": [{"message": "a", "case": 1}, {"message": "b", "error": "It cannot be read."}]})
    assert capsys.readouterr().out.splitlines()[1:] == [
        "message\tcase\terror",
        "a\t1\t",
        "b\t\tIt cannot be read.",
    ]


def test_other_peoples_text_cannot_steer_the_terminal() -> None:
    shown = harmless(STEERING)
    assert all(one.isprintable() for one in shown)
    assert shown.startswith("a\\x1b[2J\\x1b]0;own\\x07b\\x9b31m\\u202ereversed\\u2066\\u200bz")
    assert harmless("Straße\u00a0 東京 é\n") == "Straße\u00a0 東京 é\n", "what can be seen stays"


@pytest.mark.parametrize("show", [lambda text: {"rows": [{"title": text}]}, lambda text: {"title": text}])
def test_nothing_that_steers_reaches_standard_output(
    show: Callable[[str], dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    render(show(STEERING))
    assert all(one.isprintable() or one == "\n" for one in capsys.readouterr().out)


def test_json_for_a_terminal_is_harmless_too_and_reads_back_the_same() -> None:
    line = in_json({"title": STEERING, "name": "東京", "emoji": "\U000e0041"})
    assert line.isprintable()
    assert json.loads(line) == {"title": STEERING, "name": "東京", "emoji": "\U000e0041"}
    assert "東京" in line


def test_a_second_line_of_a_text_cannot_pass_for_another_fact(capsys: pytest.CaptureFixture[str]) -> None:
    render({"text": "hello\nok: yes", "ok": False})
    assert capsys.readouterr().out.splitlines() == ["text: hello", "    ok: yes", "ok: no"]


def test_a_sentence_with_a_hostile_file_name_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    Invocation().refuse(f"{STEERING} cannot be read.")
    assert capsys.readouterr().err.strip().isprintable()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "yes"),
        (None, ""),
        ([], "none"),
        ({}, "none"),
        ({"left_out": 3, "kept": None}, "left out 3, kept"),
        ([{"rule": "fraud", "start": 3}], "rule fraud, start 3"),
        (("a", "b"), "a; b"),
    ],
)
def test_values_are_told_in_plain_words(value: object, said: str) -> None:
    assert plain(value) == said


def test_tabs_are_never_part_of_a_cell() -> None:
    assert tab_separated(["a", "b"], [[harmless("x\ty"), "z"]]) == "a\tb\nx\\ty\tz"


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_passphrase_file_that_others_may_read_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text("remit test desk\n", "utf-8")
    file.chmod(0o640)
    with pytest.raises(BadInput, match=r"Others on this machine may read .* chmod 600"):
        Invocation(passphrase_file=file).passphrase()
    file.chmod(0o600)
    assert Invocation(passphrase_file=file).passphrase() == "remit test desk"


def test_a_passphrase_that_nobody_gave_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REMIT_PASSPHRASE", raising=False)
    with pytest.raises(CalledWrongly, match="Give the passphrase"):
        Invocation().passphrase()
