"""remitctl postings and remitctl screen: list, show, open, decide, take back, screen again."""

from dataclasses import asdict
from time import perf_counter
from typing import Any

import typer

from core.cli.invocation import CalledWrongly, Invocation
from core.cli.wrong_calls import at_most, one_of
from core.desk import Desk
from core.postings import actions, messages, queries, screening, undo
from core.postings.detail import PostingDetail, posting_detail
from core.postings.tables import Kind, State, Verdict
from core.progress import Progress
from core.text.reasons import reasons

app = typer.Typer(no_args_is_help=True, help="Postings and messages.")
LIMIT = at_most(50)
SORTING = one_of(queries.SORTS, "order")
REASON = one_of((one.code for one in reasons()), "reason")


@app.command("list")
def show_all(
    ctx: typer.Context,
    state: State | None = typer.Option(None, help="Only in this state."),
    query: str = typer.Option("", help="Words that a posting holds, an author, or an id."),
    sort: str = typer.Option("risk", help=", ".join(queries.SORTS), callback=SORTING),
    ascending: bool = typer.Option(False, "--ascending", help="Lowest first."),
    kind: Kind | None = typer.Option(None, help="Only of this kind."),
    category: str = "",
    reason: str = typer.Option("", help="Only removed for this reason, by its code.", callback=REASON),
    min_risk: int = typer.Option(0, min=0, max=100, help="0 to 100."),
    limit: int = LIMIT,
) -> None:
    """List postings, the riskiest first; a message shows nothing of what was written in it (C23)."""
    call: Invocation = ctx.obj
    narrowed = queries.PostingFilter(query, state, kind, category, reason, min_risk=min_risk)
    listing = queries.postings(narrowed, sort, descending=not ascending)
    with call.desk().read() as work:
        rows = listing.first(work, limit)
        hits = queries.hits_of(work, [one.id for one in rows])
        total = listing.total(work)
    shown = [asdict(one) | {"hits": [asdict(hit) for hit in hits[one.id]]} for one in rows]
    call.show({"rows": shown if call.as_json else [_line(one) for one in shown], "total": total})


@app.command()
def show(ctx: typer.Context, posting: int) -> None:
    """Show one posting with its texts, hits and history; a message only once it is open to you (C23)."""
    call: Invocation = ctx.obj
    with call.desk().read() as work:
        call.show(_shown(call, posting_detail(work, posting)))


@app.command("open")
def open_one(
    ctx: typer.Context, message: int, reason: str = typer.Option(..., help="Why it must be read; kept.")
) -> None:
    """Open a private message to yourself for half an hour, with a reason (C23)."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        messages.open_message(work, message, reason)
        call.show(_shown(call, posting_detail(work, message)))


@app.command()
def decide(
    ctx: typer.Context,
    postings: list[int],
    verdict: Verdict = typer.Option(..., help="What is decided."),
    reason: str = typer.Option("", help="A reason's code; a removal needs one.", callback=REASON),
    note: str = "",
    seen: list[int] = typer.Option([], help="The version of each posting that you read, in their order."),
) -> None:
    """Decide postings, all of them or none.

    With --seen, once for each posting, none is decided that somebody changed since it was read.
    """
    call: Invocation = ctx.obj
    ruling = actions.Ruling(verdict, reason, note)
    versions = _versions(postings, seen)
    with call.desk().write() as work:
        changes = actions.decide(work, postings, ruling, versions)
    _tell(call, changes.sentence, postings)


@app.command("undo")
def take_back(
    ctx: typer.Context,
    posting: int,
    seen: int | None = typer.Option(
        None, help="The version that you read; of another nothing is taken back."
    ),
) -> None:
    """Take back the last decision about a posting."""
    call: Invocation = ctx.obj
    with call.desk().write() as work:
        changes = undo.undo_decision(work, posting, seen)
    _tell(call, changes.sentence, [posting])


def screen(
    ctx: typer.Context,
    everything: bool = typer.Option(False, "--all", help="Those that these rules have screened, too."),
) -> None:
    """Screen postings with the rules in force, a batch at a time; stopped, it goes on where it was."""
    call: Invocation = ctx.obj
    desk = call.desk()
    screening.live_screener()  # made ready once, before the clock starts
    started = perf_counter()
    with call.progress("Screening") as progress:
        screened, hits = _screen_all(desk, progress, everything=everything)
    seconds = max(perf_counter() - started, 1e-6)
    call.show({"screened": screened, "hits": hits, "postings_per_second": round(screened / seconds)})


def _screen_all(desk: Desk, progress: Progress, *, everything: bool) -> tuple[int, int]:
    screener = screening.live_screener()
    with desk.read() as work:
        total = screening.to_screen(work, screener, everything=everything)
    screened = hits = last = 0
    while screened < total:
        progress.at(screened, total)
        with desk.write() as work:
            batch = screening.screen_batch(work, screener, after=last, everything=everything)
        if not batch.postings:
            break
        screened, hits, last = screened + batch.postings, hits + batch.hits, batch.last
    return screened, hits


def _versions(postings: list[int], seen: list[int]) -> dict[int, int]:
    if seen and len(seen) != len(postings):
        raise CalledWrongly(
            f"There are {len(postings):,} postings and {len(seen):,} --seen; give one for each."
        )
    return dict(zip(postings, seen, strict=True)) if seen else {}


def _tell(call: Invocation, sentence: str, ids: list[int]) -> None:
    with call.desk().read() as work:
        rows = [asdict(one) for one in queries.postings().rows(work, list(dict.fromkeys(ids)))]
    call.show({"done": sentence, "rows": rows, "total": len(rows)})


def _shown(call: Invocation, detail: PostingDetail) -> dict[str, Any]:
    told = asdict(detail)
    author = detail.author_history
    told["author_history"] = dict(author.by_state) if author else {}
    del told["readings"]
    row = {name: told[name] for name in ("id", "external_id", "state", "risk", "title", "hits")}
    return told | {"rows": [row], "total": 1} if call.as_json else _for_a_person(told)


def _for_a_person(told: dict[str, Any]) -> dict[str, Any]:
    """Lay the texts out one under the other instead of as one value."""
    apart = {"rule_titles", "texts", "personal_data", "author_history", "hits", "history"}
    plain = {name: value for name, value in told.items() if name not in apart}
    found = [{"field": name} | one for name, spans in told["personal_data"].items() for one in spans]
    tables = {"hits": told["hits"], "personal data found": found, "history": told["history"]}
    return plain | {f"text ({name})": text for name, text in told["texts"].items()} | tables


def _line(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "state", "risk", "title", "category", "received_at")
    return {name: row[name] for name in kept} | {"hits": sorted({hit["rule"] for hit in row["hits"]})}
