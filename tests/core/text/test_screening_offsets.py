"""Screening under load, in disguise, from many threads."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.folding import fold
from core.text.matching import MOST_HITS, MOST_LOOKED_AT, Hit, Screener, risk
from core.text.rule_set import Rule, RuleSet
from core.text.rules import shipped_rule_set

HIDERS = ["\u200b", "\u00ad", "\u2060", "\ufe0f"]


def screener(*rules: Rule) -> Screener:
    return Screener(RuleSet("mine", "1", rules))


def rule(rule_id: str = "one", weight: int = 40, **parts: tuple[str, ...]) -> Rule:
    return Rule(rule_id, rule_id.title(), "spam", "C21", weight, **parts)


def hit(rule_id: str, weight: int) -> Hit:
    return Hit(rule_id, "body", 0, 1, weight, "spam", "C21")


def fullwidth(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


PAY = screener(rule(words=("straße",), phrases=("pay first",), patterns=(r"\bgift cards?\b",)))
FORMS = st.sampled_from(["pay first", "PAY FIRST", fullwidth("pay first"), "STRASSE", "straße", "gift card"])


@given(st.text(), FORMS, st.lists(st.sampled_from(HIDERS), min_size=20, max_size=20), st.text())
def test_each_hit_marks_raw_characters_that_fold_to_what_was_matched(
    before: str, form: str, hiders: list[str], after: str
) -> None:
    disguised = "".join(one + hider for one, hider in zip(form, hiders, strict=False))
    raw = f"{before} {disguised} {after}"
    hits = PAY.screen({"body": raw})
    assert fold(form).text in {fold(raw[one.start : one.end]).text for one in hits}
    assert all(raw[one.start] not in HIDERS and raw[one.end - 1] not in HIDERS for one in hits)


def test_hits_stand_in_the_order_of_fields_places_and_rules() -> None:
    mine = screener(rule("b", words=("pay", "now")), rule("a", words=("pay",)))
    found = mine.screen({"title": "now", "body": "pay now"})
    told = [(one.field, one.start, one.rule) for one in found]
    assert told == [("title", 0, "b"), ("body", 0, "a"), ("body", 0, "b"), ("body", 4, "b")]


def test_a_place_that_several_patterns_of_a_rule_find_is_one_hit() -> None:
    mine = screener(rule(words=("pay",), phrases=("pay now",), patterns=("p[a-z]+ n",)))
    assert [(one.start, one.end) for one in mine.screen({"body": "pay now"})] == [(0, 7)]


def test_threads_screening_at_once_find_the_same() -> None:
    shipped = Screener(shipped_rule_set())
    texts = [
        {"body": f"{'é' * (n % 3)} Pay by Western Union, telegram: @x{n}. Buy reviews."} for n in range(400)
    ]
    alone = [shipped.screen(one) for one in texts]
    assert all(alone)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(Screener(shipped_rule_set()).screen, texts)) == alone


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(a*)*c", "([a-z]+)*1", r"(\w+\s?)+!", "(?:a?){30}a{30}x"]
)
@pytest.mark.parametrize("letter", ["a", "é"])
def test_patterns_that_ruin_other_engines_cost_nothing(pattern: str, letter: str) -> None:
    started = process_time()
    screener(rule(patterns=(pattern,))).screen({"body": letter * 200_000 + "?"})
    assert process_time() - started < 10


@pytest.mark.parametrize(
    ("flood", "size"),
    [
        ("pay ", 10_000_000),
        ("é", 10_000_000),
        ("ﬁ", 1_000_000),
        ("a\u0301\u0323", 1_000_000),
        ("Ａ\u200b", 1_000_000),
    ],
)
def test_megabytes_are_screened_in_seconds(flood: str, size: int) -> None:
    raw = flood * (size // len(flood.encode())) + " gift card"
    mine = screener(rule(words=("pay",)), rule("two", phrases=("gift card",), unless=("never",)))
    started = process_time()
    hits = mine.screen({"body": raw})
    assert process_time() - started < 20
    last = hits[-1]
    assert (last.rule, raw[last.start : last.end]) == ("two", "gift card")
    assert len(hits) <= MOST_HITS + 1


def test_a_flood_of_exceptions_hides_nothing_and_costs_no_more_than_a_bound() -> None:
    mine = screener(rule(words=("pay",), unless=("never",)))
    assert mine.screen({"body": "never pay " * (MOST_LOOKED_AT - 1)}) == ()
    started = process_time()
    assert len(mine.screen({"body": "never pay " * (MOST_LOOKED_AT * 50)})) == 1
    assert process_time() - started < 10


def test_a_text_that_names_the_probe_is_screened_like_any_other() -> None:
    assert PAY.screen({"body": "\U0010fffd remit probe"}) == ()
    assert len(PAY.screen({"body": "\U0010fffd remit probe, pay first"})) == 1


def test_a_lone_surrogate_does_not_stop_screening() -> None:
    raw = "\ud800 pay first \udfff"
    assert [raw[one.start : one.end] for one in PAY.screen({"body": raw})] == ["pay first"]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 100)), unique_by=lambda one: one[0]))
def test_risk_never_falls_with_more_hits_and_ignores_their_order(weights: list[tuple[str, int]]) -> None:
    hits = [hit(*one) for one in weights]
    risks = [risk(hits[:count]) for count in range(len(hits) + 1)]
    assert risks == sorted(risks)
    assert 0 <= risks[0] <= risks[-1] <= 100
    assert {risk(one) for one in permutations(hits, len(hits))} == {risks[-1]}


def test_a_rule_that_strikes_often_weighs_no_more_than_once() -> None:
    assert risk([hit("a", 40)] * 9) == 40
    assert risk([hit("a", 40), hit("b", 50)]) == 70
