"""What is taken out of rows that have served: addresses, corrected values, and erased records' ids."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from core.db.unit_of_work import WriteWork
from core.feed.cursor import acknowledged_upto
from core.feed.tables import FeedItem, FeedKind, RecordKind

EMPTIED = {"synchronize_session": False}


def emptied(now: datetime) -> dict[str, Any]:
    """Return the values of a row that no longer holds anything personal but the site's id."""
    return {"address": "", "corrected": None, "cleared_at": now}


def clear_done(work: WriteWork, after: int, upto: int) -> None:
    """Empty what the site has done: nothing of it is needed here any more (C26).

    An erased record loses its id too; of any other the id is on file all the same, and stays.
    """
    these = (FeedItem.position > after, FeedItem.position <= upto)
    holds = or_(FeedItem.address != "", FeedItem.corrected.is_not(None))
    erased = FeedItem.kind == FeedKind.ERASE
    plain = update(FeedItem).where(*these, holds).values(emptied(work.now))
    work.session.execute(plain, execution_options=EMPTIED)
    gone = update(FeedItem).where(*these, erased).values(emptied(work.now) | {"external_id": ""})
    work.session.execute(gone, execution_options=EMPTIED)


def taken_over(work: WriteWork, record: RecordKind, record_id: int) -> dict[str, str]:
    """Empty a record's corrections that are not acknowledged; returns what they told of each field last."""
    waiting = (
        FeedItem.kind == FeedKind.CORRECT,
        FeedItem.record == record,
        FeedItem.record_id == record_id,
        FeedItem.position > acknowledged_upto(work),
        FeedItem.corrected.is_not(None),
    )
    told = select(FeedItem.corrected).where(*waiting).order_by(FeedItem.position)
    whole = {name: value for one in work.session.scalars(told) for name, value in (one or {}).items()}
    emptying = update(FeedItem).where(*waiting).values(emptied(work.now))
    work.session.execute(emptying, execution_options=EMPTIED)
    return whole
