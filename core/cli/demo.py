"""remitctl demo: make the demo desk."""

from pathlib import Path
from shutil import rmtree

import typer

from core.cli.invocation import Invocation
from core.demo.making import make_demo_desk
from core.staff.demo_staff import DEMO_PASSPHRASE


def demo(
    ctx: typer.Context,
    desk: Path,
    postings: int = typer.Option(2_000, min=1),
    people: int = typer.Option(400, min=24),
    seed: int = 1,
) -> None:
    """Make an invented marketplace's desk, with staff of every role and two access requests beside it."""
    call: Invocation = ctx.obj
    free = not desk.exists()
    try:
        with call.progress("Making the demo desk") as progress:
            made = make_demo_desk(
                desk, postings, people, seed, progress, call.passphrase(otherwise=DEMO_PASSPHRASE)
            )
    except BaseException:
        if free:  # half a demo is of no use, and would stand in the way of the next one
            rmtree(desk, ignore_errors=True)
        raise
    call.show({"desk": str(desk)} | made.as_dict())
