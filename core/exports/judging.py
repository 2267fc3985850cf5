"""What the policy says about each column of each record of an export; once per distinct combination of facts.

First the columns alone: one that the policy denies whoever the record is on stays out altogether. Then the
records: one of which no personal column may go stays out; in the others single cells may stay blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.exports.facts import RecordFacts
from core.exports.shapes import ExportList
from core.policy.engine import Outcome, Use, Verdict, judge, judge_under
from core.policy.terms import Policy


@dataclass(frozen=True)
class Reason:
    """Why something stays out: rule, clauses, and a sentence that cites them."""

    rule: str
    clause: str
    sentence: str


@dataclass(frozen=True)
class RecordVerdict:
    """The places of the columns that may go for a record, or why it stays out."""

    released: frozenset[int]
    left_out: Reason | None = None


@dataclass
class Judge:
    """Judges one list for one purpose, under the version at collection and today's (C02)."""

    exported: ExportList
    purpose: str
    today: Policy
    policies: Mapping[str, Policy]
    kept: tuple[int, ...] = ()
    dropped: dict[int, Reason] = field(default_factory=dict)
    _personal: tuple[int, ...] = ()
    _known: dict[RecordFacts, RecordVerdict] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at in range(len(self.exported.columns)):
            verdict = judge(self.today, self._use(at, None))
            if verdict.outcome is Outcome.DENY:
                self.dropped[at] = _reason(verdict)
        self.kept = tuple(at for at in range(len(self.exported.columns)) if at not in self.dropped)
        self._personal = tuple(at for at in self.exported.personal(self.today) if at not in self.dropped)

    def record(self, facts: RecordFacts | None) -> RecordVerdict:
        """Judge a record by its facts; None where nothing in it is on a person."""
        if facts is None:
            return RecordVerdict(frozenset(self.kept))
        if facts not in self._known:
            self._known[facts] = self._judged(facts)
        return self._known[facts]

    def _judged(self, facts: RecordFacts) -> RecordVerdict:
        verdicts = {at: self._verdict(at, facts) for at in self._personal}
        allowed = frozenset(at for at, one in verdicts.items() if one.outcome is Outcome.ALLOW)
        if verdicts and not allowed:
            return RecordVerdict(frozenset(), _reason(min(verdicts.values(), key=self._rank)))
        return RecordVerdict(allowed | (frozenset(self.kept) - verdicts.keys()))

    def _verdict(self, at: int, facts: RecordFacts) -> Verdict:
        then = self.policies.get(facts.policy_version) if facts.policy_version else self.today
        versions = [self.today] if then is self.today else [then, self.today]
        return judge_under(versions, self._use(at, facts))

    def _use(self, at: int, facts: RecordFacts | None) -> Use:
        column = self.exported.columns[at]
        if facts and column.public:
            facts = _as_site_content(facts)
        return Use(
            purpose=self.purpose,
            category=column.category,
            origin=facts.origin if facts else None,
            opted_out=facts.opted_out if facts else None,
            under_13=facts.under_13 if facts else None,
            joins_clickstream=False,  # no list of this desk holds visitors' usage beside persons (C06, C17)
            exported=True,
            reason_given=False,  # a whole list is no reason to read single private messages (C23)
        )

    def _rank(self, verdict: Verdict) -> tuple[bool, int]:
        ranks = {rule.id: place for place, rule in enumerate(self.today.rules)}
        return verdict.outcome is not Outcome.DENY, ranks.get(verdict.rule, len(ranks))


def _as_site_content(facts: RecordFacts) -> RecordFacts:
    """What stands on the site for all to see, and on nobody who is known, has no age to ask for.

    Who wrote it stays unknown, so a column that names its author is never read this way (C24).
    """
    if facts.public and facts.under_13 is None:
        return replace(facts, opted_out=False, under_13=False)
    return facts


def _reason(verdict: Verdict) -> Reason:
    return Reason(verdict.rule, ", ".join(verdict.clauses), verdict.sentence)
