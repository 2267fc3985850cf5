"""Postings a second on one core: 500 rules with and without folding, beside a bare RE2 set in the same run.

    python tests/benchmarks/screening.py [POSTINGS]     (20,000 unless told)

Texts and rules are made of invented words from a fixed seed: 600 characters each, 500
rules of two words. Each figure is the best of three warm passes, but for the cold one.
"""

import random
import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TypeVar

import re2

from core.text.folding import fold
from core.text.matchers import options
from core.text.matching import MEMORY, Screener
from core.text.rule_set import Rule, RuleSet
from core.text.rules import shipped_rule_set
from core.text.spans import personal_spans

Text = TypeVar("Text", str, bytes)
RULES = 500
LENGTH = 600
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeio"]


def main(count: int) -> None:
    """Make texts and rules, and print one line for each way of screening."""
    chance = random.Random(7)  # noqa: S311  # texts for a benchmark
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(4000)]
    plain = [" ".join(chance.choices(words, k=100)).capitalize()[:LENGTH] for _ in range(count)]
    rules = [f"{chance.choice(words)} {chance.choice(words)}" for _ in range(RULES)]
    accented = [text.replace("e", "é", 5).replace(" ", "\u00a0", 3) for text in plain]
    disguised = [text.replace("a", "ａ").replace("o", "o\u200b", 20) for text in plain]
    measure(plain, rules, "plain ASCII")
    measure(accented, rules, "accented")
    measure(disguised, rules, "disguised")
    shipped = Screener(shipped_rule_set())
    tell("shipped rules", "plain ASCII", plain, lambda text: shipped.screen({"body": text}))
    tell("addresses and numbers", "plain ASCII", plain, personal_spans)


def measure(texts: Sequence[str], rules: Sequence[str], kind: str) -> None:
    """Print the figures for one kind of text."""
    bare = re2.Set.SearchSet(options(MEMORY[0]))
    for rule in rules:
        bare.Add(rule)
    bare.Compile()
    screener = Screener(RuleSet("made", "1", tuple(map(made_rule, range(RULES), rules))))
    tell("screening, cold", kind, texts, lambda text: screener.screen({"body": text}), passes=1)
    tell("fold alone", kind, texts, fold)
    tell("bare RE2 set, no folding", kind, texts, bare.Match)
    folded = [fold(text).text.encode() for text in texts]
    tell("our set on folded text", kind, folded, screener._set.Match)  # the part under measure
    tell("screening", kind, texts, lambda text: screener.screen({"body": text}))


def made_rule(number: int, phrase: str) -> Rule:
    """Make a rule of one phrase."""
    return Rule(f"rule-{number}", "Made", "spam", "C21", 10, phrases=(phrase,))


def tell(what: str, kind: str, texts: Sequence[Text], do: Callable[[Text], object], passes: int = 3) -> None:
    """Print how many texts a second go through."""
    best = min(timed(texts, do) for _ in range(passes))
    print(f"{what:28}{kind:14}{len(texts) / best:12,.0f} /s")  # noqa: T201  # its result


def timed(texts: Sequence[Text], do: Callable[[Text], object]) -> float:
    """Return seconds."""
    started = perf_counter()
    for text in texts:
        do(text)
    return perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
