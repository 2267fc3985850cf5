"""remitctl mail: take messages in."""

from pathlib import Path
from typing import Any

import typer

from core.cli.invocation import Invocation
from core.desk import Desk
from core.errors import BadInput, DeskError
from core.progress import Progress
from core.requests.arrival import Receipt, receive

app = typer.Typer(no_args_is_help=True, help="E-mail to the privacy address.")


@app.callback()
def mail() -> None:
    """Take in what people write to the privacy address."""


@app.command("in")
def take_in(ctx: typer.Context, files: list[Path]) -> None:
    """Take in .eml files, or every .eml of a folder; a message that is here already stores nothing twice.

    Exit 1 when one could not be taken in; the others are.
    """
    call: Invocation = ctx.obj
    desk = call.desk()
    with call.progress("Taking in mail") as progress:
        rows = _all(desk, _messages(files), progress)
    failed = sum("error" in row for row in rows)
    known = sum(bool(row.get("known")) for row in rows)
    call.show({"messages": rows, "taken_in": len(rows) - failed - known, "known": known, "failed": failed})
    raise typer.Exit(1 if failed else 0)


def _messages(files: list[Path]) -> list[Path]:
    found: list[Path] = []
    for file in files:
        found += sorted(file.glob("*.eml")) if file.is_dir() else [file]
    if not found:
        raise BadInput("There is no .eml file in that folder.")
    return found


def _all(desk: Desk, messages: list[Path], progress: Progress) -> list[dict[str, Any]]:
    rows = []
    for done, message in enumerate(messages):
        progress.at(done, len(messages))
        rows.append(_one(desk, message))
    return rows


def _one(desk: Desk, message: Path) -> dict[str, Any]:
    try:
        raw = message.read_bytes()
        with desk.write() as work:
            return _row(message, receive(work, raw))
    except OSError as error:
        return {"message": message.name, "error": f"It cannot be read: {error.strerror}."}
    except DeskError as error:
        return {"message": message.name, "error": error.sentence}


def _row(message: Path, receipt: Receipt) -> dict[str, Any]:
    return {
        "message": message.name,
        "case": receipt.case,
        "kind": receipt.kind,
        "sender": receipt.sender,
        "name_match": receipt.name_match,
        "address_match": receipt.address_match,
        "known": receipt.known,
        "findings": list(receipt.findings),
    }
