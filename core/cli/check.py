"""remitctl check: verify what Remit let out, with no desk and no network."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import typer

from core.audit.proof_files import ENDING, check_proof
from core.cli.audit import trusted_key
from core.cli.invocation import Invocation
from core.sheets.verification import verify


def check(
    ctx: typer.Context,
    path: Path,
    key: str = typer.Option(
        "", help="For a proof: the log's key as you keep it, as “remitctl audit key” prints it."
    ),
) -> None:
    """Verify a file, its manifest, a letter or a folder of them, or the proof of an entry of the log."""
    call: Invocation = ctx.obj
    if not (_check_proof(call, path, key) if path.name.endswith(ENDING) else _check_files(call, path)):
        raise typer.Exit(1)


def _check_files(call: Invocation, path: Path) -> bool:
    verdict = verify(path)
    findings = [asdict(one) | {"kind": one.kind.value} for one in verdict.findings]
    wrong = Counter(one.file for one in verdict.findings)
    rows = [{"file": name, "findings": wrong[name]} for name in verdict.files]
    call.show({"ok": verdict.ok, "findings": findings, "files": list(verdict.files), "rows": rows})
    return verdict.ok


def _check_proof(call: Invocation, path: Path, key: str) -> bool:
    found = check_proof(path, trusted_key(key))
    findings = [] if found.ok else [{"kind": "proof", "file": path.name, "sentence": found.sentences[0]}]
    told = {"ok": found.ok, "findings": findings, "files": [path.name], "trusted": found.trusted}
    if found.proof is not None:
        log = found.proof.checkpoint
        told |= {"log": log.origin, "entry": found.proof.index, "entries": log.size, "root": log.root.hex()}
        told |= {"body": found.proof.body.decode("utf-8", "replace")}
    call.show(told | {"says": list(found.sentences)})
    return found.ok
