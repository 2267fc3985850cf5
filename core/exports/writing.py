"""Making an export: a workbook with nothing live in it, logged before it stands in its place."""

from dataclasses import dataclass
from pathlib import Path

from core.aside import folder_aside
from core.audit.log import Fact, head, record
from core.db.unit_of_work import Work, WriteWork
from core.desk import Desk
from core.exports.leaving import Leaving
from core.exports.narrowing import CODES
from core.exports.planning import ExportPlan, check_plan, judge_of, plan_export
from core.exports.rows import Tally, exported_rows, unchanged
from core.exports.shapes import ExportOrder
from core.progress import Progress
from core.sheets.manifest import Disclosed, Disclosure, LeftOut, StaffHand, write_disclosure
from core.sheets.plan import ColumnHead, Cover, Sheet

TRIES = 3
"""How often the workbook is made while others work on; then once more while they wait."""
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
        went = f"Exported {self.plan.going}"
        return f"{went}; {self.left_out:,} left out by the policy." if self.left_out else f"{went}."


@dataclass(frozen=True)
class _Prepared:
    """A workbook that waits aside: what it holds, and how long the log was when it was read."""

    order: ExportOrder
    plan: ExportPlan
    leaving: Leaving
    written: Disclosed
    tally: Tally
    log_entries: int


def export_list(desk: Desk, order: ExportOrder, path: Path, progress: Progress | None = None) -> Exported:
    """Export a list for a purpose (C22); the log has it before the file stands in its place.

    Whoever opts out while the workbook is written is not in it: it is judged again before it leaves (C20).
    Raises NotAllowed with the rule's sentence when the policy lets nothing of it go, BadInput for a path that
    cannot be taken or an empty list, Cancelled when stopped; then no file is left.
    """
    progress = progress or Progress()
    with folder_aside(desk.folder.path) as aside:
        leaving = Leaving(path, aside)
        prepared, entry = _exported(desk, order, leaving, progress)
        leaving.put_in_place()
    tally = prepared.tally
    return Exported(path, tally.records, tally.stays.total(), prepared.written.sha256, entry, prepared.plan)


def _exported(desk: Desk, order: ExportOrder, leaving: Leaving, progress: Progress) -> tuple[_Prepared, int]:
    for _ in range(TRIES):
        with desk.read() as reading:
            prepared = _prepared(reading, order, leaving, progress)
        with desk.write() as work:
            if _still_holds(work, prepared):
                return prepared, _log(work, prepared)
    with desk.write() as work:
        prepared = _prepared(work, order, leaving, progress)
        return prepared, _log(work, prepared)


def _prepared(work: Work, order: ExportOrder, leaving: Leaving, progress: Progress) -> _Prepared:
    plan = plan_export(work, order)
    check_plan(plan)
    progress.at(0, plan.records, "Reading")
    leaving.begin()
    judge, tally = judge_of(work, order), Tally()
    heads = [ColumnHead(one.title, one.kind) for one in (judge.exported.columns[at] for at in judge.kept)]
    sheet = Sheet(judge.exported.plural.capitalize(), heads, exported_rows(work, order, judge, tally))
    cover, disclosure = _cover(work, order, plan), _disclosure(work, plan)
    written = write_disclosure(leaving.waiting, disclosure, cover, [sheet], progress)
    return _Prepared(order, plan, leaving, written, tally, head(work).entries)


def _still_holds(work: Work, prepared: _Prepared) -> bool:
    """Tell whether every record would be judged alike now; where nothing was logged, nothing changed."""
    if head(work).entries == prepared.log_entries:
        return True
    judge = judge_of(work, prepared.order)
    return judge.today.version == prepared.plan.policy_version and unchanged(work, judge, prepared.tally)


def _log(work: WriteWork, prepared: _Prepared) -> int:
    order, plan, tally = prepared.order, prepared.plan, prepared.tally
    return record(
        work,
        "exports:list:exported",
        ("export", 0),
        list=order.kind.value,
        purpose=order.purpose,
        policy=plan.policy_version,
        values=order.values,
        records=tally.records,
        record_ids_sha256=tally.digest.hexdigest(),
        left_out={why.rule: number for why, number in tally.stays.items()},
        cells_left_blank=tally.blanks,
        columns=list(plan.columns),
        columns_left_out={one.title: one.reason.rule for one in plan.columns_out},
        filter=_filter(work, order),
        sha256=prepared.written.sha256,
        manifest_sha256=prepared.written.manifest_sha256,
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
        ("Records", f"{plan.going} of {plan.selected:,} in the list"),
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
