"""remitctl export: a list as a workbook, for a purpose that the policy judges."""

from pathlib import Path

import typer

from core.cli.invocation import CalledWrongly, Invocation
from core.exports.narrowing import narrowed
from core.exports.purposes import offered_purposes
from core.exports.shapes import ExportOrder, ListKind
from core.exports.writing import export_list


def export(
    ctx: typer.Context,
    kind: ListKind = typer.Argument(help="The list."),
    purpose: str = typer.Option("", help="A purpose of the policy; without one, those that fit are listed."),
    to: Path | None = typer.Option(None, help="The workbook to make, ending in .xlsx."),
    query: str = typer.Option("", help="Only what this search finds."),
    state: str = typer.Option("", help="Only records in this state."),
    values: bool = typer.Option(False, "--values", help="Personal values as stored, not masked."),
) -> None:
    """Export a list as filtered; columns and records that the policy forbids stay out."""
    call: Invocation = ctx.obj
    if not purpose or to is None:
        _ask(call, kind)
    else:
        told = {"state": state} if state else {}
        listing = narrowed(kind, query, state)
        _export(call, ExportOrder(kind, listing, purpose, values, query.strip(), told), to)


def _export(call: Invocation, order: ExportOrder, to: Path) -> None:
    with call.progress(f"Exporting {order.kind.value}") as progress:
        done = export_list(call.desk(), order, to.absolute(), progress)
    call.show(
        {
            "records": done.records,
            "left_out": {one.reason.rule: one.records for one in done.plan.left_out},
            "columns": list(done.plan.columns),
            "columns_left_out": {one.title: one.reason.sentence for one in done.plan.columns_out},
            "sha256": done.sha256,
            "file": str(done.file),
            "done": done.sentence,
        }
    )


def _ask(call: Invocation, kind: ListKind) -> None:
    with call.desk().read() as work:
        offered = offered_purposes(work, kind)
    fit = f"For {kind.value} P may be {', '.join(one.key for one in offered)}."
    raise CalledWrongly(f"Say what for and where to: --purpose P --to FILE.xlsx. {fit}")
