"""Which purposes an export of a list can have; the policy's own, never a list of ours."""

from dataclasses import dataclass

from core.db.unit_of_work import Work
from core.exports.facts import RecordFacts
from core.exports.judging import Judge
from core.exports.lists import LISTS
from core.exports.shapes import ExportList, ListKind
from core.policy.store import current_policy
from core.policy.terms import Policy

DUTY = "duty"


@dataclass(frozen=True)
class OfferedPurpose:
    """A purpose that some record of such a list could be exported for."""

    key: str
    label: str
    clauses: tuple[str, ...]


def offered_purposes(work: Work, kind: ListKind) -> list[OfferedPurpose]:
    """List the purposes for which the policy lets something of such a list go, in the policy's order."""
    policy, exported = current_policy(work), LISTS[kind]
    return [
        OfferedPurpose(one.key, one.label, one.clauses)
        for one in policy.purposes.values()
        if not purpose_problem(policy, exported, one.key) and _something_goes(policy, exported, one.key)
    ]


def purpose_problem(policy: Policy, exported: ExportList, purpose: str) -> str:
    """Say why this cannot be the purpose of such an export; empty when the policy may be asked about it."""
    known = policy.purposes.get(purpose)
    if known is None:
        return f"“{purpose}” is no purpose of the policy; take one of {', '.join(policy.purposes)}."
    if known.group == DUTY and purpose not in exported.duties:
        return (
            f"“{known.label}” has a procedure of its own; a list of {exported.plural} is not exported for it."
        )
    return ""


def _something_goes(policy: Policy, exported: ExportList, purpose: str) -> bool:
    judge = Judge(exported, purpose, policy, {})
    if policy.purposes[purpose].group == "oversight":
        return bool(judge.kept)
    of_persons = [RecordFacts(one, "", opted_out=False, under_13=False) for one in exported.origins]
    personal = frozenset(exported.personal(policy))
    return any(judge.record(facts).released & personal for facts in of_persons)
