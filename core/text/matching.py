"""Screening: which rules strike a text, and exactly where in the raw text (C21).

All patterns run at once as one RE2 set, whose time grows with the text alone; only the rules that hit are run
again for their places.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import re2

from core.errors import BadInput
from core.text.folding import Folded, fold
from core.text.matchers import Matcher, in_characters, options, pattern_matcher, term_matchers
from core.text.rule_set import Problem, Rule, RuleSet

AROUND = 80
"""How many folded characters on each side of a hit an `unless` may stand in."""

MOST_HITS = 100
"""A rule's hits in one field that are kept; a flood says nothing more."""

MOST_LOOKED_AT = 1000
"""How many places of a rule with exceptions are looked at; if all these are excused, the last one counts."""

MEMORY = (256 << 20, 1 << 30, 4 << 30)
"""Bytes that the set may use, tried in turn; RE2 takes them only as it needs them."""

_PROBE = "\U0010fffd remit probe"
"""Never in a text: if the set does not find it, its automaton had no room and would find nothing at all."""


@dataclass(frozen=True)
class Hit:
    """Where a rule struck: `start` and `end` count code points of the field's raw text."""

    rule: str
    field: str
    start: int
    end: int
    weight: int
    reason: str
    clause: str


class Screener:
    """A rule set made ready; screening is safe from any thread."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.version = f"{rule_set.name} {rule_set.version}"
        self._expressions = [_Expressions(rule) for rule in rule_set.rules]
        self._sources = [(rule, matcher) for rule in self._expressions for matcher in rule.matchers]
        self._set = _set_of([matcher.set_source for _, matcher in self._sources])

    def screen(self, fields: Mapping[str, str]) -> tuple[Hit, ...]:
        """Return the hits: fields in the order given, within one by place, then by rule."""
        return tuple(hit for field, text in fields.items() if text for hit in self._screen(field, text))

    def _screen(self, field: str, text: str) -> list[Hit]:
        folded = fold(text)
        data = folded.text.encode()
        struck: dict[_Expressions, list[Matcher]] = {}
        for number in sorted(self._set.Match(data) or ()):
            if number == len(self._sources):
                continue  # a text that writes the probe
            rule, matcher = self._sources[number]
            if rule.looks_at(field):
                struck.setdefault(rule, []).append(matcher)
        hits = (hit for rule, matchers in struck.items() for hit in rule.hits(field, folded, data, matchers))
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))


class _Expressions:
    """A rule with its matchers."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.matchers = [*term_matchers((*rule.words, *rule.phrases)), *map(pattern_matcher, rule.patterns)]
        self.unless = [pattern_matcher(one) for one in rule.unless]

    def looks_at(self, field: str) -> bool:
        return not self.rule.fields or field in self.rule.fields

    def hits(self, field: str, folded: Folded, data: bytes, matchers: Iterable[Matcher]) -> Iterator[Hit]:
        rule = self.rule
        found = (span for one in matchers for span in self._found(folded.text, data, one))
        for start, end in islice(_outermost(found), MOST_HITS):
            raw = folded.raw_span(start, end)
            yield Hit(rule.id, field, *raw, rule.weight, rule.reason, rule.clause)

    def _found(self, text: str, data: bytes, matcher: Matcher) -> list[tuple[int, int]]:
        most = MOST_LOOKED_AT if self.unless else MOST_HITS
        looked_at = list(in_characters(data, list(islice(matcher.spans(data), most))))
        kept = [span for span in looked_at if not self._excused(text, *span)]
        return kept or looked_at[MOST_LOOKED_AT - 1 :]

    def _excused(self, text: str, start: int, end: int) -> bool:
        around = text[max(0, start - AROUND) : end + AROUND]
        return any(one.strikes(around) for one in self.unless)


def risk(hits: Iterable[Hit]) -> int:
    """Return 0 to 100: each rule counts once, and takes its weight in percent of what is left to 100.

    More hits never lower it, and their order does not matter. Whole numbers only: the same everywhere.
    """
    weights = {hit.rule: hit.weight for hit in hits}
    left, whole = 1, 1
    for weight in weights.values():
        left *= 100 - weight
        whole *= 100
    return 100 - (100 * left + whole // 2) // whole


def check(rule_set: RuleSet) -> list[Problem]:
    """Run every rule's own tests and list those that fail."""
    screener = Screener(rule_set)
    return [problem for rule in rule_set.rules for problem in _problems(screener, rule)]


def _problems(screener: Screener, rule: Rule) -> Iterator[Problem]:
    field = rule.fields[0] if rule.fields else "body"
    for text in rule.must_hit:
        if not _strikes(screener, rule, field, text):
            yield Problem(rule.id, f"It must hit {text!r} and does not.")
    for text in rule.must_not_hit:
        if _strikes(screener, rule, field, text):
            yield Problem(rule.id, f"It must not hit {text!r} and does.")


def _strikes(screener: Screener, rule: Rule, field: str, text: str) -> bool:
    return any(hit.rule == rule.id for hit in screener.screen({field: text}))


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, without those that stand inside another."""
    reached = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end > reached:
            yield start, end
            reached = end


def _set_of(sources: list[str]) -> Any:
    for memory in MEMORY:
        found = _try_set([*sources, _PROBE], memory)
        if found is not None:
            return found
    raise BadInput(f"These {len(sources):,} patterns together are too large; leave some out or shorten them.")


def _try_set(sources: list[str], memory: int) -> Any:
    patterns = re2.Set.SearchSet(options(memory))
    try:
        for source in sources:
            patterns.Add(source)
        patterns.Compile()
    except re2.error:
        return None
    return patterns if patterns.Match(_PROBE) else None
