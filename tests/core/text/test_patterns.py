import pytest
import re2

from core.text.matchers import pattern_matcher, term_matchers
from core.text.patterns import UnsupportedError, read_pattern


def struck(pattern: str, text: str) -> list[str]:
    data = text.encode()
    return [data[start:end].decode() for start, end in pattern_matcher(pattern).spans(data)]


def found_terms(terms: list[str], text: str) -> list[str]:
    data = text.encode()
    return [data[s:e].decode() for matcher in term_matchers(terms) for s, e in matcher.spans(data)]


@pytest.mark.parametrize(
    ("pattern", "name", "place"),
    [
        ("ab(?=c)", "look-ahead", 3),
        ("(?!c)", "negative look-ahead", 1),
        ("é(?<=c)", "look-behind", 2),
        ("(?<!c)", "negative look-behind", 1),
        (r"(a)x\1", "a back-reference", 5),
        (r"(?P<n>a)(?P=n)", "a back-reference", 9),
        (r"\k<n>", "a back-reference", 1),
        ("(?>a)", "an atomic group", 1),
        ("a*+", "a possessive repetition", 3),
        ("a{2}+", "a possessive repetition", 5),
        ("(?(1)a|b)", "a condition", 1),
        ("(?#why)", "a comment", 1),
        ("(?x)a", "(?x)", 1),
        (r"a\Cb", "a single byte", 2),
        (r"a\Z", r"\Z (RE2 writes \z)", 2),
        ("(*UTF8)", "a control verb", 1),
        ("[aß]", "'ß' (it folds to 'ss') inside brackets", 3),
    ],
)
def test_what_re2_lacks_is_refused_by_name_and_place(pattern: str, name: str, place: int) -> None:
    with pytest.raises(UnsupportedError) as refused:
        read_pattern(pattern)
    assert (refused.value.name, refused.value.place) == (name, place)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[(?=]",
        r"\(\?=",
        r"[]a]",
        r"[^]a]",
        "(?P<n>a)",
        "(?i:a)",
        "(?s)a.b",
        r"a{2,3}?",
        "a+?",
        r"\\1",
        "[[:alpha:]]",
        "{x}",
    ],
)
def test_what_only_looks_like_it_is_taken(pattern: str) -> None:
    assert pattern_matcher(pattern).source


@pytest.mark.parametrize("pattern", ["(", "a**", "[b-a]", r"\p{Nonsense}", "a{2000}"])
def test_what_re2_cannot_read_is_its_own_complaint(pattern: str) -> None:
    with pytest.raises(re2.error):
        _ = pattern_matcher(pattern)._ascii


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        (r"\bpay\b", "pay, repay épay payé pay", ["pay", "pay"]),
        (r"\bpay\b", "pay pay pay", ["pay", "pay", "pay"]),
        (r"\b(?:pay|payment)\b", "payment", ["payment"]),
        (r"\bжук\b", "жук жуки ёжук, жук", ["жук", "жук"]),
        (r"\bpay", "payé", ["pay"]),
        (r"\w+", "naïve жук_1", ["naïve", "жук_1"]),
        (r"a\sb", "a\u2028b a\u3000b", ["a\u2028b", "a\u3000b"]),
        (r"[\w-]+@", "ünal-k@", ["ünal-k@"]),
        ("Straße+", "strasseee", ["strasseee"]),
        ("ß+", "ssss", ["ssss"]),
        ("ＰＡＹ", "pay", ["pay"]),
        ("[А-Я]+", "привет", ["привет"]),
        (r"\bfoo|bar\b", "foox xbar", ["foo", "bar"]),
        ("x*", "yxxy", ["xx"]),
    ],
)
def test_a_pattern_finds_what_it_means_in_folded_text(pattern: str, text: str, hits: list[str]) -> None:
    assert struck(pattern, text) == hits


@pytest.mark.parametrize(
    ("terms", "text", "hits"),
    [
        (
            ["gift card"],
            "gift card gift-card gift\n card gift–card giftcard",
            ["gift card", "gift-card", "gift\n card", "gift–card"],
        ),
        (["don’t"], "don’t don't don`t", ["don’t", "don't", "don`t"]),
        (["c++"], "c++ c++11", ["c++", "c++"]),
        (["pay", "pay now"], "pay now or pay", ["pay now", "pay"]),
        (["ass"], "class asset ass é-ass assé", ["ass", "ass"]),
        (["毒品"], "卖毒品吗", ["毒品"]),
        (["a.c"], "abc a.c", ["a.c"]),
        (["ПЛАТИ"], "плати платим", ["плати"]),
    ],
)
def test_words_and_phrases_stand_whole_in_any_script(terms: list[str], text: str, hits: list[str]) -> None:
    assert found_terms(terms, text) == hits
