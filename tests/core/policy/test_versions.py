"""A use is judged under the version at collection and today's; the stricter wins (C02)."""

from collections.abc import Callable
from dataclasses import replace

from core.policy.document import Policy
from core.policy.engine import Outcome, Use, judge_under


def test_an_earlier_version_that_forbade_it_still_does(policy: Policy, promotion: Callable[..., Use]) -> None:
    enrolment = replace(policy.origins["enrolment"], purposes=frozenset({"promotion"}))
    laxer = replace(policy, version="later", origins={**policy.origins, "enrolment": enrolment})
    use = promotion(origin="enrolment")
    assert judge_under([policy, laxer], use).outcome is Outcome.DENY
    assert judge_under([laxer, policy], use).policy == policy.version


def test_a_version_that_is_not_on_file_leaves_an_allowed_use_open(
    policy: Policy, promotion: Callable[..., Use]
) -> None:
    verdict = judge_under([None, policy], promotion())
    assert (verdict.outcome, verdict.clauses) == (Outcome.INDETERMINATE, ("C02",))


def test_today_still_denies_what_came_under_a_lost_version(
    policy: Policy, promotion: Callable[..., Use]
) -> None:
    assert judge_under([None, policy], promotion(opted_out=True)).clauses == ("C20",)


def test_a_use_under_no_version_at_all_is_not_released(promotion: Callable[..., Use]) -> None:
    assert judge_under([], promotion()).outcome is Outcome.INDETERMINATE
