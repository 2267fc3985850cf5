"""remitctl claims: who is reading which record just now."""

from dataclasses import asdict

import typer

from core.claims.queries import claims_now
from core.cli.invocation import Invocation

app = typer.Typer(no_args_is_help=True, help="Who is reading which record just now.")


@app.callback()
def _claims() -> None:
    """Keep "list" a word of its own, though it is the only one."""


@app.command("list")
def show_all(ctx: typer.Context) -> None:
    """List the records that somebody has open, the longest first; each lapses by itself."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        rows = [asdict(one) for one in claims_now(work)]
    call.show({"rows": rows, "total": len(rows)})
