"""remitctl intake and quarantine: taking a site's own files in."""

from pathlib import Path
from time import monotonic

import typer

from core.cli.invocation import CalledWrongly, Invocation
from core.cli.wrong_calls import at_most
from core.intake.mapping import ColumnMapping, suggest_mapping
from core.intake.quarantine import discard, waiting
from core.intake.release import release
from core.intake.runs import TakenIn, open_file, take_in_file
from core.intake.shapes import Kind
from core.intake.trial import try_file
from core.sheets.reading import read_rows

quarantine = typer.Typer(no_args_is_help=True, help="Rows that could not be taken in.")
LIMIT = at_most(500)


def intake(
    ctx: typer.Context,
    kind: str = typer.Argument(help=f"{', '.join(Kind)}; or suggest-map KIND FILE."),
    file: str = typer.Argument(help=".csv, .tsv or .jsonl"),
    more: Path | None = typer.Argument(None, hidden=True),
    mapping: Path | None = typer.Option(None, "--map", help="A mapping as TOML."),
    version: str = typer.Option(
        "", "--policy-version", help="What rows that name none were collected under."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Count what would happen; store nothing."),
) -> None:
    """Take a file of records in; the same file twice stores nothing twice."""
    call: Invocation = ctx.obj
    if kind == "suggest-map":
        return _suggest(call, _kind(file), more)
    path = Path(file)
    with call.progress(f"Reading {path.name}") as progress:
        _, columns = open_file(path, _kind(kind), mapping, progress)
    columns = columns.with_constants({"policy_version": version} if version else {})
    if dry_run:
        return _try(call, path, columns)
    with call.progress(f"Taking in {path.name}") as progress:
        _show(call, take_in_file(call.desk(), path, columns.kind, columns, progress))
    return None


@quarantine.command("list")
def show_waiting(ctx: typer.Context, limit: int = LIMIT) -> None:
    """List the rows that wait, with the reason of each."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        found = waiting(work, limit)
    rows = [
        {"id": one.id, "kind": one.kind, "row": one.number, "reason": one.reason, "clause": one.clause}
        for one in found
    ]
    call.show({"rows": rows, "total": len(rows)})


@quarantine.command("release")
def let_in(
    ctx: typer.Context,
    ids: list[int],
    assign: list[str] = typer.Option(
        [], "--set", help="FIELD=VALUE where the row had none, such as origin=enrolment."
    ),
) -> None:
    """Take rows in after all, with what was missing."""
    call: Invocation = ctx.obj
    assigned = dict(_pair(one) for one in assign)
    with call.desk().write() as work:
        done = release(work, ids, assigned)
    call.show({"rows": ids, "done": done.sentence})


@quarantine.command("discard")
def throw_out(ctx: typer.Context, ids: list[int]) -> None:
    """Destroy rows; that they were here stays in the log."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        done = discard(work, ids)
    call.show({"rows": ids, "done": done.sentence})


def _suggest(call: Invocation, kind: Kind, path: Path | None) -> None:
    if path is None:
        raise CalledWrongly("Name the file too: remitctl intake suggest-map KIND FILE.")
    with call.progress(f"Reading {path.name}") as progress:
        text = suggest_mapping(kind, read_rows(path, progress).headings).as_toml()
    if call.as_json:
        call.show({"map": text})
    else:
        typer.echo(text, nl=False)


def _try(call: Invocation, path: Path, columns: ColumnMapping) -> None:
    desk, started = call.desk(), monotonic()
    with call.progress(f"Trying {path.name}") as progress:
        tried = try_file(desk, path, columns.kind, columns, progress)
    call.show(tried.as_dict() | {"seconds": round(monotonic() - started, 3), "dry_run": True})


def _show(call: Invocation, done: TakenIn) -> None:
    call.show(done.counts.as_dict() | {"seconds": round(done.seconds, 3), "encoding": done.encoding})


def _kind(word: str) -> Kind:
    if word not in set(Kind):
        raise CalledWrongly(f"“{word}” is no kind of record; take one of {', '.join(Kind)}.")
    return Kind(word)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise CalledWrongly(f"“{text}” is not FIELD=VALUE.")
    return name, value
