"""Telling the site that promotion may no longer reach a person, or may again (C19, C20).

The site knows records, not people: each of a person's records is told of. One that came without an id of the
site's is told of with its address, since the site could not find it otherwise.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, and_, case, literal, not_, select

from core.db.unit_of_work import WriteWork
from core.feed.rules import NO_ID, PROMOTION
from core.feed.tables import FeedItem, FeedKind, RecordKind
from core.feed.telling import SiteRecord, tell, tell_found, telling
from core.people.tables import Person, PersonRecord, Source

CLAUSE = "C20"
RecordId = tuple[Source, str]
"""How the site's file names a record."""


def tell_wish(
    work: WriteWork, kind: FeedKind, people: Iterable[Person], stated: Collection[RecordId] = ()
) -> None:
    """Tell an opt-out, or that it is gone, of all records of these people, in one statement.

    `stated` are records whose own row of the site's file said so: the site need not be told of them.
    """
    theirs = PersonRecord.person_id.in_([one.id for one in people])
    _tell(work, kind, theirs, *(not_(_is(one)) for one in stated))


def tell_new_record(work: WriteWork, record_id: int) -> None:
    """Tell the site that a record which has just come in is of somebody who has opted out (C20)."""
    _tell(work, FeedKind.OPT_OUT, PersonRecord.id == record_id)


def tell_address(work: WriteWork, kind: FeedKind, addresses: Mapping[str, str]) -> None:
    """Tell the site of addresses that no record has, by their keyed fingerprints.

    That promotion may reach one again is told only where the site was last told that it may not.
    """
    told = addresses if kind is FeedKind.OPT_OUT else _last_opted_out(work, addresses)
    about = [SiteRecord(RecordKind.ADDRESS, address=addresses[one], digest=one) for one in told]
    tell(work, kind, about, CLAUSE)


def _tell(work: WriteWork, kind: FeedKind, *where: ColumnElement[bool]) -> None:
    work.session.flush()
    if work.session.scalar(select(PersonRecord.id).where(*where).limit(1)) is None:
        return
    unknown = PersonRecord.external_id.startswith(NO_ID)
    columns = (
        literal(kind.value).label("kind"),
        PersonRecord.source.label("record"),
        PersonRecord.id.label("record_id"),
        PersonRecord.external_id.label("external_id"),
        PersonRecord.person_id.label("person_id"),
        case((unknown, PersonRecord.email), else_="").label("address"),
        literal("").label("reason"),
        literal(CLAUSE).label("clause"),
    )
    tell_found(work, telling(select(*columns).where(*where)))


def _is(record: RecordId) -> ColumnElement[bool]:
    source, external_id = record
    return and_(PersonRecord.source == source, PersonRecord.external_id == external_id)


def _last_opted_out(work: WriteWork, digests: Iterable[str]) -> list[str]:
    query = select(FeedItem.digest, FeedItem.kind).where(FeedItem.digest.in_(list(digests)))
    rows = work.session.execute(query.where(FeedItem.kind.in_(PROMOTION)).order_by(FeedItem.position))
    told = {one.digest: one.kind for one in rows}  # the last word about each
    return [digest for digest, kind in told.items() if kind is FeedKind.OPT_OUT]
