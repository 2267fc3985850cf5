"""The three-valued logic on policies made up for the purpose, whatever their rules say."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as some

from core.policy.document import Condition, Policy, Rule, shipped_policy
from core.policy.engine import Outcome, Use, judge

SHIPPED = shipped_policy()
PLAIN = ("opted_out", "under_13", "hold", "aggregated")
TRI = some.sampled_from([True, False, None])

conditions = some.builds(
    lambda fact, value, negated: Condition(fact, (value,), frozenset({value}), negated),
    some.sampled_from(PLAIN),
    some.booleans(),
    some.booleans(),
)
rules = some.builds(
    lambda effect, when, unless: Rule("made-up", effect, ("C01",), tuple(when), tuple(unless), "Made up."),
    some.sampled_from(["permit", "forbid"]),
    some.lists(conditions, max_size=3),
    some.lists(conditions, max_size=2),
)
policies = some.lists(rules, max_size=6).map(lambda made: replace(SHIPPED, rules=tuple(made)))
facts = some.fixed_dictionaries(dict.fromkeys(PLAIN, TRI))


def _use(known: dict[str, bool | None]) -> Use:
    return replace(Use("promotion", "user.name"), **known)  # type: ignore[arg-type]  # plain yes-or-no facts


def _plainly(policy: Policy, known: dict[str, bool]) -> Outcome:
    """Decide with two values only, as a reader of the rules would."""

    def met(conditions: tuple[Condition, ...]) -> bool:
        return all((known[one.fact] in one.values) is not one.negated for one in conditions)

    applying = {r.effect for r in policy.rules if met(r.when) and not (r.unless and met(r.unless))}
    return Outcome.ALLOW if applying == {"permit"} else Outcome.DENY


@settings(max_examples=300, deadline=None)
@given(policies, some.fixed_dictionaries(dict.fromkeys(PLAIN, some.booleans())))
def test_with_everything_known_a_use_is_allowed_exactly_when_permitted_and_not_forbidden(
    policy: Policy, known: dict[str, bool]
) -> None:
    assert judge(policy, _use(dict(known))).outcome is _plainly(policy, known)


@settings(max_examples=300, deadline=None)
@given(policies, facts, some.fixed_dictionaries(dict.fromkeys(PLAIN, some.booleans())))
def test_what_is_decided_stays_decided_whatever_the_unknown_turns_out_to_be(
    policy: Policy, known: dict[str, bool | None], truth: dict[str, bool]
) -> None:
    verdict = judge(policy, _use(known))
    learnt = {fact: truth[fact] if value is None else value for fact, value in known.items()}
    if verdict.outcome is not Outcome.INDETERMINATE:
        assert _plainly(policy, learnt) is verdict.outcome
    else:
        assert any(known[fact] is None for fact in verdict.missing)


@settings(max_examples=200, deadline=None)
@given(policies, rules, facts)
def test_one_more_rule_that_forbids_never_releases_more(
    policy: Policy, extra: Rule, known: dict[str, bool | None]
) -> None:
    stricter = replace(policy, rules=(*policy.rules, replace(extra, effect="forbid")))
    if judge(stricter, _use(known)).outcome is Outcome.ALLOW:
        assert judge(policy, _use(known)).outcome is Outcome.ALLOW


def test_a_policy_without_rules_denies_everything() -> None:
    verdict = judge(replace(SHIPPED, rules=()), _use({}))
    assert (verdict.outcome, verdict.rule) == (Outcome.DENY, "nothing-permits-it")
