"""Addresses that opted out while nobody who did has them on file: whoever comes in with one stays out (C20).

A row in quarantine may state an opt-out of somebody who is not on file yet; and who opted out may move, while
their old address comes again with another file. Only keyed fingerprints are kept, so that the list holds no
address, also once the row was discarded.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.people.rules import email_key
from core.people.tables import OptedOutAddress


def suppress(work: WriteWork, address: str) -> None:
    """Remember that this address opted out."""
    digest = _digest(work, address)
    if digest and work.session.get(OptedOutAddress, digest) is None:
        work.session.add(OptedOutAddress(digest=digest, at=work.now))
        work.session.flush()
        record(work, "people:address:opted-out", ("person", 0), address=digest)


def suppressed(work: Work, addresses: Iterable[str]) -> frozenset[str]:
    """Return those of these addresses, as they are compared (`email_key`), that opted out."""
    keys = {_digest(work, one): email_key(one) for one in addresses}
    query = select(OptedOutAddress.digest).where(OptedOutAddress.digest.in_(keys))
    return frozenset(keys[one] for one in work.session.scalars(query))


def lift(work: WriteWork, addresses: Iterable[str]) -> None:
    """Forget that these addresses opted out, at the express wish of the person who has them."""
    digests = [_digest(work, one) for one in addresses]
    work.session.execute(delete(OptedOutAddress).where(OptedOutAddress.digest.in_(digests)))


def _digest(work: Work, address: str) -> str:
    return work.commitment(f"opted out\0{key}") if (key := email_key(address)) else ""
