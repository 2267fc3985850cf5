"""remitctl backup and restore: a whole copy of the desk, and a new desk made of one."""

from dataclasses import asdict
from pathlib import Path

import typer

from core.backups.making import back_up
from core.backups.restoring import Order, restore
from core.cli.invocation import CalledWrongly, Invocation


def backup(
    ctx: typer.Context, to: Path = typer.Argument(help="The file to make, ending in .remit-backup.")
) -> None:
    """Back the desk up while people work at it, and check the copy by unpacking it aside."""
    call: Invocation = ctx.obj
    with call.progress("Backing up") as progress:
        made = back_up(call.desk(), to.absolute(), progress)
    told = asdict(made) | {"path": str(made.path), "done": made.changes.sentence}
    call.show(told)


def restore_from(
    ctx: typer.Context,
    source: Path = typer.Argument(metavar="FROM", help="The backup."),
    since: list[Path] = typer.Option(
        [],
        help="A folder that tells who was erased since: the desk it was made of, or its second place.",
    ),
    without_erasures_since: bool = typer.Option(
        False,
        "--without-erasures-since",
        help="Restore though it is not known who was erased since; they come back.",
    ),
) -> None:
    """Make the new desk named with --desk of a backup, and erase again whoever was erased since."""
    call: Invocation = ctx.obj
    if call.desk_path is None or not call.staff_name:
        raise CalledWrongly("Name the new desk and yourself: --desk DIR --as STAFF, an admin of the backup.")
    places = [one.absolute() for one in since]
    order = Order(source.absolute(), call.desk_path.absolute(), places, without_erasures_since)
    with call.progress("Restoring") as progress:
        done = restore(order, call.staff_name, call.passphrase(), progress)
    call.show(asdict(done) | {"desk": str(call.desk_path), "done": done.sentence})
