"""What the Overview says: figures as short sentences."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from core.home.due import Due, DueKind
from core.home.queries import LogFigures, RequestsWaiting, SharesWaiting, StaffFigures, Waiting
from core.requests.rules import days_left
from gui.kit.dates import short_date

LONGEST = 52
NONE = "—"
HOUR, DAY = 3600, 86_400


def tr(words: str, number: int = -1) -> str:
    """Translate a sentence of this page; `%n` is the number."""
    return QCoreApplication.translate("Overview", words, None, number)


def span(taken: timedelta | None) -> str:
    """Return a span as in `12 min`, `3 h 40 m`, `2 d 4 h`; a dash for none."""
    if taken is None:
        return NONE
    seconds = int(taken.total_seconds())
    if seconds < HOUR:
        return f"{max(seconds // 60, 1)} min"
    if seconds < DAY:
        return _two(seconds // HOUR, "h", seconds % HOUR // 60, "m")
    return _two(seconds // DAY, "d", seconds % DAY // HOUR, "h")


def waiting_note(waiting: Waiting) -> tuple[str, str]:
    """Say how much of the queue is old, and in which ink."""
    if not waiting.count:
        return tr("The queue is empty"), "good"
    if not waiting.older_than_a_day:
        return tr("None older than 24 hours"), "2"
    return tr("%1 older than 24 hours").replace("%1", number(waiting.older_than_a_day)), "warn"


def requests_note(requests: RequestsWaiting, now: datetime) -> tuple[str, str]:
    """Say when the next answer is due."""
    if requests.late:
        return tr("%1 late").replace("%1", number(requests.late)), "bad"
    if requests.first is None:
        return tr("None waits for an answer"), "2"
    return due_in(days_left(requests.first.due_at, now)), "2"


def due_in(days: int) -> str:
    """Say in how many days the next one is due."""
    if days <= 0:
        return tr("Next due today")
    if days == 1:
        return tr("Next due tomorrow")
    return tr("Next due in %1 days").replace("%1", number(days))


def shares_note(shares: SharesWaiting) -> tuple[str, str]:
    """Say how many of them another person must approve."""
    if not shares.to_approve:
        return tr("None waits for approval"), "2"
    if shares.own:
        return tr("%1 of them yours: others decide").replace("%1", number(shares.own)), "2"
    return tr("Needs a second person"), "2"


def staff_note(staff: StaffFigures) -> tuple[str, str]:
    """Say how many are disabled, and warn of a single admin."""
    if staff.admins == 1:
        return tr("One admin only: add a second"), "warn"
    return tr("%1 disabled").replace("%1", number(staff.disabled)), "2"


def log_sentence(log: LogFigures, now: datetime) -> tuple[str, str, str]:
    """Say how the log stands: the sentence, its ink, and the icon."""
    entries = number(log.entries)
    if log.verified_at is None:
        return tr("%1 entries, not verified yet.").replace("%1", entries), "2", "scroll-text"
    when = short_date(log.verified_at)
    if not log.whole:
        return tr("Found altered when verified on %1.").replace("%1", when), "bad", "triangle-alert"
    words = tr("%1 entries. Last verified %2, all as written.").replace("%1", entries).replace("%2", when)
    return words, "warn" if now - log.verified_at > timedelta(days=7) else "2", "shield-check"


STATES = {
    "received": "new",
    "verifying": "identity check",
    "collecting": "to collect",
    "review": "to review and release",
}
_DUE: dict[DueKind, Callable[[Due], tuple[str, str]]] = {
    DueKind.REQUEST: lambda one: (
        tr("Access request, %1").replace("%1", tr(STATES.get(one.words, one.words))),
        tr("Request %1").replace("%1", str(one.id)),
    ),
    DueKind.APPROVAL: lambda one: (shortened(one.words), _share(tr("Share %1, to approve"), one)),
    DueKind.EXPIRY: lambda one: (shortened(one.words), _share(tr("Share %1, approval expires"), one)),
    DueKind.RETURN: lambda one: (shortened(one.words), _share(tr("Share %1, return or destruction"), one)),
    DueKind.QUARANTINE: lambda one: (
        tr("%1 in quarantine").replace("%1", f"{number(one.count)} {_rows_of(one)}"),
        tr("Rows of a file that could not be taken in"),
    ),
    DueKind.FEED: lambda one: (
        tr("%1 not done at the site").replace("%1", f"{number(one.count)} {_feed_rows_of(one)}"),
        tr("Site feed, waits for more than 24 hours"),
    ),
}


def due_words(one: Due) -> tuple[str, str]:
    """Return what is due, and what it belongs to."""
    return _DUE[one.kind](one)


def number(value: int) -> str:
    """Return a number as the person writes it."""
    return QLocale().toString(value)


def shortened(text: str) -> str:
    """Return a title that fits its line."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _two(large: int, unit: str, small: int, smaller: str) -> str:
    return f"{large} {unit} {small} {smaller}" if small else f"{large} {unit}"


def _share(words: str, one: Due) -> str:
    return words.replace("%1", str(one.id))


def _feed_rows_of(one: Due) -> str:
    return tr("row") if one.count == 1 else tr("rows")


def _rows_of(one: Due) -> str:
    singular = {"people": "person", "contests": "contest entry"}.get(one.words, one.words.removesuffix("s"))
    plural = {"contests": "contest entries"}.get(one.words, one.words)
    return singular if one.count == 1 else plural
