"""What the policy says about each field of a record, for one share: pure, and once per distinct record.

A million records differ in few facts that matter here, so verdicts are asked for each combination of facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.policy.engine import Outcome, Part, Use, Verdict, judge_under
from core.policy.terms import Policy, Rule
from core.shares.proposal import FIELDS, category_of


@dataclass(frozen=True)
class Terms:
    """The terms that every record of a share is judged under; today's, not those at the proposal."""

    recipient: str
    purpose: str
    service: str
    agreement_services: frozenset[str]
    agreement_purposes: frozenset[str]
    agreement_active: bool
    fields: tuple[str, ...]
    required: tuple[str, ...]
    case_record: int | None = None
    """The record that the named case came with (C18)."""


@dataclass(frozen=True)
class RecordFacts:
    """All that tells one record from another when it is judged."""

    origin: str
    policy_version: str
    opted_out: bool
    under_13: bool
    of_case: bool


@dataclass(frozen=True)
class Reason:
    """Why something goes or stays: in a few words, by rule and clause, and in a sentence."""

    words: str
    rule: str
    clause: str
    sentence: str


@dataclass(frozen=True)
class FieldVerdict:
    """The verdict on one field of one record; `strength` ranks reasons, the strongest lowest."""

    outcome: Outcome
    reason: Reason
    strength: tuple[int, int]
    because: tuple[str, ...]


@dataclass(frozen=True)
class RecordVerdict:
    """What becomes of one record: the fields that may go, or why none does."""

    fields: Mapping[str, FieldVerdict]
    released: frozenset[str]
    left_out: Reason | None


OUTSIDE = "Outside the agreement"
PURPOSE_NOT_AGREED = Rule(
    id="purpose-not-in-agreement",
    effect="forbid",
    clauses=("C14",),
    when=(),
    unless=(),
    says="The vendor's agreement does not cover this purpose.",
)
ANOTHER_RECORD = Reason(
    "Same person, other record", "one-row-per-person", "", "Another record of the same person goes instead."
)
GONE = Reason("No longer on file", "no-longer-on-file", "C26", "The record is no longer on file.")
_WORDS: Mapping[str, str] = {
    "under_13": "Under 13",
    "opted_out": "Opted out",
    "agreement_active": OUTSIDE,
    "service_agreed": OUTSIDE,
    "service_offered": OUTSIDE,
    "service_serves": OUTSIDE,
    "same_case": "Another case",
    "case_named": "No case named",
    "origin_listed": "Origin not listed",
}
"""What a reason is called, by the fact that the deciding rule turns on; the first one found counts."""


def judge_record(
    policies: Mapping[str, Policy], today: Policy, terms: Terms, facts: RecordFacts
) -> RecordVerdict:
    """Judge each field of a record under the version at collection and today's (C02).

    The record goes when every required field may; of several reasons against it the strongest counts: a
    denial before an open question, then the order in which the policy ranks its rules, then that of fields.
    """
    then = policies.get(facts.policy_version)
    versions: list[Policy | None] = [today] if then is today else [then, today]
    fields = {name: _judge_field(versions, today, terms, facts, name) for name in terms.fields}
    against = [fields[name] for name in terms.required if fields[name].outcome is not Outcome.ALLOW]
    if against:
        return RecordVerdict(fields, frozenset(), min(against, key=lambda one: one.strength).reason)
    allowed = frozenset(name for name, one in fields.items() if one.outcome is Outcome.ALLOW)
    return RecordVerdict(fields, allowed, None)


def use_of(terms: Terms, facts: RecordFacts, field: str) -> Use:
    """Return the use that the policy is asked about for one field of one record."""
    return Use(
        purpose=terms.purpose,
        category=category_of(field),
        recipient=terms.recipient,
        origin=facts.origin,
        service=terms.service or None,
        agreement_services=terms.agreement_services,
        agreement_active=terms.agreement_active,
        opted_out=facts.opted_out,
        under_13=facts.under_13,
        joins_clickstream=False,  # people and traffic have no key in common, by construction (C06, C17)
        exported=True,
        case_named=terms.case_record is not None,
        same_case=facts.of_case,
        on_register=True,
    )


def _judge_field(
    versions: list[Policy | None], today: Policy, terms: Terms, facts: RecordFacts, field: str
) -> FieldVerdict:
    if terms.purpose not in terms.agreement_purposes:
        part = Part(PURPOSE_NOT_AGREED)
        reason = Reason(OUTSIDE, PURPOSE_NOT_AGREED.id, "C14", part.sentence)
        return FieldVerdict(Outcome.DENY, reason, (0, -1), (part.sentence,))
    verdict = judge_under(versions, use_of(terms, facts, field))
    lines = tuple(f"{part.rule.id}: {part.sentence}" for part in verdict.because)
    return FieldVerdict(
        verdict.outcome, _reason(verdict, today, facts, field), _strength(verdict, today), lines
    )


def _reason(verdict: Verdict, policy: Policy, facts: RecordFacts, field: str) -> Reason:
    words = _words_for(verdict, policy, facts, field)
    return Reason(words, verdict.rule, ", ".join(verdict.clauses), verdict.sentence)


def _words_for(verdict: Verdict, policy: Policy, facts: RecordFacts, field: str) -> str:
    if verdict.outcome is Outcome.ALLOW:
        return "Allowed"
    if verdict.outcome is Outcome.INDETERMINATE:
        return "Not known"
    turns_on = {condition.fact for condition in verdict.because[0].rule.when}
    found = next((words for fact, words in _WORDS.items() if fact in turns_on), "")
    if found:
        return found
    if turns_on & {"origin", "origin_allows"}:
        origin = policy.origins.get(facts.origin)
        return origin.label if origin else facts.origin
    return FIELDS[field] if turns_on & {"category", "kind"} else "Not permitted"


def _strength(verdict: Verdict, policy: Policy) -> tuple[int, int]:
    """Rank a verdict against others: denials first, then as the policy orders its rules."""
    ranks = {rule.id: place for place, rule in enumerate(policy.rules)}
    order = 0 if verdict.outcome is Outcome.DENY else 1
    return order, ranks.get(verdict.rule, len(ranks))
