"""Every source that an access request searches, in the order of the workbook; a new room adds a line."""

from collections.abc import Mapping

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.rules import email_key, name_key
from core.people.tables import PersonRecord
from core.people.tables import Source as File
from core.requests.content_sources import CONTENT_SOURCES
from core.requests.person_sources import PERSON_SOURCES
from core.requests.source import Source, Subject
from core.requests.trace_sources import TRACE_SOURCES

SOURCES: tuple[Source, ...] = (
    *PERSON_SOURCES,
    *CONTENT_SOURCES,
    *TRACE_SOURCES,
)
BY_KEY: Mapping[str, Source] = {one.key: one for one in SOURCES}


def subject_of(work: Work, person_id: int, request_id: int) -> Subject:
    """Gather everything that names a person at the site, for searching and for telling their data apart."""
    found = work.session.scalars(select(PersonRecord).where(PersonRecord.person_id == person_id)).all()
    written = {one.email.strip() for one in found} | {one.email_key for one in found}
    ids = {one.external_id for one in found if one.source is File.PEOPLE}
    return Subject(
        person_id,
        request_id,
        names=frozenset(name_key(one.full_name) for one in found) - {""},
        addresses=frozenset(email_key(one.email) for one in found) - {""},
        phones=frozenset(digits(one.phone) for one in found) - {""},
        ids=tuple(sorted((ids | written) - {""})),
    )


def digits(phone: str) -> str:
    """Return a number as it is compared: its digits alone."""
    return "".join(one for one in phone if one.isdigit())
