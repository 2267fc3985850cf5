"""Short names: one line, and all of it shows."""

import pytest

from core.errors import BadInput
from core.short_names import short_name, unseen


@pytest.mark.parametrize(
    "name",
    [
        "Sparrow Mail",
        "Żółć & Söhne",
        "王小明",
        "שלום",
        "می\u200cخواهم",
        "👩\u200d🔬 Lab",
        "A\u00a0B",
        "O'Brien",
        "=1+1",
    ],
)
def test_a_name_of_any_script_stands_as_typed(name: str) -> None:
    assert short_name(f"  {name} ", "The share's title", 80) == name


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("two\nlines", "a line break"),
        ("two\u2028lines", "a line break"),
        ("ends\r", "a line break"),
        ("\tindented", "a character that cannot be seen (U+0009)"),
        ("nul\x00", "a character that cannot be seen (U+0000)"),
        ("c1\x9dx", "a character that cannot be seen (U+009D)"),
        ("pay\u202egpj.exe", "a mark that turns text around (U+202E)"),
        ("a\u2067b", "a mark that turns text around (U+2067)"),
        ("\ufeffname", "a character that cannot be seen (U+FEFF)"),
        ("name\u200d", "a character that cannot be seen (U+200D)"),
        ("\u200b", "a character that cannot be seen (U+200B)"),
    ],
)
def test_what_does_not_show_is_told_by_field_and_code_point(name: str, holds: str) -> None:
    with pytest.raises(BadInput) as refused:
        short_name(name, "The share's title", 80)
    assert refused.value.sentence == f"The share's title holds {holds}; type it without."


def test_a_name_is_as_long_as_it_may_be_and_no_longer() -> None:
    assert short_name("n" * 80, "A name", 80) == "n" * 80
    with pytest.raises(BadInput, match="A name has 80 characters at most; this one has 81"):
        short_name("n" * 81, "A name", 80)


def test_nothing_typed_is_nothing() -> None:
    assert short_name("   ", "A name", 80) == ""
    assert unseen("") == ""
