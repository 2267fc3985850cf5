"""Taking a file in: batch by batch, each with its log entry, so that a run may be cut off anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from time import monotonic

from sqlalchemy import update

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.desk import Desk
from core.errors import BadInput, DeskError
from core.intake.again import runs_of_file
from core.intake.mapping import ColumnMapping, load_mapping, missing_fields, suggest_mapping
from core.intake.placing import Counts, place
from core.intake.rows import Surroundings
from core.intake.shapes import Kind
from core.intake.tables import IntakeRun, RunState
from core.landing import file_sha256
from core.policy.store import policies_of
from core.postings.authors import link_waiting
from core.progress import Progress
from core.sheets.reading import SourceRow, SourceRows, read_rows
from core.staff.roles import Permission, require

BATCH = 500


@dataclass(frozen=True)
class TakenIn:
    """What a run did; always `read = stored + updated + known + quarantined`."""

    run: int
    counts: Counts
    seconds: float
    encoding: str


def open_file(
    path: Path, kind: Kind, told: Path | ColumnMapping | None = None, progress: Progress | None = None
) -> tuple[SourceRows, ColumnMapping]:
    """Open a file with the mapping told, as it is or in a file, else with the one that its headings suggest.

    Raises BadInput when a required field has no heading, Cancelled when the person stops the look for them.
    """
    rows = read_rows(path, progress)
    if isinstance(told, Path):
        mapping = load_mapping(told, kind, rows.headings)
    else:
        mapping = told or suggest_mapping(kind, rows.headings)
    if lacking := missing_fields(mapping):
        raise BadInput(
            f"{path.name} has no heading for {', '.join(lacking)}; it has {', '.join(rows.headings)}. "
            "Say which one in a mapping (remitctl intake suggest-map gives one to start from)."
        )
    return rows, mapping


def take_in_file(
    desk: Desk,
    path: Path,
    kind: Kind,
    told: Path | ColumnMapping | None = None,
    progress: Progress | None = None,
) -> TakenIn:
    """Take a file in (C13). What is committed before a stop stays; the same file again continues it.

    Raises BadInput for a file that cannot be taken, Cancelled when the person stops it.
    """
    started = monotonic()
    progress = progress or Progress()
    rows, mapping = open_file(path, kind, told, progress)
    run = _start(desk, path, mapping)
    counts = Counts()
    try:
        for batch in batches_of(rows):
            counts = counts.plus(_take_batch(desk, run, mapping, batch))
            progress.at(counts.read, doing=f"Taking in {path.name}")
    except DeskError:
        _end(desk, run, RunState.STOPPED)
        raise
    _end(desk, run, RunState.DONE)
    return TakenIn(run, counts, monotonic() - started, rows.encoding)


def batches_of(rows: SourceRows) -> Iterator[Sequence[SourceRow]]:
    """Yield the rows in batches."""
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _start(desk: Desk, path: Path, mapping: ColumnMapping) -> int:
    with desk.write() as work:
        run = begin_run(work, path, mapping)
        record(work, "intake:run:started", ("run", run.id), kind=run.kind, sha256=run.sha256)
    return run.id


def begin_run(work: WriteWork, path: Path, mapping: ColumnMapping) -> IntakeRun:
    """Open a run; an earlier one of the same file that was cut off is now known to have stopped.

    Raises what `check_may_begin` does.
    """
    check_may_begin(work, mapping)
    digest = file_sha256(path)
    cut_off = update(IntakeRun).where(IntakeRun.sha256 == digest, IntakeRun.state == RunState.RUNNING)
    work.session.execute(cut_off.values(state=RunState.STOPPED))
    run = IntakeRun(kind=mapping.kind.value, source=path.name[:255], sha256=digest, state=RunState.RUNNING)
    run.started_at, run.by, run.mapping = work.now, work.actor.id, mapping.digest
    work.session.add(run)
    work.session.flush()
    return run


def check_may_begin(work: Work, mapping: ColumnMapping) -> None:
    """Raise NotAllowed for a role that takes nothing in, BadInput for a policy version the desk lacks."""
    require(work, Permission.INTAKE)
    known, version = policies_of(work), mapping.constants.get("policy_version", "")
    if version and version not in known:
        raise BadInput(f"This desk has no policy version “{version}”; it has {', '.join(known)}.")


def _take_batch(desk: Desk, run_id: int, mapping: ColumnMapping, batch: Sequence[SourceRow]) -> Counts:
    with desk.write() as work:
        run = work.session.get_one(IntakeRun, run_id)
        counts = place(
            work, runs_of_file(work, run.sha256, mapping, run_id), mapping, batch, surroundings(work)
        )
        for name, number in counts.as_dict().items():
            setattr(run, name, getattr(run, name) + number)
        record(work, "intake:batch:taken-in", ("run", run_id), kind=mapping.kind.value, **counts.as_dict())
    return counts


def surroundings(work: Work) -> Surroundings:
    """Return what rows are read against on this desk now."""
    since = [(policy.effective, version) for version, policy in policies_of(work).items()]
    return Surroundings(work.now, tuple(sorted(since, key=itemgetter(0))))


def _end(desk: Desk, run_id: int, state: RunState) -> None:
    with desk.write() as work:
        run = work.session.get_one(IntakeRun, run_id)
        run.state, run.ended_at = state, work.now
        totals: Mapping[str, int] = {name: getattr(run, name) for name in Counts().as_dict()}
        record(work, f"intake:run:{state.value}", ("run", run_id), **totals)
        if Kind(run.kind) not in {Kind.POSTINGS, Kind.MESSAGES}:
            link_waiting(work)
