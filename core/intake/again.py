"""The same file again: its rows arrived when they first did, so that they undo nothing that came since."""

from dataclasses import dataclass

from sqlalchemy import func, select

from core.db.unit_of_work import Work
from core.intake.mapping import ColumnMapping
from core.intake.tables import IntakeRun
from core.people.arrival import Arrival

UNKNOWN = ""
"""The mapping of a run from before mappings were kept."""


@dataclass(frozen=True)
class Earlier:
    """An earlier run of the same file: how many of its rows it read, and whether by the same mapping.

    Of a run from before mappings were kept it counts as the same: nothing decided since is to be undone.
    """

    run: int
    read: int
    same: bool


@dataclass(frozen=True)
class FileRuns:
    """A run and those before it of the same file, the newest first."""

    run: int
    earlier: tuple[Earlier, ...] = ()

    def arrival(self, row: int) -> Arrival:
        """Return when a row arrived: as its file began, also where that run was stopped before the row.

        Read by another mapping in between, it is new: a mapping is corrected to be applied.
        """
        first = self.run
        for one in self.earlier:
            if one.same:
                first = one.run
            elif row <= one.read:
                break
        return Arrival(first, row)


def runs_of_file(work: Work, sha256: str, mapping: ColumnMapping, run: int | None = None) -> FileRuns:
    """Return a run, the next one unless it is told, with the earlier ones of the same file as this kind."""
    if run is None:
        run = 1 + (work.session.scalar(select(func.max(IntakeRun.id))) or 0)
    same = (IntakeRun.sha256 == sha256, IntakeRun.kind == mapping.kind.value, IntakeRun.id < run)
    found = select(IntakeRun.id, IntakeRun.read, IntakeRun.mapping.in_((mapping.digest, UNKNOWN))).where(
        *same
    )
    rows = work.session.execute(found.order_by(IntakeRun.id.desc()))
    return FileRuns(run, tuple(Earlier(*row) for row in rows))
