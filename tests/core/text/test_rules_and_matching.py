import csv
import os
from pathlib import Path
from time import process_time

import pytest

from core.errors import BadInput
from core.text.matching import Screener, check, risk
from core.text.reasons import LEGAL, TERMS, reasons
from core.text.rules import load_rule_set, shipped_rule_set
from core.text.spans import personal_spans

SHARED = Path(os.environ.get("REMIT_SHARED", "../shared"))
EMSCAD = SHARED / "data" / "1_postings" / "emscad_first500" / "postings.csv"
ONE_RULE = """
name = "mine"
version = "1"
[[rules]]
id = "cheap"
title = "Cheap"
reason = "spam"
clause = "C21"
weight = 40
"""


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(shipped_rule_set())


def test_every_shipped_rule_passes_the_tests_it_brings_along() -> None:
    assert check(shipped_rule_set()) == []


def test_a_rule_that_fails_its_own_test_is_named() -> None:
    rules = load_rule_set(ONE_RULE + 'words = ["cheap"]\nmust_hit = ["dear"]\nmust_not_hit = ["cheap"]')
    assert [(one.rule, "must hit" in one.sentence) for one in check(rules)] == [
        ("cheap", True),
        ("cheap", False),
    ]


def test_hits_mark_the_exact_raw_characters_of_a_disguise(screener: Screener) -> None:
    raw = "Send it by ＷＥＳ\u200bＴＥＲＮ  UNION, please"
    hit = next(one for one in screener.screen({"body": raw}) if one.rule == "untraceable-payment")
    assert raw[hit.start : hit.end] == "ＷＥＳ\u200bＴＥＲＮ  UNION"


@pytest.mark.parametrize("text", ["cheapest", "uncheap", "cheapé", "çcheap", "cheap_"])
def test_a_word_does_not_strike_inside_another_word(text: str) -> None:
    mine = Screener(load_rule_set(ONE_RULE + 'words = ["cheap"]'))
    assert mine.screen({"body": text}) == ()


def test_a_rule_for_the_title_leaves_the_body_alone() -> None:
    mine = Screener(load_rule_set(ONE_RULE + 'words = ["cheap"]\nfields = ["title"]'))
    assert [one.field for one in mine.screen({"title": "cheap", "body": "cheap"})] == ["title"]


def test_an_exception_excuses_only_what_it_stands_beside() -> None:
    mine = Screener(load_rule_set(ONE_RULE + "words = ['cheap']\nunless = ['not']"))
    assert mine.screen({"body": "not cheap"}) == ()
    assert len(mine.screen({"body": "not " + "far away " * 20 + "cheap"})) == 1


def test_risk_grows_with_each_further_rule_and_stays_below_or_at_100(screener: Screener) -> None:
    one = screener.screen({"body": "Write fake reviews"})
    two = screener.screen({"body": "Write fake reviews. Telegram only: @quick"})
    assert 0 < risk(one) < risk(two) <= 100
    assert risk(()) == 0


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("patterns = ['a(?=b)']", "look-ahead"),
        ("patterns = ['(?<!a)b']", "look-behind"),
        (r"patterns = ['(a)\1']", "a back-reference"),
        ("patterns = ['a++']", "possessive"),
        ("patterns = ['(']", "no RE2 pattern"),
        ("weigth = 3", "there is no key 'weigth'"),
        ("words = 'cheap'", "must be a list of texts"),
        ("", "neither words nor patterns"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(line: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=r"rule 1 \(cheap\)") as refused:
        load_rule_set(ONE_RULE + line)
    assert complaint in refused.value.sentence


def test_a_rule_with_an_unknown_reason_is_told_which_there_are() -> None:
    with pytest.raises(BadInput, match="it may be fraud"):
        load_rule_set(ONE_RULE.replace('"spam"', '"spamm"') + 'words = ["cheap"]')


def test_there_are_at_most_nine_reasons_in_each_family() -> None:
    families = [one.family for one in reasons()]
    assert 1 <= families.count(LEGAL) <= 9
    assert 1 <= families.count(TERMS) <= 9


def test_a_pattern_that_ruins_other_engines_costs_nothing_here() -> None:
    mine = Screener(load_rule_set(ONE_RULE + "patterns = ['(a+)+$']"))
    started = process_time()
    mine.screen({"body": "a" * 200_000 + "!"})
    assert process_time() - started < 5  # other engines need longer than the age of the universe


def test_addresses_and_numbers_are_found_in_place_and_prices_are_not() -> None:
    text = "Pay $1,200 to jo@example.org or call +44 20 7946 0690, ref 20261123."
    assert [(one.kind, one.text) for one in personal_spans(text)] == [
        ("email", "jo@example.org"),
        ("phone", "+44 20 7946 0690"),
    ]


@pytest.mark.skipif(not EMSCAD.exists(), reason="the shared data folder is not here")
def test_no_genuine_advertisement_of_the_reporting_half_reaches_half_the_risk(screener: Screener) -> None:
    with EMSCAD.open(newline="", encoding="utf-8") as file:
        rows = [row for place, row in enumerate(csv.DictReader(file)) if place % 2 == 0]
    genuine = [
        {k: v for k, v in row.items() if k != "fraudulent"} for row in rows if row["fraudulent"] == "0"
    ]
    alarmed = [one for one in genuine if risk(screener.screen(one)) >= 50]
    assert len(genuine) == 247
    assert len(alarmed) <= 4
