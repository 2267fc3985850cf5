"""remitctl check: verify what Remit let out, with no desk and no network."""

from dataclasses import asdict
from pathlib import Path

import typer

from core.cli.invocation import Invocation
from core.sheets.verification import verify


def check(ctx: typer.Context, path: Path) -> None:
    """Verify a file, its manifest or a folder of them: unchanged, complete, nothing live in it."""
    call: Invocation = ctx.obj
    verdict = verify(path)
    findings = [asdict(one) | {"kind": one.kind.value} for one in verdict.findings]
    call.show({"ok": verdict.ok, "findings": findings, "files": list(verdict.files)})
    if not verdict.ok:
        raise typer.Exit(1)
