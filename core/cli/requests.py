"""remitctl requests: from the list to the letter."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import typer

from core.changes import Changes
from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most, one_of
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.errors import BadInput
from core.mail.outbox import land_letters
from core.people.searching import by_part
from core.requests import actions, collecting, release
from core.requests.case_shapes import Case, OpenedAnswer
from core.requests.case_view import answer_outline, case
from core.requests.erasing import Rehearsal, erase, rehearse
from core.requests.history import CaseEvent
from core.requests.opening import open_answer, open_case
from core.requests.queries import STATES, RequestRow, may_list
from core.requests.queries import requests as all_requests

app = typer.Typer(no_args_is_help=True, help="Access requests.")
LIMIT = at_most(50)
NUMBER = typer.Argument(..., metavar="ID", help="The request's number.")
SEEN = typer.Option(..., metavar="SHA256", help="The SHA-256 of the answer as requests preview showed it.")


@app.command("list")
def show_all(
    ctx: typer.Context,
    state: str = typer.Option("", help=", ".join(STATES), callback=one_of(STATES, "state of a request")),
    query: str = typer.Option("", help="A name, a whole address or a number."),
    limit: int = LIMIT,
) -> None:
    """List requests, those due first on top; names stay masked."""
    call: Invocation = ctx.obj
    desk = _landed(call.desk())
    with desk.read() as work:
        may_list(work)
        listing = all_requests(query, state, in_part=by_part(work.actor.role))
        found = listing.first(work, limit)
        rows = [_line(one, one.days_left(work.now), case(work, one.id)) for one in found]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def show(
    ctx: typer.Context,
    request: int = NUMBER,
    unmask: bool = typer.Option(False, "--open", help="Show the message and values unmasked; logged."),
) -> None:
    """Show one request: the three facts, what was searched, what is left to settle."""
    call: Invocation = ctx.obj
    _landed(call.desk())
    _answer(call, request, unmask=unmask)


@app.command()
def preview(
    ctx: typer.Context,
    request: int = NUMBER,
    masked: bool = typer.Option(
        False, "--masked", help="Only the sheets' names and rows; nothing is revealed."
    ),
) -> None:
    """Show the answer as the person will see it, and its SHA-256; logged as a reveal."""
    call: Invocation = ctx.obj
    if masked:
        with call.desk().read() as work:
            found, sheets = case(work, request), answer_outline(work, request)
        shown: list[dict[str, Any]] = [asdict(one) for one in sheets]
        call.show(_previewed(found, found.sha256) | {"sheets": shown})
        return
    with call.desk().write() as work:
        answer = open_answer(work, request)
        found = case(work, request)
    call.show(_previewed(found, answer.sha256) | {"sheets": _sheets(answer)})


@app.command()
def prepare(
    ctx: typer.Context,
    request: int = NUMBER,
    person: int = typer.Option(..., help="Whose request it seems to be."),
) -> None:
    """Say whose request it seems to be, for an officer to confirm."""
    _do(ctx.obj, request, lambda work: actions.take_up(work, request, person))


@app.command()
def verify(
    ctx: typer.Context,
    request: int = NUMBER,
    how: str = typer.Option(..., help="What convinced you of the sender."),
    person: int | None = typer.Option(None, help="Whose request it is; the one matched, if left out."),
    reason: str = typer.Option("", help="Needed when name or address does not match."),
) -> None:
    """Confirm who sent a request (C25)."""
    call: Invocation = ctx.obj

    def confirm(work: WriteWork) -> Changes:
        found = case(work, request)
        whose = person or found.matched_person_id
        if whose is None:
            fitting = ", ".join(str(one.person_id) for one in found.candidates)
            nobody = f"Nobody is chosen; on file fit {fitting}" if fitting else "Nobody on file matches"
            raise BadInput(f"{nobody}; name the person: --person ID.")
        return actions.confirm_sender(work, request, whose, how, reason)

    _do(call, request, confirm)


@app.command()
def collect(ctx: typer.Context, request: int = NUMBER) -> None:
    """Search every source and make the workbook."""
    call: Invocation = ctx.obj
    with call.progress("Searching") as progress:
        _do(call, request, lambda work: collecting.collect(work, request, progress))


@app.command()
def settle(
    ctx: typer.Context,
    request: int = NUMBER,
    mask: list[int] = typer.Option([], help="Findings to mask."),
    mask_all: bool = typer.Option(False, help="Mask every finding that is not settled."),
    release_one: int | None = typer.Option(None, "--release", help="One finding to give unmasked."),
    reason: str = typer.Option("", help="Why it may be given."),
) -> None:
    """Mask what the answer holds of other people, or release it with a reason (C22)."""
    call: Invocation = ctx.obj

    def settle_them(work: WriteWork) -> Changes:
        if release_one is not None:
            return collecting.release_leak(work, request, release_one, reason)
        wanted = collecting.open_leaks(work, request) if mask_all else mask
        return collecting.mask_leaks(work, request, wanted)

    _do(call, request, settle_them)


@app.command()
def review(
    ctx: typer.Context,
    request: int = NUMBER,
    seen: str = SEEN,
) -> None:
    """Say that you looked through the answer that `requests preview` showed."""
    _do(ctx.obj, request, lambda work: release.review(work, request, seen))


@app.command("release")
def release_answer(ctx: typer.Context, request: int = NUMBER, seen: str = SEEN) -> None:
    """Release the answer as a letter in the outbox, to the address on file (C25).

    Where it was released before and the disk kept the letter back, the letter is put there now.
    """
    if release.land_again(ctx.obj.desk(), request):
        _answer(ctx.obj, request, done="Released before; its letter is in the outbox now.")
        return
    _do(ctx.obj, request, lambda work: release.release(work, request, seen))


@app.command("opt-out")
def opt_out(ctx: typer.Context, request: int = NUMBER) -> None:
    """Opt the sender out of promotion, at once and everywhere (C20)."""
    _do(ctx.obj, request, lambda work: actions.apply_opt_out(work, request))


@app.command()
def refuse(ctx: typer.Context, request: int = NUMBER, reason: str = typer.Option(...)) -> None:
    """Refuse a request, with the reason."""
    _do(ctx.obj, request, lambda work: actions.refuse(work, request, reason))


@app.command()
def withdraw(ctx: typer.Context, request: int = NUMBER) -> None:
    """Note that the person took the request back."""
    _do(ctx.obj, request, lambda work: actions.withdraw(work, request))


@app.command()
def close(ctx: typer.Context, request: int = NUMBER) -> None:
    """Close a request that is done."""
    _do(ctx.obj, request, lambda work: actions.close(work, request))


@app.command("rehearse")
def rehearse_erasing(ctx: typer.Context, request: int = NUMBER) -> None:
    """Count what erasing the person of a request would take away, place by place; nothing is changed."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        found, state = rehearse(work, request), case(work, request).state
    call.show({"case": request, "state": state} | _rehearsed(found))


@app.command("erase")
def erase_person(
    ctx: typer.Context,
    request: int = NUMBER,
    rows: int = typer.Option(..., help="How many rows go, as requests rehearse counted them."),
) -> None:
    """Erase the person of a request everywhere, for good; for officers."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        told = erase(work, request, rows)
    call.show({"case": request, "state": "closed", "done": told.sentence})


def _rehearsed(found: Rehearsal) -> dict[str, Any]:
    places = [asdict(one) for one in found.places]
    totals = {"rows": found.rows, "in_places": found.in_places}
    return {"residue": places, "kept": list(found.kept), "says": found.sentence} | totals


def _do(call: Invocation, request: int, verb: Callable[[WriteWork], Changes]) -> None:
    desk = call.desk()
    with desk.write() as work:
        changes = verb(work)
    land_letters(desk)
    _answer(call, request, done=changes.sentence)


def _answer(call: Invocation, request: int, *, unmask: bool = False, **more: str) -> None:
    desk = call.desk()
    if unmask:
        with desk.write() as writing:
            found = open_case(writing, request)
    else:
        with desk.read() as work:
            found = case(work, request)
    outbox = desk.folder.outbox
    letters = [str(outbox / one.file_name) for one in found.letters if one.file_name]
    call.show(more | _shown(found) | {"letter": letters[-1] if letters else None, "letters": letters})


def _landed(desk: Desk) -> Desk:
    """Put into the outbox first what a stop of the machine kept back."""
    release.land_released(desk)
    return desk


def _previewed(found: Case, sha256: str) -> dict[str, Any]:
    return {"case": found.id, "state": found.state, "sha256": sha256} | _found(found)


def _sheets(answer: OpenedAnswer) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "rows": len(one.rows), "headings": one.headings, "values": one.rows}
        for one in answer.sheets
    ]


def _shown(found: Case) -> dict[str, Any]:
    left_out = {
        "id",
        "received_at",
        "due_at",
        "sources",
        "leaks",
        "residue",
        "letters",
        "steps",
        "version",
        "history",
    }
    plain = {name: value for name, value in vars(found).items() if name not in left_out}
    plain["candidates"] = [asdict(one) for one in found.candidates]
    due, received = found.due_at.isoformat(), found.received_at.isoformat()
    head = {"case": found.id, "state": found.state, "kind": found.kind, "received": received, "due": due}
    return head | plain | {"history": [_event(one) for one in found.history]} | _found(found)


def _event(one: CaseEvent) -> dict[str, str]:
    return {"at": one.at.isoformat(), "who": one.who, "action": one.action, "what": one.what}


def _found(found: Case) -> dict[str, Any]:
    """Return what was searched, what of it is other people's, and what stays out of the answer."""
    return {
        "sources": [asdict(one) for one in found.sources],
        "leaks": [asdict(leak) for leak in found.leaks],
        "residue": [asdict(one) for one in found.residue],
        "open_leaks": len(found.open_leaks),
    }


def _line(row: RequestRow, days_left: int, found: Case) -> dict[str, Any]:
    received, due = row.received_at.isoformat(), row.due_at.isoformat()
    head = {"id": row.id, "state": row.state, "kind": row.kind, "who": row.who, "received": received}
    grades = {"name_match": row.name_match, "address_match": row.address_match, "sender": row.sender}
    return head | {"due": due, "days_left": days_left} | grades | _found(found)
