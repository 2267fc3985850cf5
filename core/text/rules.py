"""Rule sets as TOML: reading them, checking them by their own tests, and the set that Remit ships."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from core.text.matching import check
from core.text.rule_reading import read_rules, text_and_name
from core.text.rule_set import Problem, Rule, RuleSet

__all__ = ["SHIPPED", "Problem", "Rule", "RuleSet", "check", "load_rule_set", "shipped_rule_set"]

SHIPPED = "marketplace-en.toml"


def load_rule_set(source: Path | str) -> RuleSet:
    """Load rules from a file (a Path) or from TOML text (a str).

    Raises:
        BadInput: one sentence that names file, line, rule and key, what stood there and what may stand there.
    """
    text, name = text_and_name(source)
    return read_rules(text, name)


@cache
def shipped_rule_set() -> RuleSet:
    """Return the rules that Remit ships for an outsourcing marketplace."""
    return read_rules((files("resources") / "rules" / SHIPPED).read_text("utf-8"), SHIPPED)
