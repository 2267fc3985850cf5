"""All verbs of remitctl, one module a room."""

import typer

from core.cli import (
    audit,
    check,
    contacts,
    contests,
    demo,
    desks,
    exports,
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

app = typer.Typer(
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
app.add_typer(intake.quarantine, name="quarantine")
app.add_typer(staff.app, name="staff")
app.add_typer(people.app, name="people")
app.add_typer(postings.app, name="postings")
app.command("screen")(postings.screen)
app.add_typer(rules.app, name="rules")
app.add_typer(contacts.app, name="contacts")
app.add_typer(contests.app, name="contests")
app.add_typer(shares.vendors, name="vendors")
app.add_typer(shares.agreements, name="agreements")
app.add_typer(shares.app, name="shares")
app.add_typer(mail.app, name="mail")
app.add_typer(requests.app, name="requests")
app.command("export")(exports.export)
app.add_typer(audit.app, name="audit")
app.command("check")(check.check)
