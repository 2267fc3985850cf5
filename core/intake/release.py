"""Letting quarantined rows in, with what was missing (an origin, say) assigned by a person (C13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, NotAllowed
from core.intake.assigning import refuse_assigned
from core.intake.mapping import PER_ROW, ColumnMapping, mapping_as_kept
from core.intake.placing import PLACERS
from core.intake.quarantine import CHILD, settle, unsettled
from core.intake.rows import Surroundings, incoming
from core.intake.runs import surroundings
from core.intake.shapes import Kind
from core.intake.tables import QuarantinedRow
from core.people.arrival import Arrival, Outcome
from core.postings.authors import link_waiting
from core.staff.roles import Permission, require

CHANGED = {Kind.PEOPLE: "person", Kind.CONTACTS: "contact", Kind.CONTESTS: "entry"}


def release(work: WriteWork, ids: Sequence[int], assigned: Mapping[str, str]) -> Changes:
    """Take rows in after all; `assigned` gives fields a value where the row had none that could be read.

    A row that is older than what is on file changes nothing there, and the sentence says so. One that still
    cannot be taken stops all. Raises BadInput or NotAllowed with the reason that stands in its way.
    """
    require(work, Permission.RELEASE_QUARANTINE)
    if set(assigned) & set(PER_ROW):
        require(work, Permission.SEE_VALUES)  # an id, a name or an address is somebody's own
    around = surroundings(work)
    rows = [unsettled(work, one) for one in dict.fromkeys(ids)]
    older = sum(_release(work, row, assigned, around, alone=len(rows) == 1) for row in rows)
    link_waiting(work)
    released, fields = [row.id for row in rows], sorted(assigned)
    subject = ("quarantine", 0)
    record(work, "intake:quarantine:released", subject, ids=released, assigned=fields, older=older)
    changed = {CHANGED.get(Kind(row.kind), "posting"): frozenset[int]() for row in rows}
    return Changes(_sentence(len(rows), older), {"quarantine": frozenset(ids), **changed})


def _sentence(many: int, older: int) -> str:
    released = f"Released {many:,} row{'s' if many != 1 else ''}."
    if not older:
        return released
    return f"{released} {older:,} arrived before what is on file under the same id, which stays as it is."


def _release(
    work: WriteWork, row: QuarantinedRow, assigned: Mapping[str, str], around: Surroundings, *, alone: bool
) -> bool:
    """Take one row in; returns whether it is older than what is on file."""
    mapping = _mapping(row)
    refuse_assigned(row.values, mapping, assigned, around, alone=alone)
    mapping = mapping.with_assigned(assigned)
    taken = incoming(row.values, mapping, around.at(Arrival(row.run_id, row.number)))
    older = _placed_is_older(work, mapping, taken, row)
    settle(work, row, "superseded" if older else "released")
    return older


def _placed_is_older(work: WriteWork, mapping: ColumnMapping, taken: Any, row: QuarantinedRow) -> bool:
    (placed,) = PLACERS[mapping.kind](work, [taken])
    assigned = "external_id" in mapping.constants and placed.clause != CHILD
    if assigned and placed.outcome is not Outcome.STORED:
        raise BadInput(f"Row {row.id} cannot be given this id: it is on file already.")
    if placed.outcome is Outcome.REFUSED:
        raise BadInput(f"Row {row.id} still cannot be taken in: {placed.reason} It can only be discarded.")
    return placed.older


def _mapping(row: QuarantinedRow) -> ColumnMapping:
    if row.clause == CHILD:
        raise NotAllowed(
            f"Row {row.id} states an age under 13, or leaves it open: it can only be discarded (C24)."
        )
    if row.damaged:
        raise BadInput(f"Row {row.id} is damaged in its file: discard it and take the mended file in.")
    return mapping_as_kept(Kind(row.kind), row.mapping["toml"])
