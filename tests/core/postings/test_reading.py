"""A text as the rules read it, with every invisible character shown and every hit in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.postings.reading import as_rules_read
from core.text.folding import fold, ignorable


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Plain TEXT\r\n\twith lines", "plain text\r\n\twith lines"),
        ("WES\u200bTERN", "wes⟨U+200B⟩tern"),
        ("ＷＥＳＴＥＲＮ", "western"),
        ("a\x00b\x1bc", "a⟨U+0000⟩b⟨U+001B⟩c"),
        ("\u202eabc", "⟨U+202E⟩abc"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folded_with_signs_for_what_was_invisible(raw: str, read: str) -> None:
    assert as_rules_read(raw).text == read


def test_a_hidden_character_is_named_at_its_sign() -> None:
    reading = as_rules_read("a\u200bb")
    (hidden,) = reading.hidden
    assert (reading.text[hidden.start : hidden.end], hidden.name) == ("⟨U+200B⟩", "ZERO WIDTH SPACE")


def test_a_place_in_the_raw_text_is_found_in_the_reading() -> None:
    raw = "Ünder ﬁre: WES\u200bTERN union"
    reading = as_rules_read(raw)
    start, end = reading.span(raw.index("WES"), raw.index(" union"))
    assert reading.text[start:end] == "wes⟨U+200B⟩tern"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_without_its_signs_the_reading_is_the_folded_text(raw: str) -> None:
    reading = as_rules_read(raw)
    shown, at = "", 0
    for hidden in reading.hidden:
        shown, at = shown + reading.text[at : hidden.start], hidden.end
    shown += reading.text[at:]
    controls = {chr(one) for one in (*range(32), *range(127, 160))} - set("\n\r\t")
    assert shown == "".join(one for one in fold(raw).text if one not in controls)
    assert len(reading.places) == len(raw) + 1
    assert len(reading.hidden) >= sum(map(ignorable, raw))
