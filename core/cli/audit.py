"""remitctl audit: list and verify the log, prove an entry, sign for it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from core.audit.entries import facts_of
from core.audit.queries import EntryRow, LogQuery
from core.audit.signed_notes import VerifierKey, read_key
from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most, one_of
from core.people.actions import REVEAL_PURPOSES
from core.people.log_values import EntryWithValues, entry_with_values, reveal_entry
from core.staff import log_proving
from core.staff.log_reading import ReadableLog, check_log, note_verification
from core.staff.roles import Permission, may

app = typer.Typer(no_args_is_help=True, help="The audit log.")
LIMIT = at_most(50)
ENTRY = typer.Argument(..., min=0, help="The entry's position, as the list shows it.")
PURPOSES = ", ".join(REVEAL_PURPOSES)


@app.callback()
def audit() -> None:
    """Read and verify what was done here, and prove it elsewhere."""


@app.command()
def verify(
    ctx: typer.Context,
    against: Path | None = typer.Option(
        None, help="A folder of checkpoints of your own, instead of the one that the desk names."
    ),
    key: str = typer.Option("", help="The log's key as you keep it, instead of the desk's own."),
) -> None:
    """Hash every entry again and compare with every checkpoint; exit 1 when one is not as it was."""
    call: Invocation = ctx.obj
    trusted = trusted_key(key)
    with call.desk().read() as work, call.progress("Verifying the log") as progress:
        found = check_log(work, progress, trusted, against)
    with call.desk().write() as work:
        note_verification(work, found)
    told = {"entries": found.entries, "root": found.root, "ok": found.ok, "first_bad": found.first_bad}
    call.show(told | asdict(found.agreed) | {"says": found.sentence})
    raise typer.Exit(0 if found.ok else 1)


@app.command()
def checkpoint(
    ctx: typer.Context,
    to: Path | None = typer.Option(
        None, help="From now on keep every checkpoint in this folder as well; for admins."
    ),
    no_place: bool = typer.Option(False, "--no-place", help="Keep them in the desk alone; for admins."),
) -> None:
    """Sign the log as it is now, and print the checkpoint (C2SP tlog-checkpoint)."""
    call: Invocation = ctx.obj
    if to or no_place:
        with call.desk().write() as work:
            log_proving.keep_checkpoints_in(work, to, call.desk().folder.path)
    with call.desk().write() as work:
        made = log_proving.make_checkpoint(work)
    with call.desk().read() as work:
        kept = log_proving.keeping(work).standing
    told = {"entries": made.size, "root": made.root.hex(), "ok": True, "checkpoint": made.note}
    place = {"place": str(kept.place or ""), "checkpoints": kept.checkpoints, "outside": kept.outside}
    call.show(told | place | {"away": kept.away})


@app.command()
def proof(
    ctx: typer.Context,
    entry: int = ENTRY,
    to: Path = typer.Option(..., help="The file to write; its name ends in .tlog-proof."),
) -> None:
    """Save one entry with the proof that it is in the log (C2SP tlog-proof); “remitctl check” verifies it."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        saved = log_proving.save_proof(work, entry, to)
    told = {"entry": saved.entry, "entries": saved.checkpoint.size, "root": saved.checkpoint.root.hex()}
    call.show(told | {"ok": True, "file": str(to), "sha256": saved.sha256})


@app.command("key")
def show_key(ctx: typer.Context) -> None:
    """Print the key that the log's checkpoints and proofs are checked with (C2SP signed-note)."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        call.show({"key": str(log_proving.public_key(work))})


@app.command("show")
def show_one(
    ctx: typer.Context,
    entry: int = ENTRY,
    purpose: str = typer.Option(
        "",
        help=f"Open the values in it for this purpose, which is logged: {PURPOSES}.",
        callback=one_of(REVEAL_PURPOSES, "purpose for looking at a person"),
    ),
) -> None:
    """Show one entry as it was written; values of people stay masked unless a purpose is given."""
    call: Invocation = ctx.obj
    if purpose:
        with call.desk().write() as work:
            found = reveal_entry(work, entry, purpose)
    else:
        with call.desk().read() as work:
            found = entry_with_values(work, entry)
    call.show(_told(found))


@app.command("list")
def show_all(
    ctx: typer.Context,
    action: str = typer.Option("", help="Only actions that begin so, as people: or people:person:revealed."),
    query: str = typer.Option("", help="A position, an action's words, or a record as in “person 12”."),
    limit: int = LIMIT,
) -> None:
    """List entries, newest first; without the right to read the whole log only your own."""
    call: Invocation = ctx.obj
    listing = ReadableLog(LogQuery(text=query, action=action))
    with call.desk().read() as work:
        rows = [_shown(one) for one in listing.first(work, limit)]
        total, whole = listing.total(work), may(work.actor.role, Permission.READ_LOG)
    call.show({"rows": rows, "total": total, "shown": "every entry" if whole else "your own entries"})


def trusted_key(written: str) -> VerifierKey | None:
    """Read the key that a call names; raises BadInput for what is none."""
    return read_key(written) if written else None


def _shown(row: EntryRow) -> dict[str, Any]:
    told = asdict(row)
    return {"position": told.pop("id")} | told | {"what": row.what, "subject": row.subject}


def _told(found: EntryWithValues) -> dict[str, Any]:
    detail = found.detail
    told = _shown(detail.row) | {"facts": facts_of(detail.body), "body": detail.body}
    values = [asdict(one) for one in found.values]
    return told | {"leaf_hash": detail.leaf_hash, "rows": values, "values": values}
