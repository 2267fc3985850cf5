"""Evaluating a share: what would go, what stays and why; the figures always add up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.db.unit_of_work import Work
from core.policy.store import current_policy, policies_of
from core.shares.proposal import FIELDS, Selection, ShareDraft
from core.shares.selecting import Counted, count_by_facts, count_people, selected
from core.shares.tables import Share
from core.shares.terms import terms_of_draft, terms_of_share
from core.shares.verdicts import ANOTHER_RECORD, Reason, RecordFacts, RecordVerdict, Terms, judge_record
from core.staff.roles import Permission, require


@dataclass(frozen=True)
class GridLine:
    """For one field one verdict, and how many of the selected records it is given for."""

    field: str
    label: str
    outcome: str
    words: str
    rule: str
    clause: str
    sentence: str
    records: int


@dataclass(frozen=True)
class LeftOutLine:
    """How many selected records stay, for one reason; each record is counted once."""

    reason: str
    rule: str
    clause: str
    sentence: str
    records: int
    since_approval: bool = False


@dataclass(frozen=True)
class Evaluation:
    """What the policy says of a share now.

    `selected = records + sum of excluded`, and the lines of each field add up to `selected`.
    """

    policy_version: str
    selected: int
    records: int
    grid: tuple[GridLine, ...]
    excluded: tuple[LeftOutLine, ...]
    groups: tuple[tuple[RecordFacts, int, RecordVerdict], ...]

    @property
    def allowed(self) -> int:
        """How many records may go; of each person one does, so `records` counts the people."""
        return allowed_records(self.records, self.excluded)

    def field_sets(self, fields: tuple[str, ...]) -> dict[RecordFacts, int]:
        """Return the bits of the fields that may go, for the facts of every record that may."""
        return {facts: bits(fields, one.released) for facts, _, one in self.groups if one.released}

    def stored(self) -> dict[str, Any]:
        """Return the figures as they are kept with the share."""
        return {
            "selected": self.selected,
            "records": self.records,
            "verdicts": [asdict(one) for one in self.grid],
            "excluded": [asdict(one) for one in self.excluded],
            "policy_version": self.policy_version,
        }


def allowed_records(people: int, excluded: Iterable[LeftOutLine]) -> int:
    """Return how many records may go: those that do, and the other ones of the same people."""
    return people + sum(one.records for one in excluded if one.rule == ANOTHER_RECORD.rule)


def bits(fields: tuple[str, ...], released: frozenset[str]) -> int:
    """Return a set of fields as bits, in the order of the share's fields."""
    return sum(1 << place for place, name in enumerate(fields) if name in released)


def named(fields: tuple[str, ...], field_set: int) -> tuple[str, ...]:
    """Return the fields whose bits are set."""
    return tuple(name for place, name in enumerate(fields) if field_set >> place & 1)


def evaluate_draft(work: Work, draft: ShareDraft) -> Evaluation:
    """Evaluate a proposal that is not stored yet; raises NotFound for what is not on the register."""
    require(work, Permission.SHARES)
    return evaluate(work, terms_of_draft(work, draft), draft.selection)


def evaluate_share(work: Work, share: Share) -> Evaluation:
    """Evaluate a share under today's facts."""
    return evaluate(work, terms_of_share(work, share), Selection.read(share.selection))


def evaluate(work: Work, terms: Terms, selection: Selection) -> Evaluation:
    """Judge every distinct combination of facts among the selected records, and count."""
    counted = count_by_facts(work, selected(selection, terms.case_record), terms.case_record)
    judged = judge_all(work, terms, counted)
    allowed = [facts for facts, _, one in judged if one.released]
    people = count_people(work, selected(selection, terms.case_record), allowed, terms.case_record)
    return _evaluation(work, terms, judged, people)


def judge_all(
    work: Work, terms: Terms, counted: Counted
) -> tuple[tuple[RecordFacts, int, RecordVerdict], ...]:
    """Judge each combination of facts once."""
    policies, today = policies_of(work), current_policy(work)
    return tuple((facts, n, judge_record(policies, today, terms, facts)) for facts, n in counted.items())


def left_out_lines(counts: Mapping[Reason, int], *, since_approval: bool = False) -> tuple[LeftOutLine, ...]:
    """Make the lines of who is left out, most first."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0].words))
    return tuple(
        LeftOutLine(why.words, why.rule, why.clause, why.sentence, n, since_approval)
        for why, n in ordered
        if n
    )


def _evaluation(
    work: Work, terms: Terms, judged: tuple[tuple[RecordFacts, int, RecordVerdict], ...], people: int
) -> Evaluation:
    grid: Counter[tuple[str, str, Reason]] = Counter()
    stays: Counter[Reason] = Counter()
    for _, n, verdict in judged:
        for field, one in verdict.fields.items():
            grid[field, one.outcome.value, one.reason] += n
        stays[verdict.left_out or ANOTHER_RECORD] += n
    stays[ANOTHER_RECORD] -= people
    version = current_policy(work).version
    total = sum(n for _, n, _ in judged)
    return Evaluation(version, total, people, _lines(terms, grid), left_out_lines(stays), judged)


def _lines(terms: Terms, grid: Counter[tuple[str, str, Reason]]) -> tuple[GridLine, ...]:
    ranked = sorted(grid.items(), key=lambda one: (terms.fields.index(one[0][0]), one[0][1], -one[1]))
    return tuple(
        GridLine(field, FIELDS[field], outcome, why.words, why.rule, why.clause, why.sentence, n)
        for (field, outcome, why), n in ranked
    )
