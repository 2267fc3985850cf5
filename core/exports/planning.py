"""What an export would hold, before it is made: shown live, and judged again when it is made."""

from collections import Counter
from dataclasses import dataclass

from core.db.unit_of_work import Work
from core.errors import BadInput, NotAllowed
from core.exports.facts import count_by_facts, count_people
from core.exports.judging import Judge, Reason
from core.exports.lists import LISTS
from core.exports.purposes import purpose_problem
from core.exports.shapes import ExportList, ExportOrder
from core.policy.store import current_policy, policies_of
from core.staff.roles import Permission, require


@dataclass(frozen=True)
class ColumnOut:
    """A column that stays out for every record, and why."""

    title: str
    reason: Reason


@dataclass(frozen=True)
class RecordsOut:
    """How many records stay out for one reason."""

    reason: Reason
    records: int


@dataclass(frozen=True)
class ExportPlan:
    """What goes and what stays: `selected = records + sum of left_out`."""

    exported: ExportList
    purpose: str
    purpose_label: str
    policy_version: str
    selected: int
    records: int
    columns: tuple[str, ...]
    columns_out: tuple[ColumnOut, ...]
    left_out: tuple[RecordsOut, ...]
    people: int | None = None
    """How many people the records that go are on, where a person can have several."""

    @property
    def going(self) -> str:
        """Say what goes: `7 postings`, or `21 people, 24 entries`."""
        records = self.exported.count(self.records)
        if self.people is None:
            return records
        return f"{'1 person' if self.people == 1 else f'{self.people:,} people'}, {records}"

    @property
    def blocked(self) -> str:
        """Say why nothing can be exported; empty when something can."""
        if not self.selected:
            return "There is nothing to export: no record fits this search and filter."
        if not self.records:
            these = self.exported.count(self.selected)
            return f"None of these {these} may go. {self.left_out[0].reason.sentence}"
        return "" if self.columns else "No column may go for this purpose."


def judge_of(work: Work, order: ExportOrder) -> Judge:
    """Return what judges this order; raises NotAllowed, or BadInput for a purpose that cannot be taken."""
    exported = LISTS[order.kind]
    for permission in exported.permissions:
        require(work, permission)
    if order.values:
        require(work, Permission.EXPORT_VALUES)
    today = current_policy(work)
    if problem := purpose_problem(today, exported, order.purpose):
        raise BadInput(problem)
    return Judge(exported, order.purpose, today, policies_of(work))


def plan_export(work: Work, order: ExportOrder) -> ExportPlan:
    """Judge every distinct combination of facts in the list, and count; reads no values."""
    judge = judge_of(work, order)
    exported = judge.exported
    if exported.facts is None:
        selected = order.listing.total(work)
        return _plan(judge, selected, Counter())
    counted = count_by_facts(work, exported.facts, order.listing)
    stays: Counter[Reason] = Counter()
    for facts, number in counted.items():
        if reason := judge.record(facts).left_out:
            stays[reason] += number
    going = {facts for facts in counted if judge.record(facts).left_out is None}
    people = count_people(work, exported.facts, order.listing, going)
    return _plan(judge, sum(counted.values()), stays, people)


def check_plan(plan: ExportPlan) -> None:
    """Raise NotAllowed, or BadInput for an empty list, when there is nothing that may be exported."""
    if plan.blocked:
        raise (NotAllowed if plan.selected else BadInput)(plan.blocked)


def _plan(judge: Judge, selected: int, stays: Counter[Reason], people: int | None = None) -> ExportPlan:
    columns = judge.exported.columns
    return ExportPlan(
        exported=judge.exported,
        purpose=judge.purpose,
        purpose_label=judge.today.purposes[judge.purpose].label,
        policy_version=judge.today.version,
        selected=selected,
        records=selected - stays.total(),
        columns=tuple(columns[at].title for at in judge.kept),
        columns_out=tuple(ColumnOut(columns[at].title, why) for at, why in judge.dropped.items()),
        left_out=tuple(RecordsOut(why, number) for why, number in stays.most_common()),
        people=people,
    )
