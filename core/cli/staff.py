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


@app.command()
def passphrase(ctx: typer.Context) -> None:
    """Change your own passphrase; REMIT_NEW_PASSPHRASE, or the prompt, is the new one."""
    call: Invocation = ctx.obj
    desk, old = call.desk(), call.passphrase()
    told = desk.change_passphrase(old, call.new_passphrase("Your new passphrase: "))
    call.show({"changed": told.sentence})


@app.command()
def rekey(ctx: typer.Context) -> None:
    """Give the desk a new key; everyone's passphrase opens it as before."""
    call: Invocation = ctx.obj
    call.desk().change_key()
    call.show({"changed": "The desk has a new key; everyone signs in again with the passphrase they have."})


@app.command()
def recovery(ctx: typer.Context) -> None:
    """Make the desk's recovery key and show it once; the one before it is void."""
    call: Invocation = ctx.obj
    call.show({"recovery_key": call.desk().make_recovery_key()})


@app.command()
def recover(ctx: typer.Context, admin: str = typer.Argument(..., help="The admin's name.")) -> None:
    """Give an admin a new passphrase with the recovery key: REMIT_RECOVERY_KEY, or the prompt."""
    call: Invocation = ctx.obj
    desk = call.closed_desk()
    desk.recover(call.recovery_key(), admin, call.new_passphrase("The admin's new passphrase: "))
    call.show({"recovered": admin, "recovery_key": "void; make a new one: remitctl staff recovery"})


def _show(call: Invocation) -> None:
    with call.desk().read() as work:
        staff = list_staff(work)
    call.show({"staff": [{"name": one.name, "role": one.role.value, "active": one.active} for one in staff]})
