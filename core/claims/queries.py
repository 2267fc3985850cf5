"""Reads of claims that count now, for those who see the records (C22)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.claims.rules import SIGHT
from core.claims.tables import Claim
from core.db.unit_of_work import Work
from core.errors import NotAllowed
from core.staff.accounts import staff_names
from core.staff.roles import may


@dataclass(frozen=True)
class Claimed:
    """Who is reading a record, since when, and until when that counts (UTC)."""

    kind: str
    record_id: int
    staff_id: int
    who: str
    since: datetime
    until: datetime


def claims_now(work: Work) -> list[Claimed]:
    """List the claims that count now, of the kinds that the role sees, the oldest first.

    Raises NotAllowed for a role that sees no such records.
    """
    seen = [kind for kind, permission in SIGHT.items() if may(work.actor.role, permission)]
    if not seen:
        raise NotAllowed(f"Your role, {work.actor.role}, sees no records that are claimed.")
    names = staff_names(work)
    query = select(Claim).where(Claim.until > work.now, Claim.kind.in_(seen))
    found = work.session.scalars(query.order_by(Claim.since, Claim.kind, Claim.record_id))
    return [
        Claimed(one.kind, one.record_id, one.staff_id, names.get(one.staff_id, ""), one.since, one.until)
        for one in found
    ]
