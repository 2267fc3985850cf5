"""Children whom a quarantined row states and who are not on file: their next row may say no age at all (C24).

Kept are keyed fingerprints of the site's id, and of the address with the name, for a parent may share the
address: no name and no address, and nothing of them that the discarding of the row would leave behind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.people.rules import email_key, name_key
from core.people.tables import Source, StatedChild


@dataclass(frozen=True)
class Named:
    """How a row names a person."""

    source: Source
    external_id: str
    email: str
    full_name: str


def remember_child(work: WriteWork, named: Named) -> None:
    """Remember that a row stated this person to be under 13."""
    digests = set(_digests(work, named))
    there = select(StatedChild.digest).where(StatedChild.digest.in_(digests))
    fresh = digests - set(work.session.scalars(there))
    if fresh:
        work.session.add_all(StatedChild(digest=one, at=work.now) for one in fresh)
        work.session.flush()
        record(work, "people:child:stated", ("person", 0), fingerprints=sorted(fresh))


def stated_children(work: Work, named: Iterable[Named]) -> frozenset[Named]:
    """Return those whom a row stated to be under 13 before."""
    whose = [(digest, one) for one in named for digest in _digests(work, one)]
    query = select(StatedChild.digest).where(StatedChild.digest.in_({digest for digest, _ in whose}))
    found = set(work.session.scalars(query))
    return frozenset(one for digest, one in whose if digest in found)


def _digests(work: Work, named: Named) -> Iterator[str]:
    if named.external_id:
        yield work.commitment(f"child\0{named.source.value}\0{named.external_id}")
    if (address := email_key(named.email)) and (name := name_key(named.full_name)):
        yield work.commitment(f"child\0{address}\0{name}")
