"""Figures of the postings' work, for the Overview."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.unit_of_work import Work
from core.postings.tables import Decision, Posting
from core.staff.roles import Permission, require

DAYS = 14


@dataclass(frozen=True)
class DayCount:
    """How many came in on a day (UTC), and how many were decided."""

    day: date
    received: int
    decided: int


def daily_counts(work: Work, days: int = DAYS) -> list[DayCount]:
    """Count what came in and what was decided on each of the last days, today last; zeros too."""
    require(work, Permission.POSTINGS)
    first = work.now.astimezone(UTC).date() - timedelta(days=days - 1)
    received = _by_day(work, _since(Posting.received_at, first))
    decided = _by_day(work, _since(Decision.at, first).where(Decision.undone_at.is_(None)))
    every = (first + timedelta(days=one) for one in range(days))
    return [DayCount(day, received.get(str(day), 0), decided.get(str(day), 0)) for day in every]


def decided_median(work: Work, days: int = DAYS) -> timedelta | None:
    """Return the median time from receipt to a decision that stands, over the last days; None without any."""
    require(work, Permission.POSTINGS)
    since = work.now - timedelta(days=days)
    taken = extract("epoch", Decision.at) - extract("epoch", Posting.received_at)
    query = (
        select(taken)
        .join_from(Decision, Posting, Posting.id == Decision.posting_id)
        .where(Decision.at >= since, Decision.undone_at.is_(None))
    )
    count = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if not count:
        return None
    seconds = work.session.scalar(query.order_by(taken).offset((count - 1) // 2).limit(1))
    return timedelta(seconds=float(seconds or 0))


def _since(moment: InstrumentedAttribute[datetime], first: date) -> Select[str, int]:
    start = datetime.combine(first, time.min, UTC)
    day = func.date(moment)
    return select(day, func.count()).where(moment >= start).group_by(day)


def _by_day(work: Work, query: Select[str, int]) -> Mapping[str, int]:
    return {str(day): count for day, count in work.session.execute(query)}
