"""Every source that an access request searches, in the order of the workbook; a new room adds a line."""

from collections.abc import Mapping

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.rules import email_key, name_key
from core.people.tables import PersonRecord
from core.people.tables import Source as File
from core.postings.tables import Posting
from core.requests.content_sources import CONTENT_SOURCES
from core.requests.person_sources import PERSON_SOURCES
from core.requests.source import Source, Subject
from core.requests.trace_sources import TRACE_SOURCES
from core.staff.roles import Permission, require

SOURCES: tuple[Source, ...] = (
    *PERSON_SOURCES,
    *CONTENT_SOURCES,
    *TRACE_SOURCES,
)
BY_KEY: Mapping[str, Source] = {one.key: one for one in SOURCES}
_FOR_STAFF: Mapping[str, str] = {
    "person": "Entry on file",
    "messages_sent": "Messages sent",
    "messages_received": "Messages received",
    "letters": "Letters sent to them",
    "requests": "Their other requests",
}
"""Where the title speaks to the person whose workbook it is: what staff read in its place."""


def staff_title(source: str) -> str:
    """Return what staff call a source; an unknown one keeps its key."""
    return _FOR_STAFF.get(source) or (BY_KEY[source].title if source in BY_KEY else source)


def staff_words(told: str) -> str:
    """Return a source's title and column, "Your entry: E-mail", as staff read them."""
    title, colon, column = told.partition(": ")
    known = {BY_KEY[key].title: words for key, words in _FOR_STAFF.items()}
    return f"{known.get(title, title)}{colon}{column}"


def subject_of(work: Work, person_id: int, request_id: int) -> Subject:
    """Gather everything that names a person at the site, for searching and for telling their data apart."""
    require(work, Permission.PREPARE_REQUESTS)
    found = work.session.scalars(select(PersonRecord).where(PersonRecord.person_id == person_id)).all()
    shared = _shared(work, person_id, {one.email_key for one in found} - {""})
    alone = [one for one in found if one.email_key not in shared]
    written = {one.email.strip() for one in alone} | {one.email_key for one in alone}
    ids = {one.external_id for one in found if one.source is File.PEOPLE}
    return Subject(
        person_id,
        request_id,
        names=frozenset(name_key(one.full_name) for one in found) - {""},
        addresses=frozenset(email_key(one.email) for one in found) - {""},
        phones=frozenset(one.phone for one in found) - {""},
        ids=tuple(sorted((ids | written) - {""})),
        shared=shared,
        spelled=_spelled(work, shared) if shared else shared,
    )


def _shared(work: Work, person_id: int, keys: set[str]) -> frozenset[str]:
    """Return those of these addresses that somebody else has on file too."""
    others = (PersonRecord.person_id != person_id, PersonRecord.email_key.in_(keys))
    return frozenset(work.session.scalars(select(PersonRecord.email_key).where(*others).distinct()))


def _spelled(work: Work, keys: frozenset[str]) -> frozenset[str]:
    """Return every author and recipient that is one of these addresses as they are compared (`email_key`).

    SQL's `lower` knows neither a blank at the end nor a letter beyond ASCII, and a posting stays out only
    if its address is known to be shared (C22).
    """
    columns = (Posting.author, Posting.recipient)
    written = (select(one).where(one.contains("@")).distinct() for one in columns)
    found = (name for query in written for name in work.session.scalars(query))
    return frozenset(name for name in found if email_key(name) in keys)
