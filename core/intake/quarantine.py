"""Rows that could not be taken: kept whole, released with what was missing, or discarded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import NotFound, WrongState
from core.intake.again import FileRuns
from core.intake.mapping import ColumnMapping, mapping_as_kept
from core.intake.tables import QuarantinedRow
from core.sheets.reading import SourceRow
from core.staff.last_hand import ago, name_of
from core.staff.roles import Permission, require

CHILD = "C24"
"""The clause of a row that shows an age under 13, which nobody can release."""
CAME_AGAIN = "came again"
"""What became of a row that its file brought again and that was read otherwise then: no one settled it."""


@dataclass(frozen=True)
class Refused:
    """A row of the file and why it cannot be taken."""

    row: SourceRow
    reason: str
    clause: str


@dataclass(frozen=True)
class Waiting:
    """A quarantined row as a list shows it; its values stay in the store.

    `lost` tells that it can only be discarded: it is a child's, or damaged in its file.
    """

    id: int
    kind: str
    number: int
    reason: str
    clause: str
    at: datetime
    lost: bool = False


@dataclass(frozen=True)
class Kept:
    """How many of some rows wait for a person now, and those of them that are read so for the first time.

    A row that a person settled before does not wait again, unless another mapping now reads it otherwise.
    """

    waiting: int
    fresh: Sequence[Refused]


def quarantine(work: WriteWork, run_id: int, mapping: ColumnMapping, refused: Sequence[Refused]) -> Kept:
    """Keep these rows with their reasons, none twice; one that waits is released by its newest mapping."""
    fresh, settled = [], set[str]()
    for one in _met(work, mapping, refused):
        if one.settled:
            settled.add(one.digest)
        elif one.waits is None:
            work.session.add(_row(work, run_id, mapping, one.refused, one.digest))
            fresh.append(one.refused)
        elif not _reads_alike(one.waits, mapping, one.refused.row):
            work.session.get_one(QuarantinedRow, one.waits.id).mapping = {"toml": mapping.as_toml()}
            fresh.append(one.refused)
    return Kept(sum(_digest(work, mapping, one) not in settled for one in refused), fresh)


def would_wait(work: Work, mapping: ColumnMapping, refused: Sequence[Refused]) -> int:
    """Return how many of these rows would wait for a person."""
    settled = {one.digest for one in _met(work, mapping, refused) if one.settled}
    return sum(_digest(work, mapping, one) not in settled for one in refused)


def settle_what_came_again(
    work: WriteWork,
    runs: FileRuns,
    mapping: ColumnMapping,
    batch: Sequence[SourceRow],
    refused: Sequence[Refused],
) -> None:
    """Settle rows of the same file that wait though they were taken in now, or wait now for another reason.

    A child's row stays until an officer discards it (C24).
    """
    if not runs.earlier:
        return
    still = {_digest(work, mapping, one) for one in refused}
    one = QuarantinedRow
    waits = (one.settled_at.is_(None), one.clause != CHILD, one.digest.not_in(still))
    theirs = (
        one.run_id.in_([run.run for run in runs.earlier]),
        one.number.in_([row.number for row in batch]),
    )
    gone = list(work.session.scalars(select(one).where(*waits, *theirs)))
    for row in gone:
        settle(work, row, CAME_AGAIN)
    if gone:
        record(work, "intake:quarantine:came-again", ("quarantine", 0), ids=[row.id for row in gone])


def waiting(work: Work, limit: int = 500) -> list[Waiting]:
    """List the rows that wait for a person, oldest first."""
    require(work, Permission.RELEASE_QUARANTINE)
    query = select(QuarantinedRow).where(QuarantinedRow.settled_at.is_(None)).order_by(QuarantinedRow.id)
    found = work.session.scalars(query.limit(limit))
    return [_waiting(one) for one in found]


def discard(work: WriteWork, ids: Sequence[int]) -> Changes:
    """Discard rows; their values are destroyed, that they were here stays in the log.

    A child's row is an officer's to discard (C24): raises NotAllowed for anybody else, and discards none.
    """
    require(work, Permission.RELEASE_QUARANTINE)
    for one in ids:
        row = unsettled(work, one)
        if row.clause == CHILD:
            require(work, Permission.PURGE_CHILDREN)
        settle(work, row, "discarded")
    record(work, "intake:quarantine:discarded", ("quarantine", 0), ids=list(ids))
    return changed(f"Discarded {len(ids):,} row{'s' if len(ids) != 1 else ''}.", "quarantine", ids)


def unsettled(work: WriteWork, row_id: int) -> QuarantinedRow:
    """Return a waiting row; raises NotFound, or WrongState when it is settled already."""
    row = work.session.get(QuarantinedRow, row_id)
    if row is None:
        raise NotFound(f"There is no quarantined row {row_id}.")
    if row.settled_at is not None:
        raise WrongState(_settled_already(work, row))
    return row


def _settled_already(work: WriteWork, row: QuarantinedRow) -> str:
    if row.outcome == CAME_AGAIN or row.settled_by is None or row.settled_at is None:
        return f"Row {row.id} came again with its file, which settled it already."
    who = name_of(work, row.settled_by)
    return f"Row {row.id} was {row.outcome} already, by {who} {ago(row.settled_at, work.now)}."


def settle(work: WriteWork, row: QuarantinedRow, outcome: str) -> None:
    """Note that a row no longer waits; its values go, so that no second copy of them stays here."""
    row.values = {}
    row.settled_at, row.settled_by, row.outcome = work.now, work.actor.id, outcome


def _waiting(row: QuarantinedRow) -> Waiting:
    lost = row.damaged or row.clause == CHILD
    return Waiting(row.id, row.kind, row.number, row.reason, row.clause, row.at, lost)


@dataclass(frozen=True)
class _There:
    """A row that is here already, whether a person settled it, and by which mapping it was read."""

    id: int
    digest: str
    settled: bool
    mapping: Mapping[str, str]


@dataclass(frozen=True)
class _Met:
    """A refused row, the one like it that waits already, and whether a person settled such a one before."""

    digest: str
    refused: Refused
    waits: _There | None
    settled: bool


def _met(work: Work, mapping: ColumnMapping, refused: Sequence[Refused]) -> Iterator[_Met]:
    """Yield each of these rows once, with what is here of it."""
    by_digest = {_digest(work, mapping, one): one for one in refused}
    there = _already(work, list(by_digest))
    for digest, one in by_digest.items():
        found = there.get(digest, ())
        waits = next((row for row in found if not row.settled), None)
        alike = any(_reads_alike(row, mapping, one.row) for row in found)
        yield _Met(digest, one, waits, settled=waits is None and alike)


def _already(work: Work, digests: Sequence[str]) -> dict[str, list[_There]]:
    one = QuarantinedRow
    columns = select(one.id, one.digest, one.settled_at.is_not(None), one.mapping)
    found: dict[str, list[_There]] = {}
    for row in work.session.execute(columns.where(one.digest.in_(digests), one.outcome != CAME_AGAIN)):
        found.setdefault(row.digest, []).append(_There(*row))
    return found


def _reads_alike(there: _There, mapping: ColumnMapping, row: SourceRow) -> bool:
    """Tell whether a row that is here was read as this mapping reads it; a damaged one is not read at all."""
    if row.problem is not None or there.mapping["toml"] == mapping.as_toml():
        return True
    earlier = mapping_as_kept(mapping.kind, there.mapping["toml"])
    return earlier.taken(row.values) == mapping.taken(row.values)


def _digest(work: Work, mapping: ColumnMapping, one: Refused) -> str:
    content = sorted(one.row.values.items())
    return work.commitment(f"{mapping.kind}\0{one.reason}\0{content}\0{one.row.raw}")


def _row(work: WriteWork, run_id: int, mapping: ColumnMapping, one: Refused, digest: str) -> QuarantinedRow:
    told: Mapping[str, str] = dict(one.row.values) or {"raw": one.row.raw}
    return QuarantinedRow(
        run_id=run_id,
        kind=mapping.kind.value,
        number=one.row.number,
        values=dict(told),
        mapping={"toml": mapping.as_toml()},
        reason=one.reason,
        clause=one.clause,
        digest=digest,
        damaged=one.row.problem is not None,
        at=work.now,
    )
