"""What was done with a request, when and by whom: read off the log, where each step is kept (C22)."""

from dataclasses import dataclass
from datetime import datetime

from core.audit.wording import action_words
from core.db.unit_of_work import Work
from core.staff.log_reading import entries_about
from core.staff.roles import Permission


@dataclass(frozen=True)
class CaseEvent:
    """One step: `action` is the log's code for it, `who` the staff member, `at` in UTC."""

    at: datetime
    who: str
    action: str

    @property
    def what(self) -> str:
        """What was done, in plain words."""
        return action_words(self.action)


def case_history(work: Work, request_id: int) -> tuple[CaseEvent, ...]:
    """Read every step of a request, oldest first: receipt, openings, search, review, release, end."""
    told = entries_about(work, ("request", request_id), Permission.REQUESTS)
    return tuple(CaseEvent(one.at, one.who, one.action) for one in told)
