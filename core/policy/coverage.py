"""What a policy document leaves open: clauses nobody holds, names nobody defined, rules that never apply."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

from core.policy.facts import FACTS, Use
from core.policy.terms import Condition, Policy, Rule

_FALSE_OR_TRUE = (True, False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a policy: where (a rule's id, or a table and key), and a sentence."""

    where: str
    sentence: str


def uncovered(policy: Policy, clause_ids: Iterable[str]) -> list[str]:
    """List the clauses that have neither a rule nor a written reason why no rule can hold them."""
    held = {clause for rule in (*policy.rules, policy.default) for clause in rule.clauses}
    held |= {one.clause for one in policy.unruled}
    return [clause for clause in clause_ids if clause not in held]


def check(policy: Policy) -> list[Problem]:
    """Find what a person should mend before the policy is published; empty when nothing is wrong."""
    problems = [*_open_clauses(policy), *_twice(policy), *_orphans(policy)]
    for rule in policy.rules:
        unknown = [Problem(rule.id, sentence) for sentence in _unknown_names(policy, rule)]
        problems += unknown
        if not unknown and not _can_fire(policy, rule):
            problems.append(Problem(rule.id, f"The rule {rule.id} can never apply."))
    return problems


def _open_clauses(policy: Policy) -> Iterator[Problem]:
    for clause in uncovered(policy, policy.clauses):
        yield Problem(clause, f"{clause} has neither a rule nor a reason why no rule can hold it.")


def _twice(policy: Policy) -> Iterator[Problem]:
    ruled = {clause for rule in policy.rules for clause in rule.clauses}
    for one in policy.unruled:
        if one.clause in ruled:
            yield Problem(one.clause, f"{one.clause} has a rule and also a reason why no rule can hold it.")


def _orphans(policy: Policy) -> Iterator[Problem]:
    for key in policy.categories:
        parent = key.rpartition(".")[0]
        if parent and parent not in policy.categories:
            yield Problem(f"categories.{key}", f"{key} hangs in the air: {parent} is not a category.")


def _unknown_names(policy: Policy, rule: Rule) -> Iterator[str]:
    for clause in rule.clauses:
        if clause not in policy.clauses:
            yield f"The rule {rule.id} cites {clause}, which is not a clause of this policy."
    for condition in (*rule.when, *rule.unless):
        domain = _domain(policy, condition.fact)
        for value in condition.written:
            if value not in domain:
                yield f"The rule {rule.id} names {value!r}, which is no value of {condition.fact}."


def _domain(policy: Policy, fact: str) -> Iterable[str | bool]:
    named: dict[str, Iterable[str | bool]] = {
        "bool": _FALSE_OR_TRUE,
        "purpose": policy.purposes,
        "group": {one.group for one in policy.purposes.values()},
        "category": policy.categories,
        "kind": policy.kinds,
        "origin": policy.origins,
        "recipient": policy.recipient_kinds,
    }
    return named[FACTS[fact].domain] if fact in FACTS else ()


def _can_fire(policy: Policy, rule: Rule) -> bool:
    """Try every use that the settled conditions leave, with every record that could stand behind it."""
    purposes = [key for key in policy.purposes if _left(policy, rule, Use(key, None, None))]
    categories = [key for key in policy.categories if _left(policy, rule, Use(None, key, None))]
    recipients = [key for key in policy.recipient_kinds if _left(policy, rule, Use(None, None, key))]
    uses = (Use(*one) for one in product(purposes, categories, recipients))
    return any(_applies(policy, rule, record) for use in uses for record in _records(policy, rule, use))


def _left(policy: Policy, rule: Rule, use: Use) -> bool:
    """Say whether no condition fails by what is known of the use so far."""
    settled = (one for one in rule.when if FACTS[one.fact].settled)
    return all(_holds(policy, one, use) is not False for one in settled)


def _records(policy: Policy, rule: Rule, use: Use) -> Iterator[Use]:
    asked = {one.fact for one in (*rule.when, *rule.unless)}
    stated = [one.name for one in fields(Use) if one.name in asked and FACTS[one.name].domain == "bool"]
    stated += ["exported"] if "leaves" in asked else []
    for values in product(_FALSE_OR_TRUE, repeat=len(stated)):
        facts: dict[str, Any] = dict(zip(stated, values, strict=True))
        known = replace(use, **facts)
        for origin, service, agreed in product(*_circumstances(policy, asked)):
            covered = frozenset({service} if agreed else ())
            yield replace(known, origin=origin, service=service, agreement_services=covered)


def _circumstances(
    policy: Policy, asked: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[bool, ...]]:
    """List origins, services and whether the agreement covers them, where the rule asks at all."""
    by_origin = any(fact.startswith("origin") for fact in asked)
    by_service = any(fact.startswith("service") for fact in asked)
    origins = (*policy.origins, "") if by_origin else ("",)
    services = tuple(policy.services) if by_service else ("",)
    return origins, services, _FALSE_OR_TRUE if by_service else (False,)


def _applies(policy: Policy, rule: Rule, use: Use) -> bool:
    excepted = bool(rule.unless) and all(_holds(policy, one, use) for one in rule.unless)
    return not excepted and all(_holds(policy, one, use) for one in rule.when)


def _holds(policy: Policy, condition: Condition, use: Use) -> bool | None:
    return condition.holds(FACTS[condition.fact].read(policy, use))
