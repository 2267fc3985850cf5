"""remitctl contacts: list, show, answer, close."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import typer

from core.changes import Changes
from core.cli.invocation import Invocation
from core.contacts import actions, queries
from core.contacts.tables import ContactKind, ContactState
from core.db.unit_of_work import WriteWork
from core.errors import BadInput
from core.mail.outbox import land_letters
from core.staff.roles import Permission, require

app = typer.Typer(no_args_is_help=True, help="Problems, comments and requests.")


@app.command("list")
def show_all(
    ctx: typer.Context,
    state: ContactState | None = typer.Option(None, help="Only in this state."),
    kind: ContactKind | None = typer.Option(None, help="Only of this kind."),
    query: str = typer.Option("", help="Words of the subject or text, or the site's own number."),
    sort: str = typer.Option("received", help=f"One of {', '.join(queries.SORTS)}."),
    limit: int = 50,
) -> None:
    """List contact records, oldest first; senders stay masked."""
    call: Invocation = ctx.obj
    if sort not in queries.SORTS:
        raise BadInput(f"“{sort}” is no order; take one of {', '.join(queries.SORTS)}.")
    listing = queries.contacts(query, state.value if state else "", kind.value if kind else "", sort)
    with call.desk().read() as work:
        require(work, Permission.CONTACTS)
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def show(ctx: typer.Context, contact: int) -> None:
    """Show one contact record as a thread; the sender stays masked."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        found = asdict(queries.contact_detail(work, contact))
    answers = found.pop("answers")
    call.show(found | {"rows": answers, "total": len(answers)})


@app.command()
def answer(
    ctx: typer.Context,
    contact: int,
    text: str = typer.Option("", help="The answer, as it is to leave."),
    file: Path | None = typer.Option(None, "--file", help="A text file (UTF-8) that holds the answer."),
) -> None:
    """Answer a contact record by a letter to the address given with it (C16, C18)."""
    call: Invocation = ctx.obj
    words = _read(file) if file else text
    with call.desk().write() as work:
        changes = actions.answer_contact(work, contact, words)
    landed = land_letters(call.desk())
    letters = [{"letter": str(one.path), "sha256": one.sha256} for one in landed]
    call.show(
        {"contact": contact, "state": "answered", "done": changes.sentence} | {"rows": letters, "total": 1}
    )


@app.command()
def close(ctx: typer.Context, contact: int) -> None:
    """Close a contact record."""
    _move(ctx, contact, actions.close_contact)


@app.command()
def reopen(ctx: typer.Context, contact: int) -> None:
    """Open a closed contact record again."""
    _move(ctx, contact, actions.reopen_contact)


def _move(ctx: typer.Context, contact: int, verb: Callable[[WriteWork, int], Changes]) -> None:
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = verb(work, contact)
        state = queries.contact_detail(work, contact).state
    call.show({"contact": contact, "state": state, "done": changes.sentence, "rows": [], "total": 1})


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file.name} cannot be read as text in UTF-8.") from error
