"""remitctl init: make a desk."""

from pathlib import Path

import typer

from core.cli.invocation import Invocation
from core.desk import Desk
from core.policy.document import load_policy
from core.policy.store import publish_policy, read_policy_file, shipped_policy_text


def init(
    ctx: typer.Context,
    desk: Path,
    admin: str = typer.Option(..., help="The first admin's name."),
    policy: Path | None = typer.Option(
        None, help="The site's privacy policy as TOML; otherwise the one shipped."
    ),
) -> None:
    """Make a new desk in an encrypted folder."""
    call: Invocation = ctx.obj
    text = shipped_policy_text()
    if policy:
        text = read_policy_file(policy)
        load_policy(policy)  # before there is a desk: a slip in it is told by the file's name and line
    made = Desk.create(desk, admin, call.passphrase())
    with made.write() as work:
        version = publish_policy(work, text)
    made.sign_out()
    call.show({"desk": str(desk), "policy": version})
