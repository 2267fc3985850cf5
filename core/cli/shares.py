"""remitctl vendors, agreements, shares: the register, and shares from proposal to return."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import typer

from core.changes import Changes
from core.cli.invocation import Invocation
from core.cli.wrong_calls import at_most, one_of
from core.db.unit_of_work import WriteWork
from core.policy.store import current_policy
from core.shares import actions, queries, register
from core.shares.detail import ShareDetail, share_detail
from core.shares.evaluation import Evaluation
from core.shares.execution import execute_share
from core.shares.explaining import explain_share
from core.shares.reading import read_agreement, read_share, read_vendor
from core.shares.rules import APPROVAL_DAYS
from core.shares.tables import ShareState
from core.shares.undo import undo_step
from core.shares.vendors import agreements as all_agreements
from core.shares.vendors import vendors as all_vendors
from core.sheets.manifest import ENDING

vendors = typer.Typer(no_args_is_help=True, help="The register of vendors.")
agreements = typer.Typer(no_args_is_help=True, help="What vendors agreed to.")
app = typer.Typer(no_args_is_help=True, help="Vendor shares, from proposal to return.")
LIMIT = at_most(200)
DAYS = typer.Option(APPROVAL_DAYS, min=1, help="How long the approval holds.")
STATES = ("waiting", "away", *(one.value for one in ShareState))
NOTE = typer.Option("", help="A note for the share's history.")
Verb = Callable[[WriteWork], Changes]


@vendors.command("list")
def list_vendors(ctx: typer.Context, text: str = typer.Argument(""), limit: int = LIMIT) -> None:
    """List the vendors on the register."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        queries.require_sight(work)
        listing = all_vendors(work.now.date(), text)
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@vendors.command("add")
def add_vendor(ctx: typer.Context, file: Path) -> None:
    """Add a vendor from a TOML file."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = register.add_vendor(work, read_vendor(file, current_policy(work)))
    call.show({"done": changes.sentence, "vendor": min(changes.ids["vendor"])})


@agreements.command("list")
def list_agreements(ctx: typer.Context, vendor: str = typer.Option("", help="Of this vendor only.")) -> None:
    """List the agreements, those that have ended too."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        rows = [asdict(one) for one in all_agreements(work, vendor)]
    call.show({"rows": rows, "total": len(rows)})


@agreements.command("add")
def add_agreement(ctx: typer.Context, file: Path) -> None:
    """Add an agreement from a TOML file."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = register.add_agreement(work, read_agreement(file, current_policy(work)))
    call.show({"done": changes.sentence, "agreement": min(changes.ids["agreement"])})


@app.command("list")
def list_shares(
    ctx: typer.Context,
    text: str = typer.Argument(""),
    state: str = typer.Option("", help=", ".join(STATES), callback=one_of(STATES, "state of a share")),
    limit: int = LIMIT,
) -> None:
    """List shares, newest first."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        queries.require_sight(work)
        listing = queries.shares(work.now, text, state)
        rows = [asdict(one) for one in listing.first(work, limit)]
        total = listing.total(work)
    call.show({"rows": rows, "total": total})


@app.command()
def propose(
    ctx: typer.Context, file: Path, submit: bool = typer.Option(False, help="Submit it at once.")
) -> None:
    """Propose a share from a TOML file; it is judged and kept as a draft."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = actions.propose_share(work, read_share(file, current_policy(work)))
        share = max(changes.ids["share"])
        if submit:
            actions.submit_share(work, share)
    _answer(call, share, changes.sentence)


@app.command()
def show(ctx: typer.Context, share: int) -> None:
    """Show a share; one not yet approved is judged as of now."""
    _answer(ctx.obj, share)


@app.command()
def explain(ctx: typer.Context, share: int) -> None:
    """Say for each field and each kind of record which rules decide, as of now."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        rows = [asdict(one) for one in explain_share(work, share)]
    call.show({"id": share, "rows": rows, "total": len(rows)})


@app.command()
def submit(ctx: typer.Context, share: int) -> None:
    """Put a draft before an officer."""
    _do(ctx.obj, share, partial(actions.submit_share, share_id=share))


@app.command()
def withdraw(ctx: typer.Context, share: int, note: str = NOTE) -> None:
    """Take a proposal back before it is decided."""
    _do(ctx.obj, share, partial(actions.withdraw_share, share_id=share, note=note))


@app.command()
def approve(ctx: typer.Context, share: int, note: str = NOTE, days: int = DAYS) -> None:
    """Approve a share that someone else proposed; freezes what may go."""
    _do(ctx.obj, share, partial(actions.approve_share, share_id=share, note=note, days=days))


@app.command()
def reject(ctx: typer.Context, share: int, note: str = typer.Option(..., help="Why.")) -> None:
    """Reject a share that someone else proposed."""
    _do(ctx.obj, share, partial(actions.reject_share, share_id=share, note=note))


@app.command()
def execute(ctx: typer.Context, share: int) -> None:
    """Judge an approved share again and let what may go out into the outbox."""
    call: Invocation = ctx.obj
    with call.progress(f"Executing share {share}") as progress:
        changes = execute_share(call.desk(), share, progress)
    _answer(call, share, changes.sentence)


@app.command()
def deliver(ctx: typer.Context, share: int, note: str = NOTE) -> None:
    """Note that the vendor has the file."""
    _do(ctx.obj, share, partial(actions.deliver_share, share_id=share, note=note))


@app.command()
def attest(ctx: typer.Context, share: int, note: str = NOTE) -> None:
    """Note that the vendor attested return or destruction."""
    _do(ctx.obj, share, partial(actions.attest_share, share_id=share, note=note))


@app.command()
def close(ctx: typer.Context, share: int, note: str = NOTE) -> None:
    """Close a share whose data was returned or destroyed."""
    _do(ctx.obj, share, partial(actions.close_share, share_id=share, note=note))


@app.command()
def revoke(ctx: typer.Context, share: int, note: str = NOTE) -> None:
    """Take an approval back; what has left is due for return at once."""
    _do(ctx.obj, share, partial(actions.revoke_share, share_id=share, note=note))


@app.command()
def undo(ctx: typer.Context, share: int) -> None:
    """Take back your last step with a share: a submission, approval, delivery, attestation or closing."""
    _do(ctx.obj, share, partial(undo_step, share_id=share))


def _do(call: Invocation, share: int, verb: Verb) -> None:
    with call.desk().write() as work:
        changes = verb(work)
    _answer(call, share, changes.sentence)


def _answer(call: Invocation, share: int, sentence: str = "") -> None:
    with call.desk().read() as work:
        detail = share_detail(work, share)
        undecided = detail.state in {ShareState.DRAFT, ShareState.SUBMITTED}
        now = queries.share_now(work, share) if undecided else None
    done = {"done": sentence} if sentence else {}
    call.show(done | _facts(detail) | _figures(now or detail) | _file(call, detail) | _history(detail))


def _facts(detail: ShareDetail) -> dict[str, Any]:
    draft = detail.draft
    plain = (
        "id",
        "purpose",
        "service",
        "selection",
        "proposer",
        "expires_at",
        "return_due",
        "policy_version",
    )
    facts = {name: getattr(detail, name) for name in plain}
    names = {"title": draft.title, "vendor": draft.vendor, "agreement": draft.agreement, "case": draft.case}
    return facts | names | {"state": detail.state.value, "fields": list(draft.fields)}


def _figures(judged: Evaluation | ShareDetail) -> dict[str, Any]:
    return {
        "selected": judged.selected,
        "records": judged.records,
        "verdicts": [asdict(one) for one in judged.grid],
        "excluded": [asdict(one) for one in judged.excluded],
    }


def _file(call: Invocation, detail: ShareDetail) -> dict[str, Any]:
    if not detail.file_name:
        return {"sha256": "", "file": ""}
    file = call.desk().folder.outbox / detail.file_name
    manifest = file.with_name(file.name + ENDING)
    facts = {"file": str(file), "manifest": str(manifest), "in_place": file.exists()}
    return {"sha256": detail.sha256} | facts


def _history(detail: ShareDetail) -> dict[str, Any]:
    lines = [asdict(one) | {"state": one.state.value} for one in detail.history]
    return {"history": lines}
