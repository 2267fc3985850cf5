"""Judge a use: allow, deny, or indeterminate, which is not released either.

Default deny; a rule that forbids overrides every rule that permits; a fact that is not known leaves its rule
undecided (Kleene's three-valued logic: one condition known to fail decides a rule whatever else is unknown).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.policy.facts import FACTS, UNKNOWN, Use
from core.policy.terms import Condition, Policy, Rule

__all__ = ["UNKNOWN", "Outcome", "Part", "Use", "Verdict", "judge", "judge_under"]


class Outcome(StrEnum):
    """What was decided. Only `allow` releases anything."""

    ALLOW = "allow"
    DENY = "deny"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class Part:
    """A rule that took part: it applies, or is undecided because the facts in `missing` are not known."""

    rule: Rule
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say in one sentence, with its clauses, what the rule does here."""
        cited = ", ".join(self.rule.clauses)
        if not self.missing:
            return f"{self.rule.says.removesuffix('.')} ({cited})."
        asked = list(dict.fromkeys(FACTS[name].asks for name in self.missing))
        return f"Not released, because it is not known {' or '.join(asked)} ({cited})."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says about a use; `because` holds every rule that took part, the deciding one first."""

    outcome: Outcome
    because: tuple[Part, ...]
    policy: str

    @property
    def rule(self) -> str:
        """The id of the rule that decided."""
        return self.because[0].rule.id

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the deciding rule holds."""
        return self.because[0].rule.clauses

    @property
    def sentence(self) -> str:
        """One sentence for the screen, with the clauses cited."""
        return self.because[0].sentence

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the facts that nobody stated and that would have decided it."""
        return self.because[0].missing if self.outcome is Outcome.INDETERMINATE else ()


_STRICTNESS = {Outcome.ALLOW: 0, Outcome.INDETERMINATE: 1, Outcome.DENY: 2}
_VERSION_UNKNOWN = Rule(
    id="version-not-on-file",
    effect="forbid",
    clauses=("C02",),
    when=(),
    unless=(),
    says="The policy under which this was collected is not on this desk, so nobody can say what it allowed.",
)


def judge(policy: Policy, use: Use) -> Verdict:
    """Judge one use under one policy version."""
    forbids, permits = _standing(policy, use.purpose, use.category, use.recipient)
    forbidding, maybe_forbidding = _weigh(policy, forbids, use)
    permitting, maybe_permitting = _weigh(policy, permits, use)
    if forbidding:
        return Verdict(Outcome.DENY, (*forbidding, *maybe_forbidding), policy.version)
    if not permitting and not maybe_permitting:
        return Verdict(Outcome.DENY, (Part(policy.default), *maybe_forbidding), policy.version)
    if maybe_forbidding or not permitting:
        parts = (*maybe_forbidding, *maybe_permitting, *permitting)
        return Verdict(Outcome.INDETERMINATE, parts, policy.version)
    return Verdict(Outcome.ALLOW, (*permitting, *maybe_permitting), policy.version)


def judge_under(policies: Sequence[Policy | None], use: Use) -> Verdict:
    """Judge under the version at collection and today's, in that order; the stricter wins (C02).

    None stands for a version that is not on this desk: what it allowed is not known. Of equally strict
    verdicts the last, today's, is given.
    """
    if not policies:
        return _version_unknown()
    verdicts = [_version_unknown() if policy is None else judge(policy, use) for policy in policies]
    return max(reversed(verdicts), key=lambda verdict: _STRICTNESS[verdict.outcome])


def _version_unknown() -> Verdict:
    return Verdict(Outcome.INDETERMINATE, (Part(_VERSION_UNKNOWN),), "")


def _weigh(policy: Policy, rules: "tuple[_Standing, ...]", use: Use) -> tuple[list[Part], list[Part]]:
    """Split the rules into those that apply and those that are undecided; the others say nothing."""
    applying: list[Part] = []
    undecided: list[Part] = []
    for standing in rules:
        met = _all_hold(policy, standing.when, use)
        if met is False:
            continue
        excepted = _all_hold(policy, standing.unless, use) if standing.unless else False
        if excepted:
            continue
        if met and excepted is False:
            applying.append(standing.part)
        else:
            undecided.append(_undecided(policy, standing, use))
    return applying, undecided


@dataclass(frozen=True, slots=True)
class _Standing:
    """A rule that purpose, category and recipient leave standing, and the conditions they leave open."""

    part: Part
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]


@lru_cache(maxsize=8192)
def _standing(
    policy: Policy, purpose: str | None, category: str | None, recipient: str | None
) -> tuple[tuple[_Standing, ...], tuple[_Standing, ...]]:
    """Narrow the rules once for each purpose, category and recipient: forbids, then permits."""
    use = Use(purpose, category, recipient)
    left = [one for rule in policy.rules if (one := _narrow(policy, rule, use)) is not None]
    forbids = tuple(one for one in left if one.part.rule.effect == "forbid")
    return forbids, tuple(one for one in left if one.part.rule.effect == "permit")


def _narrow(policy: Policy, rule: Rule, use: Use) -> _Standing | None:
    when, met = _open(policy, rule.when, use)
    unless, excepted = _open(policy, rule.unless, use)
    if met is False or (rule.unless and excepted is True):
        return None
    return _Standing(Part(rule), when, () if excepted is False else unless)


def _open(
    policy: Policy, conditions: tuple[Condition, ...], use: Use
) -> tuple[tuple[Condition, ...], bool | None]:
    """Drop the conditions that are settled and met; say False if one fails, True if none is left open."""
    left: list[Condition] = []
    for condition in conditions:
        held = condition.holds(FACTS[condition.fact].read(policy, use)) if _settled(condition) else None
        if held is False:
            return (), False
        if held is None:
            left.append(condition)
    return tuple(left), None if left else True


def _settled(condition: Condition) -> bool:
    return FACTS[condition.fact].settled


def _all_hold(policy: Policy, conditions: tuple[Condition, ...], use: Use) -> bool | None:
    """Kleene's conjunction: one that fails decides, else one that is unknown leaves it open."""
    met: bool | None = True
    for condition in conditions:
        held = condition.holds(FACTS[condition.fact].read(policy, use))
        if held is False:
            return False
        if held is None:
            met = None
    return met


def _undecided(policy: Policy, standing: _Standing, use: Use) -> Part:
    asked = (condition.fact for condition in (*standing.when, *standing.unless))
    missing = tuple(fact for fact in asked if FACTS[fact].read(policy, use) is None)
    unlisted = tuple(fact for fact in missing if FACTS[fact].settled)
    return Part(standing.part.rule, unlisted or missing)
