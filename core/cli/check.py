"""remitctl check: verify what Remit let out, with no desk and no network."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import typer

from core.cli.invocation import Invocation
from core.sheets.verification import verify


def check(ctx: typer.Context, path: Path) -> None:
    """Verify a file, its manifest, a letter or a folder of them: unchanged, complete, nothing live in it."""
    call: Invocation = ctx.obj
    verdict = verify(path)
    findings = [asdict(one) | {"kind": one.kind.value} for one in verdict.findings]
    wrong = Counter(one.file for one in verdict.findings)
    rows = [{"file": name, "findings": wrong[name]} for name in verdict.files]
    call.show({"ok": verdict.ok, "findings": findings, "files": list(verdict.files), "rows": rows})
    if not verdict.ok:
        raise typer.Exit(1)
