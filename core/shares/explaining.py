"""Why each field of each kind of record goes or stays, line by line, for whoever has to answer for it."""

from dataclasses import dataclass

from core.db.unit_of_work import Work
from core.shares.queries import share_now


@dataclass(frozen=True)
class ExplainedLine:
    """One field of records that are alike in every fact: the verdict and every rule that took part."""

    field: str
    origin: str
    collected_under: str
    opted_out: bool
    under_13: bool
    outcome: str
    rule: str
    clause: str
    because: str
    records: int


def explain_share(work: Work, share_id: int) -> list[ExplainedLine]:
    """Explain a share under today's facts, the largest groups first; raises NotFound."""
    evaluation = share_now(work, share_id)
    groups = sorted(evaluation.groups, key=lambda one: (-one[1], one[0].origin))
    return [
        ExplainedLine(
            field,
            facts.origin,
            facts.policy_version,
            facts.opted_out,
            facts.under_13,
            one.outcome.value,
            one.reason.rule,
            one.reason.clause,
            " | ".join(one.because),
            records,
        )
        for facts, records, verdict in groups
        for field, one in verdict.fields.items()
    ]
