"""Addresses that opted out while nobody who did has them on file: whoever comes in with one stays out (C20).

A row in quarantine may state an opt-out of somebody who is not on file yet; and who opted out may move, while
their old address comes again with another file. Only keyed fingerprints are kept, so that the list holds no
address, also once the row was discarded.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.feed.tables import FeedKind
from core.people.rules import email_key
from core.people.tables import OptedOutAddress
from core.people.telling import tell_address


def suppress(work: WriteWork, address: str) -> bool:
    """Remember that this address opted out; returns False where nothing is new, or it is no address."""
    digest = _digest(work, address)
    if not digest or work.session.get(OptedOutAddress, digest) is not None:
        return False
    work.session.add(OptedOutAddress(digest=digest, at=work.now))
    work.session.flush()
    record(work, "people:address:opted-out", ("person", 0), address=digest)
    return True


def suppressed(work: Work, addresses: Iterable[str]) -> frozenset[str]:
    """Return those of these addresses, as they are compared (`email_key`), that opted out."""
    keys = {_digest(work, one): email_key(one) for one in addresses}
    query = select(OptedOutAddress.digest).where(OptedOutAddress.digest.in_(keys))
    return frozenset(keys[one] for one in work.session.scalars(query))


def lift(work: WriteWork, addresses: Iterable[str]) -> None:
    """Forget that these addresses opted out, at the express wish of the person who has them.

    Where the site was told of one as an address, it is told that this is over.
    """
    told = fingerprints(work, addresses)
    work.session.execute(delete(OptedOutAddress).where(OptedOutAddress.digest.in_(told)))
    tell_address(work, FeedKind.OPT_IN, told)


def fingerprints(work: Work, addresses: Iterable[str]) -> dict[str, str]:
    """Return addresses by their keyed fingerprints; what is no address is left out."""
    return {digest: one for one in addresses if (digest := _digest(work, one))}


def _digest(work: Work, address: str) -> str:
    return work.commitment(f"opted out\0{key}") if (key := email_key(address)) else ""
