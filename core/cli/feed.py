"""remitctl feed: what the site must now do, and that it has done it."""

from pathlib import Path
from typing import Any

import typer

from core.cli.invocation import Invocation
from core.feed.actions import acknowledge
from core.feed.leaving import write_feed
from core.feed.reading import hand_over
from core.feed.rules import PAGE


def feed(
    ctx: typer.Context,
    since: str = typer.Option("", help="Rows after this cursor; “start” for all. Without it, what waits."),
    ack: str = typer.Option("", help="First note that the site has done everything up to this cursor."),
    to: Path | None = typer.Option(None, help="Write the rows to this file, ending in .jsonl, one a line."),
    limit: int | None = typer.Option(
        None, min=1, help=f"At most so many rows; without it {PAGE}, or all of them with --to."
    ),
) -> None:
    """What the site must now do: withdraw, restore, correct, opt out, erase (C20, C26, C29)."""
    call: Invocation = ctx.obj
    told: dict[str, Any] = {}
    if ack:
        with call.desk().write() as work:
            told["done"] = acknowledge(work, ack).sentence
    if to is None:
        _show(call, told, since, limit or PAGE)
    else:
        _write(call, told, since, limit, to)


def _show(call: Invocation, told: dict[str, Any], since: str, limit: int) -> None:
    page = hand_over(call.desk(), since, limit)
    rows = [one.told() for one in page.rows]
    about = {"more": page.more, "waiting": page.waiting, "acknowledged": page.acknowledged}
    call.show(told | {"rows": rows, "cursor": page.cursor} | about)


def _write(call: Invocation, told: dict[str, Any], since: str, limit: int | None, to: Path) -> None:
    with call.progress("Writing the feed") as progress:
        made = write_feed(call.desk(), to.absolute(), since, limit, progress)
    about = {"cursor": made.cursor, "more": made.more, "sha256": made.sha256, "file": str(made.file)}
    call.show({"records": made.records} | about | {"done": " ".join([*told.values(), made.sentence])})
