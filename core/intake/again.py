"""The same file again: its rows arrived when they first did, so that they undo nothing that came since."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.intake.tables import IntakeRun
from core.people.arrival import Arrival


@dataclass(frozen=True)
class Earlier:
    """An earlier run of the same file: how many of its rows it read, and whether by the same mapping."""

    run: int
    read: int
    same: bool


@dataclass(frozen=True)
class FileRuns:
    """A run and those before it of the same file, the newest first."""

    run: int
    earlier: tuple[Earlier, ...] = ()

    def arrival(self, row: int) -> Arrival:
        """Return when a row arrived: with the first of the runs in which the same mapping read it, unbroken.

        Read by another mapping in between, it is new: a mapping is corrected to be applied.
        """
        first = self.run
        for one in self.earlier:
            if row <= one.read:
                if not one.same:
                    break
                first = one.run
        return Arrival(first, row)


def runs_of_file(work: Work, run: IntakeRun) -> FileRuns:
    """Return a run with the earlier ones of the same file, known by its SHA-256, as the same kind."""
    same = (IntakeRun.sha256 == run.sha256, IntakeRun.kind == run.kind, IntakeRun.id < run.id)
    found = select(IntakeRun.id, IntakeRun.read, IntakeRun.mapping == run.mapping).where(*same)
    rows = work.session.execute(found.order_by(IntakeRun.id.desc()))
    return FileRuns(run.id, tuple(Earlier(*row) for row in rows))
