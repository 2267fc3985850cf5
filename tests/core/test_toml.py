"""TOML is read in one place, within bounds; whatever else a file holds is refused in a sentence."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.toml import DEEPEST, NotToml, read_toml

CORE = Path(__file__).parents[2] / "core"
LONG = ".".join("a" * 5000)
TOO_MUCH = {
    "a dotted key": f"{LONG} = 1",
    "a key of a hundred thousand names": ".".join("a" * 100_000) + " = 1",
    "a dotted key in quotes": ".".join(['"a b"'] * 5000) + " = 1",
    "a heading": f"[{LONG}]\nx = 1",
    "a heading of entries": f"[[{LONG}]]\nx = 1",
    "a dotted key with blanks": " . ".join("a" * 5000) + " = 1",
    "a dotted key inside a table": f"x = {{ {LONG} = 1 }}",
    "lists in lists": f"x = {'[' * 5000}{']' * 5000}",
    "tables in tables": "x = " + "{a = " * 5000 + "1" + "}" * 5000,
    "a hundred lists in lists": f"x = {'[' * 100}{']' * 100}",
    "a number of many digits": f"x = {'1' * 5000}",
    "a hexadecimal number of many digits": f"x = 0x{'f' * 5000}",
    "a number beyond 64 bits": f"x = {2**63}",
    "no TOML": "x = ",
}


def nested(depth: int) -> str:
    return f"x = {'[' * depth}{']' * depth}"


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_cannot_be_read_is_refused_in_words_on_one_line(what: str) -> None:
    with pytest.raises(NotToml) as refused:
        read_toml(TOO_MUCH[what])
    said = str(refused.value)
    assert said
    assert "\n" not in said
    assert len(said) < 200


def test_a_long_key_is_refused_with_its_line() -> None:
    with pytest.raises(NotToml, match=r"at line 3"):
        read_toml(f"x = 1\n\n{LONG} = 1\n")


@pytest.mark.parametrize(
    "text",
    [
        f'x = "{LONG}"',
        f"x = '{LONG}'",
        f'x = ["{LONG}", "{LONG}"]',
        f'x = "a \\" {LONG}"',
        f'x = """\n{LONG}\n"quoted" {LONG}"""""',
        f"x = '''\n{LONG}\n'''",
        f"x = 1 # {LONG}",
        f'"{LONG}" = 1',
    ],
)
def test_dots_in_a_text_or_a_comment_join_no_names(text: str) -> None:
    read_toml(text)
    with pytest.raises(NotToml, match=rf"at line {text.count(chr(10)) + 3}"):
        read_toml(f"{text}\n\n{LONG} = 1\n")


@pytest.mark.parametrize("text", ['"""', "'''", '"', '"""\\', '\\"""' * 3])
def test_texts_that_are_not_closed_are_refused_at_once(text: str) -> None:
    start = process_time()
    for many in (text, f"x = {text * 100_001}"):
        with pytest.raises(NotToml):
            read_toml(many)
    assert process_time() - start < 2


def test_what_is_within_the_bounds_is_read() -> None:
    text = f'a.b.c = {2**63 - 1}\r\nword = "{".".join("ab" * 20)}"\r\n{nested(DEEPEST - 1)}\r\n'
    told = read_toml(text)
    assert told["a"] == {"b": {"c": 2**63 - 1}}
    assert told["word"].count(".") == 39


@given(st.text(max_size=200))
def test_any_text_is_toml_or_is_not(text: str) -> None:
    try:
        assert isinstance(read_toml(text), dict)
    except NotToml as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right, a third is not


def test_nothing_else_reads_toml() -> None:
    readers = {one.name for one in CORE.rglob("*.py") if "import tomllib" in one.read_text("utf-8")}
    assert readers == {"toml.py"}
