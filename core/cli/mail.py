"""remitctl mail: take messages in."""

from pathlib import Path
from typing import Any

import typer

from core.cli.invocation import Invocation
from core.desk import Desk
from core.errors import BadInput, DeskError
from core.progress import Progress
from core.requests.arrival import NoRequest, Receipt
from core.requests.mail_files import receive_file

COUNTED = {"known": "known", "passed_over": "passed_over", "failed": "error"}
"""What the answer counts besides what was taken in, by the key of a message's row that says it."""

app = typer.Typer(no_args_is_help=True, help="E-mail to the privacy address.")


@app.callback()
def mail() -> None:
    """Take in what people write to the privacy address."""


@app.command("in")
def take_in(
    ctx: typer.Context,
    files: list[Path],
    anyway: bool = typer.Option(False, help="Take in bounces, automatic replies and newsletters too."),
) -> None:
    """Take in .eml files, or every .eml of a folder; a message that is here already stores nothing twice.

    Mail that no person wrote by hand is passed over. Exit 1 when one could not be taken in; the others are.
    """
    call: Invocation = ctx.obj
    desk = call.desk()
    with call.progress("Taking in mail") as progress:
        rows = _all(desk, _messages(files), progress, anyway=anyway)
    counts = {word: sum(bool(row.get(key)) for row in rows) for word, key in COUNTED.items()}
    call.show({"messages": rows, "taken_in": len(rows) - sum(counts.values())} | counts)
    raise typer.Exit(1 if counts["failed"] else 0)


def _messages(files: list[Path]) -> list[Path]:
    found: list[Path] = []
    for file in files:
        found += sorted(file.glob("*.eml")) if file.is_dir() else [file]
    if not found:
        raise BadInput("There is no .eml file in that folder.")
    return found


def _all(desk: Desk, messages: list[Path], progress: Progress, *, anyway: bool) -> list[dict[str, Any]]:
    rows = []
    for done, message in enumerate(messages):
        progress.at(done, len(messages))
        rows.append(_one(desk, message, anyway=anyway))
    return rows


def _one(desk: Desk, message: Path, *, anyway: bool) -> dict[str, Any]:
    try:
        return _row(message, receive_file(desk, message, anyway=anyway))
    except NoRequest as error:
        return {"message": message.name, "case": None, "kind": "automatic", "passed_over": error.sentence}
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
