"""Every combination of the facts that decide a share, and what must hold in all of them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from core.policy.document import Policy
from core.policy.engine import Outcome, Use, Verdict, judge, judge_under
from core.policy.explanation import explain

TRI = (True, False, None)
MAIL, STUDY = "email_processing_delivery", "research_analysis"
AGREEMENTS = (None, frozenset[str](), frozenset({MAIL}), frozenset({STUDY}), frozenset({MAIL, STUDY}))
IN_ORDER = Use(
    None,
    None,
    joins_clickstream=False,
    exported=True,
    agreement_active=True,
    case_named=True,
    same_case=True,
    own_record=True,
    on_register=True,
    posting_removed=False,
    hold=False,
    instrument=True,
    in_scope=True,
    officer_approved=True,
    reason_given=True,
    aggregated=True,
)
Judged = list[tuple[Use, Verdict]]


@pytest.fixture(scope="module")
def judged(policy: Policy) -> Judged:
    """Some 68,000 uses of an e-mail address, everything beside the seven facts being in order."""
    return [(use, judge(policy, use)) for use in _all_uses(policy)]


def _all_uses(policy: Policy) -> Iterator[Use]:
    origins = (*policy.origins, "bought_list", None)
    services = (MAIL, STUDY, None)
    for purpose, recipient, origin in product(policy.purposes, policy.recipient_kinds, origins):
        for opted_out, under_13 in product(TRI, TRI):
            use = replace(IN_ORDER, purpose=purpose, category="user.contact.email", recipient=recipient)
            record = replace(use, origin=origin, opted_out=opted_out, under_13=under_13)
            if "vendor" not in recipient:
                yield record
                continue
            for service, agreement in product(services, AGREEMENTS):
                yield replace(record, service=service, agreement_services=agreement)


def test_the_small_model_meets_every_outcome(judged: Judged) -> None:
    assert {verdict.outcome for _, verdict in judged} == set(Outcome)
    assert len(judged) > 60_000


def test_a_rule_that_forbids_overrides_every_permission(judged: Judged) -> None:
    for use, verdict in judged:
        effects = {part.rule.effect for part in verdict.because if not part.missing}
        if "forbid" in effects:
            assert verdict.outcome is Outcome.DENY, use


def test_nothing_is_allowed_while_something_that_forbids_is_undecided(judged: Judged) -> None:
    for use, verdict in judged:
        if verdict.outcome is Outcome.ALLOW:
            assert all(part.rule.effect == "permit" for part in verdict.because), use


def test_an_undecided_verdict_names_a_fact_that_nobody_stated(judged: Judged) -> None:
    for use, verdict in judged:
        assert bool(verdict.missing) is (verdict.outcome is Outcome.INDETERMINATE), use


def test_an_age_under_13_leaves_access_law_and_purge(judged: Judged) -> None:
    for use, verdict in judged:
        if use.under_13 and verdict.outcome is not Outcome.DENY:
            assert use.purpose in {"access", "legal_disclosure", "child_purge"}, use


def test_an_age_under_13_is_the_reason_shown_before_any_other(judged: Judged) -> None:
    for use, verdict in judged:
        if use.under_13 and use.purpose not in {"access", "legal_disclosure", "child_purge"}:
            assert verdict.rule == "child-record", use


def test_an_opt_out_matters_only_to_communications(policy: Policy, judged: Judged) -> None:
    for use, verdict in judged:
        if not policy.purposes[use.purpose or ""].communication:
            assert judge(policy, replace(use, opted_out=True)).outcome is verdict.outcome, use
        elif use.opted_out:
            assert verdict.outcome is Outcome.DENY, use


def test_what_came_to_be_answered_serves_answers_and_duties(policy: Policy, judged: Judged) -> None:
    for use, verdict in judged:
        if use.origin in {"problem", "comment", "request"} and verdict.outcome is Outcome.ALLOW:
            assert use.purpose == "respond" or policy.purposes[use.purpose or ""].group == "duty", use


def test_a_vendor_gets_nothing_outside_its_service_and_agreement(policy: Policy, judged: Judged) -> None:
    for use, verdict in judged:
        if "vendor" in (use.recipient or "") and verdict.outcome is Outcome.ALLOW:
            assert use.service in (use.agreement_services or ()), use
            assert use.purpose in policy.services[use.service or ""].purposes, use


def test_learning_a_fact_never_turns_a_decided_use(policy: Policy, judged: Judged) -> None:
    """Kleene's logic is monotone: what was decided without a fact stays so whatever the fact is."""
    for use, verdict in judged:
        if verdict.outcome is Outcome.INDETERMINATE:
            continue
        if use.under_13 is None:
            for known in (True, False):
                assert judge(policy, replace(use, under_13=known)).outcome is verdict.outcome, use
        if use.opted_out is None:
            for known in (True, False):
                assert judge(policy, replace(use, opted_out=known)).outcome is verdict.outcome, use


def test_every_permission_decides_some_use(policy: Policy) -> None:
    """A permission that something always overrides would be dead letter."""
    left = {rule.id for rule in policy.rules if rule.effect == "permit"}
    for purpose, category, recipient in product(policy.purposes, policy.categories, policy.recipient_kinds):
        if policy.categories[category].kind == "contact" and category != "user.contact.email":
            continue  # one stands for its kind
        for origin, under_13 in product((*policy.origins, None), (True, False)):
            use = replace(IN_ORDER, purpose=purpose, category=category, recipient=recipient, origin=origin)
            service = MAIL if recipient == "email_vendor" else STUDY
            vendor = {"service": service, "agreement_services": frozenset({service})}
            verdict = judge(policy, replace(use, under_13=under_13, opted_out=False, **vendor))
            if verdict.outcome is Outcome.ALLOW:
                left.discard(verdict.rule)
    assert not left


def test_every_category_is_judged_and_nothing_goes_unsaid(policy: Policy) -> None:
    for purpose, category, recipient in product(policy.purposes, policy.categories, policy.recipient_kinds):
        verdict = judge(policy, Use(purpose, category, recipient))
        assert verdict.sentence.endswith(f"({', '.join(verdict.clauses)}).")
        assert verdict.clauses
        assert set(verdict.clauses) <= set(policy.clauses)


def test_two_versions_are_as_strict_as_the_stricter(policy: Policy, judged: Judged) -> None:
    strictness = [Outcome.ALLOW, Outcome.INDETERMINATE, Outcome.DENY]
    bare = replace_rules(policy)
    for use, verdict in judged[::97]:
        other = judge(bare, use)
        both = judge_under([bare, policy], use)
        assert strictness.index(both.outcome) == max(
            strictness.index(verdict.outcome), strictness.index(other.outcome)
        )


def replace_rules(policy: Policy) -> Policy:
    """The same policy without its opt-out and its permission to answer."""
    kept = tuple(rule for rule in policy.rules if rule.id not in {"opted-out", "answer"})
    return replace(policy, version="earlier", rules=kept)


def test_an_explanation_starts_with_the_verdict_and_cites_every_rule(policy: Policy, judged: Judged) -> None:
    for use, verdict in judged[::97]:
        explained = explain(policy, use)
        assert explained.verdict == verdict
        assert verdict.sentence in explained.lines[0]
        assert len(explained.lines) == 1 + len(verdict.because)
        assert all(any(f"{clause}" in line for clause in policy.clauses) for line in explained.lines)
