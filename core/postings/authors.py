"""Whose postings are whose: an author is a person on file by the site's own id, or by the whole address."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, bindparam, func, select, update

from core.audit.log import record
from core.db.unit_of_work import WriteWork
from core.people.rules import email_key
from core.people.tables import PersonRecord, Source
from core.postings.tables import Posting

CHUNK = 500
_TABLE = Posting.metadata.tables[Posting.__tablename__]
_LINK = (
    update(_TABLE)
    .where(_TABLE.c.author == bindparam("sender"), _TABLE.c.person_id.is_(None))
    .values(person_id=bindparam("person"))
)
"""Through the table itself, for many authors at once: a mapped statement for each costs fifty times that."""


def people_of(work: WriteWork, authors: Collection[str]) -> dict[str, int]:
    """Return the people on file by what the site calls them as authors; those not on file are left out.

    The site's id counts to the letter and before an address; an address in any case and form (C25). One
    that several people have on file is nobody's: what one sent may never be shown to another.
    """
    found: dict[str, int] = {}
    for some in _chunks(sorted(authors)):
        found |= _by_address(work, some) | _by_id(work, some)
    return found


def link_waiting(work: WriteWork) -> int:
    """Link what came before its author was on file, and return how many postings and messages that were.

    Intake calls it once people have come in; one log entry stands for all, and none where nothing waited.
    """
    found = people_of(work, _waiting(work))
    if not found:
        return 0
    before = _unlinked(work)
    work.session.execute(_LINK, [{"sender": one, "person": person} for one, person in found.items()])
    linked = before - _unlinked(work)
    record(work, "postings:posting:authors-linked", ("posting", 0), linked=linked)
    return linked


def by_author(author: str, person_id: int | None = None) -> ColumnElement[bool]:
    """Say in SQL that a posting is by this author, or by the person on file that the author is."""
    return (
        Posting.author == author
        if person_id is None
        else (Posting.author == author) | (Posting.person_id == person_id)
    )


def _waiting(work: WriteWork) -> set[str]:
    """Return the authors of what is linked to no one, as far as they might be on file now."""
    ids = select(PersonRecord.external_id).where(PersonRecord.source == Source.PEOPLE)
    addresses = select(Posting.author).where(Posting.author.contains("@"), Posting.person_id.is_(None))
    known = select(Posting.author).where(Posting.author.in_(ids), Posting.person_id.is_(None))
    return {*work.session.scalars(known.distinct()), *work.session.scalars(addresses.distinct())} - {""}


def _unlinked(work: WriteWork) -> int:
    return work.session.scalar(select(func.count()).where(Posting.person_id.is_(None))) or 0


def _by_id(work: WriteWork, authors: Sequence[str]) -> dict[str, int]:
    query = select(PersonRecord.external_id, PersonRecord.person_id).where(
        PersonRecord.source == Source.PEOPLE, PersonRecord.external_id.in_(authors)
    )
    return dict(work.session.execute(query).all())


def _by_address(work: WriteWork, authors: Sequence[str]) -> dict[str, int]:
    keys = {one: email_key(one) for one in authors if "@" in one}
    if not keys:
        return {}
    alone = func.count(PersonRecord.person_id.distinct()) == 1
    query = (
        select(PersonRecord.email_key, func.min(PersonRecord.person_id))
        .where(PersonRecord.email_key.in_(set(keys.values())))
        .group_by(PersonRecord.email_key)
        .having(alone)
    )
    theirs = dict(work.session.execute(query).all())
    return {one: theirs[key] for one, key in keys.items() if key in theirs}


def _chunks(authors: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(authors), CHUNK):
        yield authors[start : start + CHUNK]
