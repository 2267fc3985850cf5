"""All verbs of remitctl, one module a room."""

import typer

from core.cli import audit, desks, people, staff
from core.cli.invocation import OPTIONS

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=OPTIONS,
    help="Remit without a screen.",
)
app.command("init")(desks.init)
app.add_typer(staff.app, name="staff")
app.add_typer(people.app, name="people")
app.add_typer(audit.app, name="audit")
