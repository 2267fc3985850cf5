"""Read the rules of a policy document; a misspelt name in a rule is refused, for it would never be met."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.policy.facts import FACTS
from core.policy.reading import Table, listed
from core.policy.terms import Category, Condition, Effect, Kind, Origin, Purpose, RecipientKind, Rule, Value


@dataclass(frozen=True)
class Names:
    """Every name that the document defines and a rule may use."""

    clauses: Mapping[str, str]
    kinds: Mapping[str, Kind]
    categories: Mapping[str, Category]
    purposes: Mapping[str, Purpose]
    origins: Mapping[str, Origin]
    recipients: Mapping[str, RecipientKind]

    def of(self, domain: str) -> Collection[Value]:
        """List the values that a fact of this domain may have."""
        if domain == "bool":
            return (True, False)
        if domain == "group":
            return {one.group for one in self.purposes.values()}
        named: dict[str, Mapping[str, object]] = {
            "purpose": self.purposes,
            "category": self.categories,
            "kind": self.kinds,
            "origin": self.origins,
            "recipient": self.recipients,
        }
        return named[domain].keys()

    def reach(self, fact: str, written: tuple[Value, ...]) -> frozenset[Value]:
        """Widen a category to everything below it; other values stand for themselves."""
        if fact != "category":
            return frozenset(written)
        below = {k for k in self.categories for top in written if k == top or k.startswith(f"{top}.")}
        return frozenset(below)


def read_rules(top: Table, names: Names) -> tuple[Rule, ...]:
    """Read every [[rule]], in the order in which the document ranks them."""
    rules: list[Rule] = []
    for table in top.entries("rule"):
        rule = _rule(table, names)
        if any(rule.id == one.id for one in rules):
            raise table.wrong("id", rule.id, "each rule has an id of its own, and this one is taken")
        rules.append(rule)
    return tuple(rules)


def read_default(table: Table, names: Names) -> Rule:
    """Read [default]: what is said when no rule permits a use."""
    table.only("id", "clauses", "says")
    clauses = table.some_of("clauses", names.clauses)
    return Rule(table.words("id"), "forbid", clauses, (), (), table.words("says"))


def _rule(table: Table, names: Names) -> Rule:
    table.only("id", "effect", "clauses", "when", "unless", "says")
    permits = table.one_of("effect", ("permit", "forbid")) == "permit"
    effect: Effect = "permit" if permits else "forbid"
    unless = _conditions(table, "unless", names) if "unless" in table.values else ()
    return Rule(
        id=table.words("id"),
        effect=effect,
        clauses=table.some_of("clauses", names.clauses),
        when=_conditions(table, "when", names),
        unless=unless,
        says=table.words("says"),
    )


def _conditions(rule: Table, key: str, names: Names) -> tuple[Condition, ...]:
    table = rule.table(key)
    if not table.values:
        raise rule.wrong(key, {}, f"it must name at least one fact, of {listed(FACTS)}")
    table.only(*FACTS)
    return tuple(_condition(table, fact, value, names) for fact, value in table.values.items())


def _condition(table: Table, fact: str, value: Any, names: Names) -> Condition:
    negated = isinstance(value, dict)
    if negated and list(value) != ["not"]:
        raise table.wrong(fact, value, "the only table that may stand there is { not = … }")
    inner = value["not"] if negated else value
    written = tuple(inner) if isinstance(inner, list) else (inner,)
    allowed = names.of(FACTS[fact].domain)
    for one in written or (None,):
        if not _may_stand(one, allowed):
            raise table.wrong(fact, one, f"it may be {listed([_toml(name) for name in allowed])}")
    return Condition(fact, written, names.reach(fact, written), negated)


def _may_stand(value: object, allowed: Collection[Value]) -> bool:
    return isinstance(value, str | bool) and value in allowed


def _toml(value: Value) -> str:
    return value if isinstance(value, str) else str(value).lower()
