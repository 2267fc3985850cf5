"""Making an export: a workbook with nothing live in it, logged before it stands in its place."""

from dataclasses import dataclass
from pathlib import Path

from core.audit.log import Fact, record
from core.db.unit_of_work import Work, WriteWork
from core.desk import Desk
from core.exports.leaving import Leaving, prepare
from core.exports.narrowing import CODES
from core.exports.planning import ExportPlan, check_plan, judge_of, plan_export
from core.exports.rows import Tally, exported_rows
from core.exports.shapes import ExportOrder
from core.progress import Progress
from core.sheets.manifest import Disclosed, Disclosure, LeftOut, StaffHand, write_disclosure
from core.sheets.plan import ColumnHead, Cover, Sheet

REMINDER = "For the purpose above and no other. Keep it where it may be kept, and destroy it when it is done."


@dataclass(frozen=True)
class Exported:
    """A file that stands in its place: how many records went, how many stayed, its SHA-256 (hex)."""

    file: Path
    records: int
    left_out: int
    sha256: str
    entry: int
    plan: ExportPlan

    @property
    def sentence(self) -> str:
        """Say what was done."""
        went = f"Exported {self.plan.exported.count(self.records)}"
        return f"{went}; {self.left_out:,} left out by the policy." if self.left_out else f"{went}."


def export_list(desk: Desk, order: ExportOrder, path: Path, progress: Progress | None = None) -> Exported:
    """Export a list for a purpose (C22); the log has it before the file stands in its place.

    Raises NotAllowed with the rule's sentence when the policy lets nothing of it go, BadInput for a path that
    cannot be taken or an empty list, Cancelled when stopped; then no file is left.
    """
    progress = progress or Progress()
    with desk.read() as work:
        plan = plan_export(work, order)
        check_plan(plan)
        progress.at(0, plan.records, "Reading")
        leaving = prepare(path)
        try:
            written, tally = _write(work, order, plan, leaving, progress)
        except BaseException:
            leaving.forget()
            raise
    return _let_out(desk, order, plan, leaving, (written, tally))


def _write(
    work: Work, order: ExportOrder, plan: ExportPlan, leaving: Leaving, progress: Progress
) -> tuple[Disclosed, Tally]:
    judge, tally = judge_of(work, order), Tally()
    heads = [judge.exported.columns[at] for at in judge.kept]
    sheet = Sheet(
        judge.exported.plural.capitalize(),
        [ColumnHead(one.title, one.kind) for one in heads],
        exported_rows(work, order, judge, tally),
    )
    disclosure = _disclosure(work, plan)
    return write_disclosure(leaving.waiting, disclosure, _cover(work, order, plan), [sheet], progress), tally


def _let_out(
    desk: Desk, order: ExportOrder, plan: ExportPlan, leaving: Leaving, done: tuple[Disclosed, Tally]
) -> Exported:
    written, tally = done
    try:
        with desk.write() as work:
            work.at_end(leaving.end)
            entry = _log(work, order, plan, written, tally)
    finally:
        leaving.forget()
    return Exported(leaving.file, tally.records, tally.stays.total(), written.sha256, entry, plan)


def _log(work: WriteWork, order: ExportOrder, plan: ExportPlan, written: Disclosed, tally: Tally) -> int:
    return record(
        work,
        "exports:list:exported",
        ("export", 0),
        list=order.kind.value,
        purpose=order.purpose,
        policy=plan.policy_version,
        values=order.values,
        records=tally.records,
        record_ids_sha256=tally.ids.hexdigest(),
        left_out={why.rule: number for why, number in tally.stays.items()},
        cells_left_blank=tally.blanks,
        columns=list(plan.columns),
        columns_left_out={one.title: one.reason.rule for one in plan.columns_out},
        filter=_filter(work, order),
        sha256=written.sha256,
        manifest_sha256=written.manifest_sha256,
    )


def _filter(work: Work, order: ExportOrder) -> dict[str, Fact]:
    """Return how the list was filtered: the desk's own words for states, anything else as a commitment.

    What only looks like a code may be a name that somebody typed.
    """
    known = CODES[order.kind]
    told = {name: one if one in known else work.commitment(one) for name, one in order.told.items() if one}
    return {**told, "search": work.commitment(order.search)} if order.search else {**told}


def _cover(work: Work, order: ExportOrder, plan: ExportPlan) -> Cover:
    facts = [
        ("Purpose", plan.purpose_label),
        ("Made by", f"{work.actor.role} {work.actor.id}"),
        ("Made at", f"{work.now:%Y-%m-%dT%H:%M:%SZ}"),
        ("Policy", plan.policy_version),
        ("Records", f"{plan.records:,} of {plan.selected:,} in the list"),
        ("Personal values", "as stored" if order.values else "masked, as in the list"),
        *((f"Column left out: {one.title}", one.reason.sentence) for one in plan.columns_out),
        *((f"Left out: {one.records:,}", one.reason.sentence) for one in plan.left_out),
        ("Please note", REMINDER),
    ]
    return Cover(f"List of {plan.exported.plural}", facts)


def _disclosure(work: Work, plan: ExportPlan) -> Disclosure:
    return Disclosure(
        what=f"List of {plan.exported.plural}",
        reference="",
        given_to="The site's own staff",
        purpose=plan.purpose,
        policy_version=plan.policy_version,
        executed_at=work.now,
        fields=plan.columns,
        proposed_by=StaffHand(work.actor.role, str(work.actor.id)),
        excluded=tuple(LeftOut(one.reason.rule, one.reason.clause, one.records) for one in plan.left_out),
    )
