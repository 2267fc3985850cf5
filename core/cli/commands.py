"""All verbs of remitctl, one module a room."""

from typing import Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

from core.cli import (
    audit,
    backups,
    check,
    claims,
    contacts,
    contests,
    demo,
    desks,
    doctor,
    exports,
    feed,
    intake,
    mail,
    people,
    postings,
    requests,
    rules,
    shares,
    staff,
)
from core.cli.invocation import OPTIONS


class Whole(TyperGroup):
    """A group whose help lists each command with its whole first line."""

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found and found.help:
            found.short_help = found.help.split("\n\n", maxsplit=1)[0].replace("\n", " ")
        return found


app = typer.Typer(
    cls=Whole,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: no boxes, nothing cut
    epilog=OPTIONS,
    help="Remit without a screen.",
)
app.command("init")(desks.init)
app.command("demo")(demo.demo)
app.command("intake")(intake.intake)
app.add_typer(intake.quarantine, name="quarantine", cls=Whole)
app.add_typer(staff.app, name="staff", cls=Whole)
app.add_typer(people.app, name="people", cls=Whole)
app.add_typer(postings.app, name="postings", cls=Whole)
app.command("screen")(postings.screen)
app.add_typer(rules.app, name="rules", cls=Whole)
app.add_typer(claims.app, name="claims", cls=Whole)
app.add_typer(contacts.app, name="contacts", cls=Whole)
app.add_typer(contests.app, name="contests", cls=Whole)
app.add_typer(shares.vendors, name="vendors", cls=Whole)
app.add_typer(shares.agreements, name="agreements", cls=Whole)
app.add_typer(shares.app, name="shares", cls=Whole)
app.add_typer(mail.app, name="mail", cls=Whole)
app.add_typer(requests.app, name="requests", cls=Whole)
app.command("feed")(feed.feed)
app.command("export")(exports.export)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore_from)
app.command("doctor")(doctor.doctor)
app.add_typer(audit.app, name="audit", cls=Whole)
app.command("check")(check.check)
