"""remitctl staff: add, list, disable."""

import typer

from core.cli.invocation import Invocation
from core.staff.accounts import list_staff
from core.staff.roles import Role

app = typer.Typer(no_args_is_help=True, help="Who works at this desk.")


@app.command()
def add(ctx: typer.Context, name: str, role: Role = typer.Option(..., help="Their work here.")) -> None:
    """Add a staff member; REMIT_NEW_PASSPHRASE, or the prompt, is their first passphrase."""
    call: Invocation = ctx.obj
    desk = call.desk()
    desk.add_staff(name, role, call.new_passphrase())
    _show(call)


@app.command("list")
def show_all(ctx: typer.Context) -> None:
    """List all staff, disabled ones too."""
    _show(ctx.obj)


@app.command()
def disable(ctx: typer.Context, name: str) -> None:
    """Disable a staff member and destroy their key slot."""
    call: Invocation = ctx.obj
    call.desk().disable_staff(name)
    _show(call)


def _show(call: Invocation) -> None:
    with call.desk().read() as work:
        staff = list_staff(work)
    call.show({"staff": [{"name": one.name, "role": one.role.value, "active": one.active} for one in staff]})
