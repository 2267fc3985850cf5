"""remitctl contacts: list, show, answer, close."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer

from core.changes import Changes
from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most, one_of
from core.contacts import actions, queries
from core.contacts.opening import open_contact
from core.contacts.tables import ContactKind, ContactState
from core.db.unit_of_work import WriteWork
from core.errors import BadInput
from core.mail.outbox import land_letters, letters_about

app = typer.Typer(no_args_is_help=True, help="Problems, comments and requests.")
LIMIT = at_most(50)
SORTING = one_of(queries.SORTS, "order")
SEEN = typer.Option(None, min=1, help="The version that was read; refused when it changed since.")


@app.command("list")
def show_all(
    ctx: typer.Context,
    state: ContactState | None = typer.Option(None, help="Only in this state."),
    kind: ContactKind | None = typer.Option(None, help="Only of this kind."),
    query: str = typer.Option("", help="Words of the subject or text, or the site's own number."),
    sort: str = typer.Option("received", help=", ".join(queries.SORTS), callback=SORTING),
    limit: int = LIMIT,
) -> None:
    """List contact records, oldest first; senders stay masked."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        listing = queries.contacts(
            query,
            state.value if state else "",
            kind.value if kind else "",
            sort,
            in_bodies=queries.reads_bodies(work.actor.role),
        )
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def show(
    ctx: typer.Context,
    contact: int,
    opened: bool = typer.Option(False, "--open", help="Show what was written and answered; logged."),
) -> None:
    """Show one contact record, with its texts once you open it; the sender stays masked."""
    call: Invocation = ctx.obj
    if opened:
        with call.desk().write() as writing:
            found = asdict(open_contact(writing, contact))
    else:
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
    seen: int | None = SEEN,
) -> None:
    """Answer a contact record by a letter to the address given with it (C16, C18).

    One that is answered already is answered again only with --seen, so that no answer goes out twice.
    """
    call: Invocation = ctx.obj
    words = _read(file) if file else text
    with call.desk().write() as work:
        changes = actions.answer_contact(work, contact, words, seen)
        kept = {one.id for one in letters_about(work, "contact", contact)}
    landed = [one for one in land_letters(call.desk()) if one.letter_id in kept]
    letters = [{"letter": str(one.path), "sha256": one.sha256} for one in landed]
    told = {"contact": contact, "state": "answered", "done": changes.sentence}
    call.show(told | {"rows": letters, "total": len(letters)})


@app.command()
def close(ctx: typer.Context, contact: int, seen: int | None = SEEN) -> None:
    """Close a contact record."""
    _move(ctx, contact, partial(actions.close_contact, seen=seen))


@app.command()
def reopen(ctx: typer.Context, contact: int, seen: int | None = SEEN) -> None:
    """Open a closed contact record again."""
    _move(ctx, contact, partial(actions.reopen_contact, seen=seen))


def _move(ctx: typer.Context, contact: int, verb: Callable[[WriteWork, int], Changes]) -> None:
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = verb(work, contact)
        (row,) = queries.contacts().rows(work, [contact])
    told = {"contact": contact, "state": row.state, "done": changes.sentence}
    call.show(told | {"rows": [asdict(row)], "total": 1})


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file.name} cannot be read as text in UTF-8.") from error
