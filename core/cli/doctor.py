"""remitctl doctor: what is wrong with this machine or desk, and the fix, a line each."""

from collections.abc import Iterator
from dataclasses import asdict

import typer

from core.cli.invocation import Invocation
from core.doctor.desk_checks import check_desk
from core.doctor.findings import Finding
from core.doctor.machine import check_folder, check_machine
from core.errors import DeskError


def doctor(
    ctx: typer.Context,
    deep: bool = typer.Option(False, "--deep", help="Read every page and every entry of the log too."),
) -> None:
    """Say what is wrong with this machine and the desk that is named; exit 1 when it is serious."""
    call: Invocation = ctx.obj
    rows = [*check_machine(), *_of_desk(call, deep=deep)]
    told = "Nothing is wrong." if not rows else f"{len(rows):,} found."
    call.show({"rows": [asdict(one) for one in rows], "ok": not rows, "says": told})
    raise typer.Exit(1 if any(one.serious for one in rows) else 0)


def _of_desk(call: Invocation, *, deep: bool) -> Iterator[Finding]:
    if call.desk_path is None:
        return
    yield from check_folder(call.desk_path)
    if call.staff_name:
        yield from _opened(call, deep=deep)


def _opened(call: Invocation, *, deep: bool) -> Iterator[Finding]:
    try:
        desk = call.desk()
    except DeskError as error:
        yield Finding("open", error.sentence, "See what else is told here; else restore a backup.")
        return
    with call.progress("Looking at the desk") as progress:
        yield from check_desk(desk, progress, deep=deep)
