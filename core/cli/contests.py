"""remitctl contests: contests, special offers and their entries."""

from dataclasses import asdict

import typer

from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most, one_of
from core.contests import queries
from core.people.searching import by_part
from core.staff.roles import Permission, require

app = typer.Typer(no_args_is_help=True, help="Contests, special offers and surveys.")
LIMIT = at_most(50)
ONLY = ("opted_out",)


@app.command("list")
def show_all(ctx: typer.Context) -> None:
    """List contests with their numbers of entries."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        require(work, Permission.CONTESTS)
        rows = [asdict(one) for one in queries.contests(work)]
    call.show({"rows": rows, "total": len(rows)})


@app.command()
def entries(
    ctx: typer.Context,
    contest: int = typer.Option(0, help="Only of this contest (its id)."),
    query: str = typer.Option("", help="A name, or a whole address; - reads it from standard input."),
    only: str = typer.Option("", help=f"{' or '.join(ONLY)}", callback=one_of(ONLY, "such narrowing")),
    limit: int = LIMIT,
) -> None:
    """List entries, newest first; entrants stay masked."""
    call: Invocation = ctx.obj
    text = call.sought(query)
    with call.desk().read() as work:
        listing = queries.entries(text, contest, only, in_part=by_part(work.actor.role))
        require(work, Permission.CONTESTS)
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})
