"""Who was faster, and when: what is told of a record that somebody else changed meanwhile."""

from datetime import datetime, timedelta

from core.audit.queries import LogQuery, entries
from core.audit.wording import action_words
from core.db.unit_of_work import Work
from core.staff.accounts import staff_names

AGAIN = "Look at it again."
LATEST = 20
UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago that was: "4 seconds ago", from a day on "on 20 November 2026"."""
    gone = now - at
    if gone >= timedelta(days=1):
        return f"on {at.day} {at:%B %Y}"
    seconds = int(gone.total_seconds())
    for word, size in UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    return "just now"


def name_of(work: Work, staff_id: int) -> str:
    """Return a staff member's name for a sentence."""
    return staff_names(work).get(staff_id, "Someone")


def last_hand(work: Work, kind: str, record_id: int) -> str:
    """Say who changed a record last, by the log: "olga refused a request 4 seconds ago".

    Whoever only opened it changed nothing. Empty where the log says nothing of it.
    """
    for one in entries(LogQuery(subject=(kind, record_id))).first(work, LATEST):
        if not one.action.endswith(":opened"):
            did = action_words(one.action)
            return f"{name_of(work, one.actor)} {did[0].lower()}{did[1:]} {ago(one.at, work.now)}"
    return ""
