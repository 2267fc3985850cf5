"""remitctl audit: verify the log."""

import typer

from core.audit.verification import verify_log
from core.cli.invocation import Invocation
from core.staff.roles import Permission, require

app = typer.Typer(no_args_is_help=True, help="The audit log.")


@app.callback()
def audit() -> None:
    """Verify what was done here."""


@app.command()
def verify(ctx: typer.Context) -> None:
    """Hash every entry again; exit 1 when one is not as it was written."""
    call: Invocation = ctx.obj
    with call.desk().read() as work, call.progress("Verifying the log") as progress:
        require(work, Permission.VERIFY_LOG)
        found = verify_log(work, progress)
    call.show(
        {"entries": found.entries, "root": found.root, "ok": found.ok, "first_bad": found.first_bad}
        | {"says": found.sentence}
    )
    raise typer.Exit(0 if found.ok else 1)
