"""A sitting: what one person does between signing in and signing in anew, as the log tells it (C22)."""

from core.audit.queries import EntryRow, LogQuery, entries, last_entry_about
from core.db.unit_of_work import Work


def done_this_sitting(work: Work, action: str, subject: tuple[str, int]) -> bool:
    """Tell whether the signed-in person has done this to the record since they last signed in."""
    mine = LogQuery(action=action, actor=work.actor.id, subject=subject)
    last = next(iter(entries(mine).first(work, 1)), None)
    began = last_entry_about(work, "staff", work.actor.id, "staff:account:signed-in")
    return last is not None and _position(last) > _position(began)


def _position(entry: EntryRow | None) -> int:
    return entry.id if entry else -1
