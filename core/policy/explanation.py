"""Why a use was judged as it was, line by line, for the screen and for `remitctl shares explain`."""

from dataclasses import dataclass

from core.policy.engine import Outcome, Part, Use, Verdict, judge
from core.policy.terms import Policy

_SPOKEN = {
    Outcome.ALLOW: "Allowed",
    Outcome.DENY: "Denied",
    Outcome.INDETERMINATE: "Not decided, so not released",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict, what was asked, and every rule that took part, the deciding one first."""

    verdict: Verdict
    asked: str
    lines: tuple[str, ...]


def explain(policy: Policy, use: Use) -> Explanation:
    """Judge the use and say why, each line citing its rule and its clauses."""
    verdict = judge(policy, use)
    head = f"{_SPOKEN[verdict.outcome]} under {policy.version}: {verdict.sentence}"
    lines = (head, *(_line(part) for part in verdict.because))
    return Explanation(verdict, _asked(policy, use), lines)


def _asked(policy: Policy, use: Use) -> str:
    category = policy.categories.get(use.category or "")
    purpose = policy.purposes.get(use.purpose or "")
    recipient = policy.recipient_kinds.get(use.recipient or "")
    what = category.label if category else f"unlisted data “{use.category}”"
    wherefore = purpose.label if purpose else f"unlisted purpose “{use.purpose}”"
    who = recipient.label if recipient else f"unlisted recipient “{use.recipient}”"
    return f"{what} · {wherefore} · {who}{_from(policy, use)}"


def _from(policy: Policy, use: Use) -> str:
    if use.origin is None:
        return ""
    origin = policy.origins.get(use.origin)
    return f" · {origin.label if origin else f'unlisted origin “{use.origin}”'}"


def _line(part: Part) -> str:
    does = "undecided" if part.missing else f"{part.rule.effect}s"
    return f"{part.rule.id} {does}: {part.sentence}"
