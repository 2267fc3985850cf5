"""What the feed promises, as plain functions of plain values."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.feed.tables import FeedKind, RecordKind

OVERDUE_AFTER = timedelta(hours=24)
"""How long the site may take before somebody here should look why."""

PAGE = 500
"""Rows that are read at once where nothing else is asked."""

NO_ID = "content:"
"""How the id begins that intake makes for a row whose file gave none; the site knows no such id."""

SHOWING = (FeedKind.WITHDRAW, FeedKind.RESTORE)
PROMOTION = (FeedKind.OPT_OUT, FeedKind.OPT_IN)
POSTINGS = (RecordKind.POSTINGS, RecordKind.MESSAGES)


def superseding(kind: FeedKind) -> tuple[FeedKind, ...]:
    """Return the kinds that, told later about the same record, count instead of one of this kind."""
    matter = next((one for one in (SHOWING, PROMOTION) if kind in one), (kind,))
    return matter if kind is FeedKind.ERASE else (*matter, FeedKind.ERASE)


def overdue(at: datetime, now: datetime) -> bool:
    """Tell whether what was told then should have been done by now."""
    return now - at > OVERDUE_AFTER


def hidden(values: Mapping[str, str] | None) -> dict[str, str]:
    """Return which values were corrected, without the values."""
    return dict.fromkeys(values or {}, "•••••")
