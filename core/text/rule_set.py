"""Rules as plain values: what is looked for, where, its weight, and the tests that each rule brings along."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class Rule:
    """One rule; it strikes where any of its words, phrases or patterns stands, in folded text.

    No `fields` means all of them. `weight` is 1 to 100. `unless` are patterns that excuse a hit when they
    stand around it. `reason` is a code of `core.text.reasons`.
    """

    id: str
    title: str
    reason: str
    clause: str
    weight: int
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    must_hit: tuple[str, ...] = ()
    must_not_hit: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleSet:
    """A named version of rules."""

    name: str
    version: str
    rules: tuple[Rule, ...]

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256, in hex, of the content: neither layout, comments nor the rules' order count."""
        ordered = {
            "name": self.name,
            "version": self.version,
            "rules": sorted((asdict(rule) for rule in self.rules), key=lambda rule: str(rule["id"])),
        }
        canonical = json.dumps(ordered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of this id."""
        return next((one for one in self.rules if one.id == rule_id), None)


@dataclass(frozen=True)
class Problem:
    """A rule that does not do what its own tests say."""

    rule: str
    sentence: str
