"""What is done to the feed itself: acknowledged, up to a row."""

from core.audit.log import hold, record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import BadInput
from core.feed.clearing import clear_done
from core.feed.cursor import START, acknowledged_upto, cursor_at, position_of
from core.feed.tables import Acknowledgement
from core.staff.roles import Permission, require

NOTHING_NEW = "Acknowledged before already; nothing changed."


def acknowledge(work: WriteWork, cursor: str) -> Changes:
    """Note that the site has done everything up to this cursor.

    Saying so again, or for an earlier row, changes nothing: what is acknowledged stays so. What the rows
    held that is needed no more is taken out of them. There is no undo: it cannot bring that back, and the
    site has done the work. Raises NotAllowed, and BadInput for a cursor that this feed has not given out.
    """
    require(work, Permission.ACK_FEED)
    if cursor == START:
        raise BadInput("Nothing stands before the first row; give the cursor of the last row that is done.")
    hold(work)
    upto, done = position_of(work, cursor), acknowledged_upto(work)
    if upto <= done:
        return Changes(NOTHING_NEW)
    number = upto - done
    work.session.add(Acknowledgement(upto=upto, items=number, by=work.actor.id, at=work.now))
    clear_done(work, done, upto)
    record(work, "feed:items:acknowledged", ("feed", upto), first=done + 1, last=upto, rows=number)
    rows = "1 row" if number == 1 else f"{number:,} rows"
    return Changes(f"Acknowledged {rows} of the site feed.", {"feed": frozenset(range(done + 1, upto + 1))})


def acknowledge_row(work: WriteWork, position: int) -> Changes:
    """Acknowledge up to the row at this position; as `acknowledge`."""
    require(work, Permission.ACK_FEED)
    return acknowledge(work, cursor_at(work, position))
