"""remitctl init: make a desk."""

from pathlib import Path

import typer

from core.cli.invocation import Invocation
from core.desk import Desk
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
    text = read_policy_file(policy) if policy else shipped_policy_text()
    made = Desk.create(desk, admin, call.passphrase())
    with made.write() as work:
        version = publish_policy(work, text)
    made.sign_out()
    call.show({"desk": str(desk), "policy": version})
