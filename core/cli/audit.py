"""remitctl audit: list and verify the log."""

from dataclasses import asdict
from typing import Any

import typer

from core.audit.queries import EntryRow, LogQuery
from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most
from core.staff.log_reading import ReadableLog, check_log, note_verification
from core.staff.roles import Permission, may

app = typer.Typer(no_args_is_help=True, help="The audit log.")
LIMIT = at_most(50)


@app.callback()
def audit() -> None:
    """Read and verify what was done here."""


@app.command()
def verify(ctx: typer.Context) -> None:
    """Hash every entry again; exit 1 when one is not as it was written."""
    call: Invocation = ctx.obj
    with call.desk().read() as work, call.progress("Verifying the log") as progress:
        found = check_log(work, progress)
    with call.desk().write() as work:
        note_verification(work, found)
    call.show(
        {"entries": found.entries, "root": found.root, "ok": found.ok, "first_bad": found.first_bad}
        | {"says": found.sentence}
    )
    raise typer.Exit(0 if found.ok else 1)


@app.command("list")
def show_all(
    ctx: typer.Context,
    action: str = typer.Option("", help="Only actions that begin so, as people: or people:person:revealed."),
    query: str = typer.Option("", help="A position, an action's words, or a record as in “person 12”."),
    limit: int = LIMIT,
) -> None:
    """List entries, newest first; without the right to read the whole log only your own."""
    call: Invocation = ctx.obj
    listing = ReadableLog(LogQuery(text=query, action=action))
    with call.desk().read() as work:
        rows = [_shown(one) for one in listing.first(work, limit)]
        total, whole = listing.total(work), may(work.actor.role, Permission.READ_LOG)
    call.show({"rows": rows, "total": total, "shown": "every entry" if whole else "your own entries"})


def _shown(row: EntryRow) -> dict[str, Any]:
    told = asdict(row)
    return {"position": told.pop("id")} | told | {"what": row.what, "subject": row.subject}
