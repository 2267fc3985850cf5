"""Screening: which rules strike a text, and exactly where in the raw text (C21).

All patterns run at once as one RE2 set, whose time grows with the text alone; only the rules that hit are run
again for their places. Words are matched as folded literals with Unicode word boundaries.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import re2

from core.text.folding import Folded, fold
from core.text.rules import Problem, Rule, RuleSet

MEMORY = 256 << 20
"""Bytes that RE2 may use for its automata; beyond them it grows slow, never wrong."""

AROUND = 80
"""How many folded characters on each side an `unless` may stand in."""

MOST_HITS = 50
"""A rule's hits in one field that are kept; a flood says nothing more."""


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


@dataclass(frozen=True)
class _Matcher:
    rule: Rule
    pattern: Any
    bounded: bool


class Screener:
    """A rule set made ready; screening is safe from any thread."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.version = f"{rule_set.name} {rule_set.version}"
        self._matchers = [one for rule in rule_set.rules for one in _matchers(rule)]
        self._unless = {rule.id: [_compiled(one) for one in rule.unless] for rule in rule_set.rules}
        self._set = re2.Set.SearchSet(_options())
        for one in self._matchers:
            self._set.Add(one.pattern.pattern)
        self._set.Compile()

    def screen(self, fields: Mapping[str, str]) -> tuple[Hit, ...]:
        """Return the hits in all fields, in the order of the fields, their places, and the rules."""
        return tuple(hit for name, text in fields.items() if text for hit in self._screen(name, text))

    def _screen(self, field: str, text: str) -> list[Hit]:
        folded = fold(text)
        found = sorted(self._set.Match(folded.text) or ())
        hits = {hit for one in found for hit in self._hits(self._matchers[one], field, folded)}
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))

    def _hits(self, matcher: _Matcher, field: str, folded: Folded) -> Iterator[Hit]:
        rule = matcher.rule
        if rule.fields and field not in rule.fields:
            return
        kept = 0
        for match in matcher.pattern.finditer(folded.text):
            start, end = match.span()
            if start == end or (matcher.bounded and not _stands_alone(folded.text, start, end)):
                continue
            if not self._excused(rule, folded.text, start, end):
                yield Hit(rule.id, field, *folded.raw_span(start, end), rule.weight, rule.reason, rule.clause)
                kept += 1
            if kept == MOST_HITS:
                return

    def _excused(self, rule: Rule, text: str, start: int, end: int) -> bool:
        around = text[max(0, start - AROUND) : end + AROUND]
        return any(one.search(around) for one in self._unless[rule.id])


def risk(hits: tuple[Hit, ...]) -> int:
    """Return 0 to 100: each rule counts once, and each further one closes part of what is left to 100."""
    weights = {hit.rule: hit.weight for hit in hits}
    left = 1.0
    for weight in weights.values():
        left *= 1 - weight / 100
    return round(100 * (1 - left))


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


def _matchers(rule: Rule) -> Iterator[_Matcher]:
    if rule.words:
        literals = sorted({fold(" ".join(one.split())).text for one in rule.words}, key=len, reverse=True)
        joined = "|".join(r"\s+".join(re2.escape(part) for part in one.split(" ")) for one in literals)
        yield _Matcher(rule, _compiled(f"(?:{joined})"), bounded=True)
    for pattern in rule.patterns:
        yield _Matcher(rule, _compiled(pattern), bounded=False)


def _compiled(pattern: str) -> Any:
    return re2.compile(pattern, _options())


def _options() -> Any:
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.case_sensitive = False
    return options


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and _in_word(text[start - 1]) and _in_word(text[start])
    after = end < len(text) and _in_word(text[end]) and _in_word(text[end - 1])
    return not before and not after


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
