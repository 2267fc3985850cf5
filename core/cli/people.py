"""remitctl people: find, show, opt out."""

from dataclasses import asdict

import typer

from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most
from core.people import actions, queries
from core.staff.roles import Permission, require

app = typer.Typer(no_args_is_help=True, help="People on file.")
LIMIT = at_most(50)


@app.command()
def find(ctx: typer.Context, text: str = typer.Argument(""), limit: int = LIMIT) -> None:
    """Find people by name or address; values stay masked."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        require(work, Permission.PEOPLE)
        listing = queries.people(text)
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def show(
    ctx: typer.Context,
    person: int,
    purpose: str = typer.Option("", help="Show the values unmasked for this purpose; logged."),
    reason: str = "",
) -> None:
    """Show what is on file for one person, masked unless a purpose is given."""
    call: Invocation = ctx.obj
    if purpose:
        with call.desk().write() as work:
            values = actions.reveal(work, person, purpose, reason)
    else:
        with call.desk().read() as work:
            require(work, Permission.PEOPLE)
            values = queries.masked_person(work, person)
    records = [asdict(one) for one in values.records]
    call.show(asdict(values) | {"records": records, "rows": records, "total": len(records)})


@app.command("opt-out")
def opt_out(
    ctx: typer.Context,
    person: int,
    heard: str = typer.Option("e-mail", help="How the site heard of it."),
    take_back: bool = typer.Option(False, "--take-back", help="Let promotion reach them again."),
) -> None:
    """Opt a person out of promotion, at once and everywhere (C20)."""
    call: Invocation = ctx.obj
    verb = actions.take_back_opt_out if take_back else actions.opt_out
    with call.desk().write() as work:
        changes = verb(work, person, heard)
    call.show(
        {"person": person, "opted_out": not take_back, "done": changes.sentence, "rows": [], "total": 1}
    )
