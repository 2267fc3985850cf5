"""Taking a claim, renewing it, giving it back: cheap writes with no log entry (decision 0028)."""

from typing import Any, cast

from sqlalchemy import Table, and_, case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from core.claims.rules import LEASE, claims, due
from core.claims.tables import Claim
from core.db.unit_of_work import WriteWork
from core.errors import NotAllowed

CLAIM = cast("Table", Claim.__table__)
OF = CLAIM.c


def take_claim(work: WriteWork, kind: str, record_id: int) -> bool:
    """Claim a record for this person; False where somebody else holds it, who keeps it.

    One's own claim is renewed once half of its lease is over, before that nothing is written. Raises
    NotAllowed for a role that does not work on such records.
    """
    if not claims(work.actor.role, kind):
        raise NotAllowed(f"Your role, {work.actor.role}, does not work on records of this kind.")
    mine = and_(OF.kind == kind, OF.record_id == record_id, OF.staff_id == work.actor.id)
    until = _run(work, select(OF.until).where(mine)).scalar()
    if until is not None and not due(until, work.now):
        return True
    return _run(work, _taking(work, kind, record_id)).first() is not None


def give_back(work: WriteWork, kind: str, record_id: int) -> None:
    """Give one's own claim back; somebody else's stays."""
    mine = and_(OF.kind == kind, OF.record_id == record_id, OF.staff_id == work.actor.id)
    _run(work, delete(CLAIM).where(mine))


def move_claim(work: WriteWork, left: tuple[str, int] | None, opened: tuple[str, int] | None) -> bool:
    """Give one record back and claim the next, in one write; drops what has lapsed meanwhile."""
    if left is not None:
        give_back(work, *left)
    _run(work, delete(CLAIM).where(OF.until <= work.now))
    return take_claim(work, *opened) if opened is not None else False


def give_all_back(work: WriteWork) -> None:
    """Give back whatever this person holds: they leave."""
    _run(work, delete(CLAIM).where(OF.staff_id == work.actor.id))


def _taking(work: WriteWork, kind: str, record_id: int) -> Any:
    """Insert the claim, or take over one's own or one that has lapsed; of two at once one wins."""
    insert: Any = postgresql.insert if work.on_server else sqlite.insert
    row = {"kind": kind, "record_id": record_id, "staff_id": work.actor.id, "since": work.now}
    new = insert(CLAIM).values(**row, until=work.now + LEASE)
    free = or_(OF.staff_id == new.excluded.staff_id, OF.until <= new.excluded.since)
    over = {"staff_id": new.excluded.staff_id, "until": new.excluded.until, "since": _since(new)}
    return new.on_conflict_do_update(index_elements=[OF.kind, OF.record_id], set_=over, where=free).returning(
        OF.record_id
    )


def _since(new: Any) -> Any:
    """Keep since when one reads it, where the claim is only renewed."""
    return case((OF.staff_id == new.excluded.staff_id, OF.since), else_=new.excluded.since)


def _run(work: WriteWork, statement: Any) -> Any:
    """Run past the session, which would ask for an entry in the log."""
    return work.session.connection().execute(statement)
