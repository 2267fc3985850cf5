"""Cursors: where in the feed somebody stands. Opaque to the site, in order as text, and known to be ours.

A cursor names a position and proves, by a keyed fingerprint of what never changes in the row there, that this
desk gave it out for that very row: after a restored backup an old cursor is refused, not silently misread.
"""

import re
from datetime import UTC
from hmac import compare_digest

from sqlalchemy import func, select

from core.db.unit_of_work import Work
from core.errors import BadInput
from core.feed.tables import Acknowledgement, FeedItem

START = "start"
"""The cursor before the first row."""

_SHAPE = re.compile(r"([0-9]{12})-([0-9a-f]{16})")
NOT_OURS = "That is no cursor of this feed. Take one as the feed gave it, or the word start."
BEYOND = (
    "This feed has no such row: the cursor is another desk's, or from before a backup was restored. "
    "Read again without --since, and acknowledge only what that gives."
)


def cursor_of(work: Work, item: FeedItem) -> str:
    """Return the cursor that stands after this row; it is the row's stable id too."""
    told_at = item.at.astimezone(UTC).isoformat()
    fixed = (item.position, told_at, item.kind.value, item.record.value, item.record_id)
    proof = work.commitment("\0".join(["feed", *map(str, fixed)]))
    return f"{item.position:012d}-{proof[:16]}"


def cursor_at(work: Work, position: int) -> str:
    """Return the cursor after the row at this position."""
    item = work.session.get(FeedItem, position)
    return cursor_of(work, item) if item else START


def position_of(work: Work, cursor: str) -> int:
    """Return where a cursor stands; raises BadInput for one that this feed has not given out."""
    if cursor == START:
        return 0
    shape = _SHAPE.fullmatch(cursor)
    if shape is None:
        raise BadInput(NOT_OURS)
    item = work.session.get(FeedItem, int(shape[1]))
    if item is None or not compare_digest(cursor_of(work, item), cursor):
        raise BadInput(BEYOND)
    return item.position


def last_position(work: Work) -> int:
    """Return the position of the last row; 0 while there is none."""
    return work.session.scalar(select(func.max(FeedItem.position))) or 0


def acknowledged_upto(work: Work) -> int:
    """Return the position up to which the site has done everything; 0 at first."""
    return work.session.scalar(select(func.max(Acknowledgement.upto))) or 0
