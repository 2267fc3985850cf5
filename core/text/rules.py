"""Rule sets as TOML: what is looked for, where, how much it weighs, and the tests each rule brings along."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from core.text.rule_reading import read_rules, text_and_name

SHIPPED = "marketplace-en.toml"


@dataclass(frozen=True)
class Rule:
    """One rule. `unless` are phrases or patterns that excuse a hit when they stand around it."""

    id: str
    title: str
    reason: str
    clause: str
    weight: int
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    must_hit: tuple[str, ...] = ()
    must_not_hit: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleSet:
    """A named version of rules; the digest is over its whole content."""

    name: str
    version: str
    rules: tuple[Rule, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, in hex."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of this id."""
        return next((one for one in self.rules if one.id == rule_id), None)


@dataclass(frozen=True)
class Problem:
    """A rule that does not do what its own tests say."""

    rule: str
    sentence: str


def load_rule_set(source: Path | str) -> RuleSet:
    """Load rules from a file, or from TOML text; raises BadInput naming file, rule and key."""
    text, name = text_and_name(source)
    told = read_rules(text, name)
    rules = tuple(_rule(one) for one in told["rules"])
    return RuleSet(told["name"], told["version"], rules)


def shipped_rule_set() -> RuleSet:
    """Return the rules that Remit ships for an outsourcing marketplace."""
    return load_rule_set((files("resources") / "rules" / SHIPPED).read_text("utf-8"))


def _rule(told: Mapping[str, object]) -> Rule:
    return Rule(**{key: tuple(value) if isinstance(value, list) else value for key, value in told.items()})  # type: ignore[arg-type]  # read_rules has checked each type
