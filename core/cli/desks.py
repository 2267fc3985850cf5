"""remitctl init: make a desk."""

from pathlib import Path

import typer

from core.cli.invocation import CalledWrongly, Invocation
from core.desk import Desk
from core.policy.document import load_policy
from core.policy.store import publish_policy, read_policy_file, shipped_policy_text
from core.workstation import server_folder


def new_folder(call: Invocation, desk: Path | None) -> Path:
    """Return the folder of a desk to be made: the one named, or this machine's for the server named."""
    if desk is None and not call.database:
        raise CalledWrongly("Name the new desk's folder, or its server with --database URL.")
    return desk or server_folder(call.database)


def init(
    ctx: typer.Context,
    desk: Path | None = typer.Argument(None, help="Its folder; with --database one is kept for you."),
    admin: str = typer.Option(..., help="The first admin's name."),
    policy: Path | None = typer.Option(
        None, help="The site's privacy policy as TOML; otherwise the one shipped."
    ),
) -> None:
    """Make a new desk in an encrypted folder, or with --database on a PostgreSQL server."""
    call: Invocation = ctx.obj
    folder = new_folder(call, desk)
    text = shipped_policy_text()
    if policy:
        text = read_policy_file(policy)
        load_policy(policy)  # before there is a desk: a slip in it is told by the file's name and line
    made = Desk.create(folder, admin, call.passphrase(), database=call.database)
    with made.write() as work:
        version = publish_policy(work, text)
    made.sign_out()
    call.show({"desk": str(folder), "policy": version})
