import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.folding import fold

DISGUISES = [
    ("Ｗｅｓｔｅｒｎ　ｕｎｉｏｎ", "western union"),
    ("WES\u200bTERN\u00a0UNION", "western union"),
    ("ﬁnancial STRASSE", "financial strasse"),
    ("Straße", "strasse"),
    ("e\u0301tude", "étude"),
    ("i\u0307stanbul", "i̇stanbul"),
    ("①②③", "123"),
]


@pytest.mark.parametrize(("raw", "folded"), DISGUISES)
def test_a_disguise_folds_to_plain_writing(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


@given(st.text(), st.data())
def test_every_folded_span_comes_from_whole_raw_characters_that_fold_to_it(
    raw: str, data: st.DataObject
) -> None:
    folded = fold(raw)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.raw_span(start, end)
    assert 0 <= first < last <= len(raw)
    assert folded.text[start:end] in fold(raw[first:last]).text


@given(st.text(), st.text())
def test_spans_never_run_backwards(before: str, after: str) -> None:
    folded = fold(before + after)
    spans = [folded.raw_span(at, at + 1) for at in range(len(folded.text))]
    assert spans == sorted(spans)


def test_every_code_point_folds_within_its_own_place() -> None:
    for first in (*range(0, 0x32400, 512), *range(0xE0000, 0xE1000, 512)):  # elsewhere nothing is assigned
        points = [chr(point) for point in range(first, first + 512) if not 0xD800 <= point <= 0xDFFF]
        raw = "|".join(points)
        folded = fold(raw)
        bars = [folded.raw_span(at, at + 1) for at, one in enumerate(folded.text) if one == "|"]
        assert len(bars) >= len(points) - 1
        assert all(raw[start] in "|｜" for start, _ in bars)


def test_a_line_of_a_million_characters_keeps_its_offsets() -> None:
    raw = "x\u200b" * 500_000 + "Ａ"
    folded = fold(raw)
    assert folded.text[-1] == "a"
    assert folded.raw_span(500_000, 500_001) == (1_000_000, 1_000_001)
