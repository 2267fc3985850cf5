"""remitctl demo: make the demo desk."""

from pathlib import Path
from shutil import rmtree

import typer

from core.cli.desks import new_folder
from core.cli.invocation import Invocation
from core.demo.making import make_demo_desk
from core.staff.demo_staff import DEMO_PASSPHRASE


def demo(
    ctx: typer.Context,
    desk: Path | None = typer.Argument(None, help="Its folder; with --database one is kept for you."),
    postings: int = typer.Option(2_000, min=1),
    people: int = typer.Option(400, min=24),
    seed: int = 1,
) -> None:
    """Make an invented marketplace's desk, with staff of every role and two access requests beside it."""
    call: Invocation = ctx.obj
    folder = new_folder(call, desk)
    free = not folder.exists()
    try:
        with call.progress("Making the demo desk") as progress:
            passphrase = call.passphrase(otherwise=DEMO_PASSPHRASE)
            made = make_demo_desk(folder, postings, people, seed, progress, passphrase, call.database)
    except BaseException:
        if free:  # half a demo is of no use, and would stand in the way of the next one
            rmtree(folder, ignore_errors=True)
        raise
    call.show({"desk": str(folder)} | made.as_dict())
