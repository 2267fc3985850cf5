"""remitctl people: find, show, opt out."""

from dataclasses import asdict

import typer

from core.cli.invocation import CalledWrongly, Invocation
from core.cli.wrong_calls import at_most, one_of
from core.people import actions, queries
from core.people.searching import by_part
from core.people.wishes import HEARD, HEARD_AGAIN, NOT_NOTED, WISHES
from core.staff.roles import Permission, require

app = typer.Typer(no_args_is_help=True, help="People on file.")
LIMIT = at_most(50)
SOUGHT = typer.Argument("", help="A name, or a whole address; - reads it from standard input.")
HEARD_HELP = f"How the site heard of it: {', '.join(HEARD)}."
WISH_HELP = "; ".join(f"{code} ({words.lower()})" for code, words in WISHES.items())
PURPOSES = ", ".join(actions.REVEAL_PURPOSES)


@app.command()
def find(ctx: typer.Context, text: str = SOUGHT, limit: int = LIMIT) -> None:
    """Find people by name or address; values stay masked."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        require(work, Permission.PEOPLE)
        listing = queries.people(call.sought(text), in_part=by_part(work.actor.role))
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def show(
    ctx: typer.Context,
    person: int,
    purpose: str = typer.Option(
        "",
        help=f"Show the values unmasked for this purpose, which is logged: {PURPOSES}.",
        callback=one_of(actions.REVEAL_PURPOSES, "purpose for looking at a person"),
    ),
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
    told = asdict(values) | {"rows": records, "total": len(records)}
    del told["records"]  # they are the rows
    call.show(told)


@app.command("opt-out")
def opt_out(
    ctx: typer.Context,
    person: int,
    heard: str = typer.Option(NOT_NOTED, help=HEARD_HELP, callback=one_of(HEARD, "way of hearing of it")),
    take_back: bool = typer.Option(False, "--take-back", help="Let promotion reach them again."),
    wish: str = typer.Option("", help=f"With --take-back: {WISH_HELP}", callback=one_of(WISHES, "wish")),
) -> None:
    """Opt a person out of promotion, at once and everywhere (C20); back at their own wish alone."""
    call: Invocation = ctx.obj
    if take_back:
        _refuse_unsaid(heard, wish)
    with call.desk().write() as work:
        if take_back:
            changes = actions.take_back_opt_out(work, person, heard, wish)
        else:
            changes = actions.opt_out(work, person, heard)
        rows = [asdict(one) for one in queries.people().rows(work, [person])]
    told = {"person": person, "opted_out": not take_back, "done": changes.sentence}
    call.show(told | {"rows": rows, "total": len(rows)})


def _refuse_unsaid(heard: str, wish: str) -> None:
    if heard not in HEARD_AGAIN or not wish:
        ways, wishes = ", ".join(HEARD_AGAIN), ", ".join(WISHES)
        raise CalledWrongly(f"Say how they told the site, --heard {ways}, and what, --wish {wishes}.")
