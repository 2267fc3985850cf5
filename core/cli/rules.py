"""remitctl rules: list those in force, check a file of rules."""

from pathlib import Path
from typing import Any

import typer

from core.cli.invocation import Invocation
from core.postings.screening import live_screener
from core.staff.roles import Permission, require
from core.text.matching import check as check_rule_set
from core.text.rules import RuleSet, load_rule_set

app = typer.Typer(no_args_is_help=True, help="Rules that postings are screened with.")


@app.command("list")
def show_all(ctx: typer.Context) -> None:
    """List the rules in force, with the reason and the clause of each."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        require(work, Permission.POSTINGS)
    call.show(_told(live_screener().rule_set))


@app.command()
def check(ctx: typer.Context, file: Path) -> None:
    """Read a file of rules and run every rule's own examples; needs no desk. Exit 1 when one fails."""
    call: Invocation = ctx.obj
    rule_set = load_rule_set(file)
    problems = [{"rule": one.rule, "says": one.sentence} for one in check_rule_set(rule_set)]
    call.show(_told(rule_set) | {"problems": problems, "ok": not problems})
    raise typer.Exit(1 if problems else 0)


def _told(rule_set: RuleSet) -> dict[str, Any]:
    rules = [
        {"id": one.id, "title": one.title, "reason": one.reason, "clause": one.clause, "weight": one.weight}
        for one in rule_set.rules
    ]
    return {"name": rule_set.name, "version": rule_set.version, "rules": rules, "problems": []}
