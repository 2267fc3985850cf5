"""Every clause is held by a rule, or it is written down why none can hold it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.policy.coverage import check, uncovered
from core.policy.document import Condition, Policy, Rule, Unruled

CLAUSES = [f"C{number:02}" for number in range(1, 30)]
SHIPPED = Path(__file__).parents[3] / "resources" / "policies" / "offshorexperts-2012-12.toml"


def test_every_clause_has_a_rule_or_a_reason(policy: Policy) -> None:
    assert uncovered(policy, CLAUSES) == []
    assert list(policy.clauses) == CLAUSES


def test_the_register_of_clauses_is_the_specifications(policy: Policy, shared_spec: Path) -> None:
    register = (shared_spec / "clauses.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (C\d\d) ", register, re.MULTILINE) == list(policy.clauses)


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_without_rule_and_reason_is_found(policy: Policy, clause: str) -> None:
    without = tuple(
        replace(rule, clauses=tuple(one for one in rule.clauses if one != clause)) for rule in policy.rules
    )
    default = replace(policy.default, clauses=tuple(one for one in policy.default.clauses if one != clause))
    unruled = tuple(one for one in policy.unruled if one.clause != clause)
    bare = replace(policy, rules=without, default=default, unruled=unruled)
    assert uncovered(bare, CLAUSES) == [clause]


def test_the_shipped_policy_has_nothing_to_mend(policy: Policy) -> None:
    assert check(policy) == []


def _rule(**when: str | bool) -> Rule:
    conditions = tuple(Condition(fact, (value,), frozenset({value}), False) for fact, value in when.items())
    return Rule("made-up", "forbid", ("C01",), conditions, (), "Made up.")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (_rule(kind="traffic", category="user.name"), "can never apply"),
        (_rule(purpose="promotion", communication=False), "can never apply"),
        (_rule(purpose="promotion", origin="enrolment", origin_allows=True), "can never apply"),
        (_rule(recipient="email_vendor", leaves=False), "can never apply"),
        (_rule(purpose="promotoin"), "'promotoin', which is no value of purpose"),
        (_rule(mood="good"), "'good', which is no value of mood"),
        (replace(_rule(hold=True), clauses=("C99",)), "cites C99"),
        (replace(_rule(hold=True), unless=_rule(hold=True).when), "can never apply"),
    ],
)
def test_a_rule_that_is_of_no_use_is_found(policy: Policy, rule: Rule, told: str) -> None:
    problems = check(replace(policy, rules=(*policy.rules, rule)))
    assert [problem.where for problem in problems] == ["made-up"]
    assert told in problems[0].sentence


def test_a_clause_with_a_rule_needs_no_reason(policy: Policy) -> None:
    both = replace(policy, unruled=(*policy.unruled, Unruled("C20", "No reason.")))
    assert [problem.where for problem in check(both)] == ["C20"]


def test_a_category_hangs_below_another(policy: Policy) -> None:
    cut = {key: one for key, one in policy.categories.items() if key != "user.contact.address"}
    problems = check(replace(policy, categories=cut))
    assert {problem.where for problem in problems} == {
        f"categories.user.contact.address.{part}"
        for part in ("street", "city", "state", "postal_code", "country")
    }


def test_every_rule_cites_and_says_one_sentence(policy: Policy) -> None:
    for rule in (*policy.rules, policy.default):
        assert rule.clauses, rule.id
        assert rule.says.endswith("."), rule.id
        assert ". " not in rule.says, rule.id
    for unruled in policy.unruled:
        assert len(unruled.reason.split()) > 8, unruled.clause


def test_no_words_of_the_policy_are_copied(shared_spec: Path) -> None:
    ours = _runs(SHIPPED.read_text(encoding="utf-8"))
    for text in shared_spec.glob("*.txt"):
        assert ours.isdisjoint(_runs(text.read_text(encoding="utf-8")))


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
