"""Letting quarantined rows in, with what was missing (an origin, say) assigned by a person (C13)."""

import tomllib
from collections.abc import Mapping, Sequence

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, NotAllowed
from core.intake.mapping import ColumnMapping
from core.intake.placing import PLACERS
from core.intake.quarantine import settle, unsettled
from core.intake.rows import incoming
from core.intake.runs import surroundings
from core.intake.shapes import SHAPES, Kind
from core.intake.tables import QuarantinedRow
from core.people.arrival import Outcome
from core.staff.roles import Permission, require


def release(work: WriteWork, ids: Sequence[int], assigned: Mapping[str, str]) -> Changes:
    """Take rows in after all; `assigned` gives fields a value. One that still cannot be taken stops all.

    Raises BadInput with the reason that stands in its way.
    """
    require(work, Permission.RELEASE_QUARANTINE)
    for row_id in ids:
        _release(work, unsettled(work, row_id), assigned)
    record(work, "intake:quarantine:released", ("quarantine", 0), ids=list(ids), assigned=sorted(assigned))
    return changed(f"Released {len(ids):,} row{'s' if len(ids) != 1 else ''}.", "quarantine", ids)


def _release(work: WriteWork, row: QuarantinedRow, assigned: Mapping[str, str]) -> None:
    mapping = _mapping(row, assigned)
    taken = incoming(row.values, mapping, surroundings(work))
    placed = PLACERS[mapping.kind](work, [taken])[0]
    if placed.outcome is Outcome.REFUSED:
        raise BadInput(f"Row {row.id} still cannot be taken in: {placed.reason} It can only be discarded.")
    settle(work, row, "released")


def _mapping(row: QuarantinedRow, assigned: Mapping[str, str]) -> ColumnMapping:
    kind = Kind(row.kind)
    if row.clause == "C24":
        raise NotAllowed(f"Row {row.id} states an age under 13: it can only be discarded (C24).")
    for name in assigned:
        if name not in SHAPES[kind].headings:
            raise BadInput(
                f"{kind.value} have no field {name!r}; they have {', '.join(SHAPES[kind].fields)}."
            )
    told = tomllib.loads(row.mapping["toml"])
    return ColumnMapping(kind, told["fields"], told["constants"] | dict(assigned), tuple(told["rest"]))
