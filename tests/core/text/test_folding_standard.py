"""The fold against Unicode's own definition, and its way back against the raw text."""

import sys
from itertools import pairwise
from unicodedata import category, name, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text.characters import begins, fold_character, ignorable, stands_alone
from core.text.folding import LONGEST_SEQUENCE, fold


def _is_uniform(character: str) -> bool:
    return name(character, "").startswith(UNIFORM) or not name(character, "")


UNIFORM = (
    "CJK UNIFIED",
    "HANGUL SYLLABLE",
    "TANGUT",
    "NUSHU",
    "EGYPTIAN",
    "CUNEIFORM",
    "KHITAN",
    "ANATOLIAN",
)
"""Of these blocks and of unassigned points one in a hundred is looked at; of all others each."""
EVERY = [
    chr(point)
    for point in range(sys.maxunicode + 1)
    if not 0xD800 <= point <= 0xDFFF
    and (point % 101 == 0 or ignorable(chr(point)) or not _is_uniform(chr(point)))
]
ODD = ["ß", "İ", "ﬁ", "ǰ", "ΐ", "ὒ", "\u0345", "…", "™", "①", "\u1100", "\u1161", "\u11a8", "각"]
MARKS = ["\u0301", "\u0323", "\u0307", "\u20dd", "\u0bd7", "\u3099"]
HIDDEN = ["\u200b", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\U000e0041"]
tangled = st.text(st.one_of(st.sampled_from([*"aeKAk 1", *ODD, *MARKS, *HIDDEN]), st.characters()))


def standard(raw: str) -> str:
    """NFKC_Casefold of a whole text by its definition (Unicode §3.13), lone surrogates replaced."""
    kept = "".join(one for one in raw if not ignorable(one))
    once = normalize("NFKC", normalize("NFD", kept).casefold())
    folded = normalize("NFKC", once.casefold())
    return "".join("\ufffd" if 0xD800 <= ord(one) <= 0xDFFF else one for one in folded)


def test_every_code_point_folds_as_unicode_defines_it() -> None:
    assert [one for one in EVERY if fold(one).text != standard(one)] == []


def test_nothing_that_is_folded_changes_when_folded_again() -> None:
    assert [one for one in EVERY if fold(fold(one).text).text != fold(one).text] == []


def test_characters_that_stand_alone_fold_the_same_in_company() -> None:
    alone = [one for one in EVERY if stands_alone(one)]
    for company in (alone, alone[::-1], alone[::7]):
        assert fold("".join(company)).text == "".join(map(fold_character, company))


def test_a_character_that_begins_anew_is_never_changed_by_the_one_before() -> None:
    for before in "aeq\u1100가\u0bc6":
        assert [
            one
            for one in EVERY
            if begins(one)
            and category(one) != "Cn"
            and standard(before + one) != standard(before) + standard(one)
        ] == []


@given(tangled)
@example("a\u0323\u0301")
@example("\u200be\u200b\u0301\u200b")
@example("\u1100\u200b\u1161\u11a8")
@example("\ud800")
def test_a_text_folds_as_unicode_defines_it(raw: str) -> None:
    assert fold(raw).text == standard(raw)


@given(tangled)
def test_each_folded_character_comes_from_raw_ones_that_fold_to_it(raw: str) -> None:
    folded = fold(raw)
    for place, character in enumerate(folded.text):
        start, end = folded.raw_span(place, place + 1)
        assert character in fold(raw[start:end]).text
        assert not ignorable(raw[start])
        assert not ignorable(raw[end - 1])


@given(tangled)
def test_the_pieces_of_a_fold_cover_all_that_is_visible(raw: str) -> None:
    pieces = list(fold(raw).pieces(len(raw)))
    assert "".join(piece for _, _, piece, _ in pieces) == fold(raw).text
    ends = [0, *(end for _, end, _, _ in pieces)]
    starts = [*(start for start, _, _, _ in pieces), len(raw)]
    assert all(ignorable(one) for end, start in zip(ends, starts, strict=True) for one in raw[end:start])
    assert all(fold(raw[start:end]).text == piece for start, end, piece, _ in pieces)


@given(tangled)
def test_the_way_back_only_moves_forwards(raw: str) -> None:
    folded = fold(raw)
    spans = [folded.raw_span(place, place + 1) for place in range(len(folded.text))]
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("raw", "sought", "found"),
    [
        ("say ﬁne", "f", "ﬁ"),
        ("Straße 1", "ss", "ß"),
        ("p\u200ba\u200by\u200b", "pay", "p\u200ba\u200by"),
        ("cafe\u0301 x", "é", "e\u0301"),
        ("İ", "i", "İ"),
        ("ＰＡＹ", "pay", "ＰＡＹ"),
    ],
)
def test_a_hit_marks_whole_raw_characters_and_no_invisible_edge(raw: str, sought: str, found: str) -> None:
    folded = fold(raw)
    at = folded.text.index(sought)
    start, end = folded.raw_span(at, at + len(sought))
    assert raw[start:end] == found


def test_a_place_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="No folded characters 0 to 4"):
        fold("abc").raw_span(0, 4)


def test_an_empty_span_stands_where_its_character_does() -> None:
    assert fold("\u200bÅ\u200b").raw_span(0, 0) == (1, 1)
    assert fold("\u200b").raw_span(0, 0) == (0, 0)


@pytest.mark.parametrize("mark", ["\u0301", "\u1161", "\u0323\u0301"])
def test_a_heap_of_marks_folds_in_parts_and_keeps_its_offsets(mark: str) -> None:
    raw = "a" + mark * 100_000 + "b"
    folded = fold(raw)
    start, end = folded.raw_span(len(folded.text) - 1, len(folded.text))
    assert raw[start:end] == "b"
    first = folded.raw_span(0, 1)
    assert first[1] - first[0] <= LONGEST_SEQUENCE
