"""What was done with the person's data: seen, disclosed, answered, refused at intake, logged."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, cast, column, false, func, or_, select, table, true

from core.audit.tables import AuditEntry
from core.audit.wording import action_words
from core.db.base import Instant
from core.db.unit_of_work import Work
from core.feed.rules import POSTINGS
from core.feed.tables import FeedItem
from core.mail.tables import Letter
from core.people.rules import email_key, name_key
from core.people.tables import Reveal
from core.postings.tables import Posting
from core.requests.content_sources import by_the_person
from core.requests.rules import MATCHING
from core.requests.source import Column, Row, Source, Subject, lines, moment
from core.requests.tables import AccessRequest
from core.shares.queries import disclosures_of
from core.staff.roles import Permission, require

PRIVATE = "user.content.private"
RAW = "raw"
"""The one key of a row whose columns were broken; its value is the line as it stood in the file."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:|\"]+@[^\s@<>()\[\],;:|\"]*[^\s@<>()\[\],;:|\".']")
_APART = re.compile(r"[,;:|\t\"<>()]+")

QUARANTINE = table(
    "quarantined_row",
    column("id"),
    column("at", Instant),
    column("kind", String),
    column("reason", String),
    column("clause", String),
    column("values", JSON),
)
"""Read by its name: intake stands above this room, and knows it, not the other way round."""


def reveals(work: Work, subject: Subject) -> Iterator[Row]:
    """Read when staff saw the person's values unmasked, and for what (C22)."""
    query = select(Reveal.at, Reveal.purpose).where(Reveal.person_id == subject.person_id)
    yield from map(tuple, work.session.execute(query.order_by(Reveal.id)))


def disclosures(work: Work, subject: Subject) -> Iterator[Row]:
    """Read which vendors received the person's data, when, what and for what (C14)."""
    for one in disclosures_of(work, subject.person_id):
        fields = ", ".join(one.fields)
        yield one.executed_at, one.vendor, one.purpose, one.agreement, fields, one.title, one.policy_version


def letters(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the letters the site wrote to the person."""
    query = select(Letter).where(Letter.person_id == subject.person_id).order_by(Letter.id)
    for one in work.session.scalars(query):
        yield one.written_at, one.to_address, one.subject, f"{one.about_kind} {one.about_id}"


def earlier_requests(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the person's other requests: those confirmed as theirs, and those whose name and address match."""
    matching = AccessRequest.name_match.in_(MATCHING) & AccessRequest.address_match.in_(MATCHING)
    theirs = or_(AccessRequest.person_id == subject.person_id, _unconfirmed(subject) & matching)
    query = select(AccessRequest).where(theirs, AccessRequest.id != subject.request_id)
    for one in work.session.scalars(query.order_by(AccessRequest.id)):
        yield one.id, one.received_at, one.kind, one.state.value, one.subject, one.body


def requests_not_theirs(work: Work, subject: Subject) -> int:
    """Count the requests that nobody confirmed and whose name or address is not the person's."""
    require(work, Permission.PREPARE_REQUESTS)
    matching = AccessRequest.name_match.in_(MATCHING) & AccessRequest.address_match.in_(MATCHING)
    query = select(func.count()).select_from(AccessRequest)
    where = (_unconfirmed(subject), ~matching, AccessRequest.id != subject.request_id)
    return work.session.scalar(query.where(*where)) or 0


def quarantined(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the rows that intake could not take and that hold one of the person's addresses."""
    for at, kind, reason, clause, values in _held_rows(work, subject):
        if _alone(values, subject):
            yield at, kind, reason, clause, lines(values)


def quarantined_ids(work: Work, subject: Subject) -> list[int]:
    """Return the ids of the rows that `quarantined` reads, for erasing what they hold (C26)."""
    rows = work.session.execute(select(QUARANTINE.c.id, QUARANTINE.c["values"]).where(_may_hold(subject)))
    held = ((one, values) for one, values in rows if _addresses_in(values) & subject.addresses)
    return [one for one, values in held if _alone(values, subject)]


def quarantined_at_shared_address(work: Work, subject: Subject) -> int:
    """Count the rows with an address that others have on file too, and without the person's name (C22)."""
    require(work, Permission.PREPARE_REQUESTS)
    return sum(not _alone(row[-1], subject) for row in _held_rows(work, subject))


def told_to_the_site(work: Work, subject: Subject) -> Iterator[Row]:
    """Read what the site was told to do about the person's records, postings and messages (C20, C26, C29)."""
    theirs = select(Posting.id).where(by_the_person(subject))
    of_postings = FeedItem.record.in_(POSTINGS) & FeedItem.record_id.in_(theirs)
    of_records = FeedItem.record.not_in(POSTINGS) & (FeedItem.person_id == subject.person_id)
    query = select(FeedItem).where(of_postings | of_records).order_by(FeedItem.position)
    for one in work.session.scalars(query):
        words = one.kind.value.replace("_", " ")
        yield one.at, words, one.record.value, one.external_id, one.address, lines(one.corrected or {})


def log_entries(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the log's entries about the person."""
    about = (AuditEntry.subject_kind == "person", AuditEntry.subject_id == subject.person_id)
    query = select(AuditEntry.position, AuditEntry.at, AuditEntry.action).where(*about)
    for position, at, action in work.session.execute(query.order_by(AuditEntry.position)):
        yield position, at, action_words(action)


def _unconfirmed(subject: Subject) -> ColumnElement[bool]:
    return AccessRequest.person_id.is_(None) & (AccessRequest.matched_person_id == subject.person_id)


def _may_hold(subject: Subject) -> Any:
    """Narrow the rows in SQL where that is exact: its `lower` folds plain letters only."""
    if not subject.addresses:
        return false()
    if not all(one.isascii() for one in subject.addresses):
        return true()
    text = func.lower(cast(QUARANTINE.c["values"], String))
    return or_(*(text.contains(json.dumps(one)[1:-1], autoescape=True) for one in subject.addresses))


def _held_rows(work: Work, subject: Subject) -> Iterator[Any]:
    columns = QUARANTINE.c
    query = select(columns.at, columns.kind, columns.reason, columns.clause, columns["values"])
    for row in work.session.execute(query.where(_may_hold(subject)).order_by(columns.id)):
        if _addresses_in(row[-1]) & subject.addresses:
            yield row


def _alone(values: dict[str, str], subject: Subject) -> bool:
    """Tell whether a row is the person's and nobody else's: by an address of theirs alone, or by name too."""
    if _addresses_in(values) & (subject.addresses - subject.shared):
        return True
    if set(values) == {RAW}:
        line = f" {name_key(_APART.sub(' ', values[RAW]))} "
        return any(f" {name} " in line for name in subject.names)
    return any(name_key(str(value)) in subject.names for value in values.values())


def _addresses_in(values: dict[str, str]) -> set[str]:
    """Return the whole values that may be an address; of a line with broken columns, the addresses in it.

    Inside a value that stands in its column an address is somebody's words, and says nothing of whose row
    it is.
    """
    if set(values) == {RAW}:
        return {email_key(one) for one in _ADDRESS.findall(values[RAW])}
    return {email_key(str(value)) for value in values.values()}


TRACE_SOURCES = (
    Source(
        "reveals",
        "Seen by staff",
        "When staff looked at your details, and for what.",
        (moment("At", "When it was."), Column("Purpose", "What for.")),
        reveals,
        ("reveal",),
    ),
    Source(
        "disclosures",
        "Given to vendors",
        "Which companies that work for the site received something on you.",
        (
            moment("At", "When it was given."),
            Column("Vendor", "To whom."),
            Column("Purpose", "What for; they may use it for nothing else."),
            Column("Agreement", "The agreement that binds them."),
            Column("Fields", "What was given."),
            Column("Share", "What the share is called at this desk.", free=True),
            Column("Policy version", "The privacy policy in force then."),
        ),
        disclosures,
        ("share_record",),
    ),
    Source(
        "letters",
        "Letters to you",
        "What the site wrote to you from this desk.",
        (
            moment("At", "When it was written."),
            Column("To", "The address it went to.", "user.contact.email"),
            Column("Subject", "Its subject.", PRIVATE, free=True),
            Column("About", "What it answers."),
        ),
        letters,
        ("letter",),
    ),
    Source(
        "requests",
        "Your other requests",
        "What you asked for before.",
        (
            Column("Request", "Its number at this desk."),
            moment("Received at", "When it came in."),
            Column("Kind", "What you asked for."),
            Column("State", "Where it stands."),
            Column("Subject", "Its subject as you wrote it.", PRIVATE, free=True),
            Column("Text", "Its text as you wrote it.", PRIVATE, free=True),
        ),
        earlier_requests,
        ("access_request",),
    ),
    Source(
        "quarantine",
        "Rows not taken in",
        "Rows of the site's files that hold your address and could not be taken in.",
        (
            moment("At", "When it was read."),
            Column("Kind", "What kind of file it came in."),
            Column("Reason", "Why it was not taken in."),
            Column("Clause", "The clause of the policy that asks for it."),
            Column("Values", "The whole row.", PRIVATE, free=True),
        ),
        quarantined,
        ("quarantined_row",),
    ),
    Source(
        "feed",
        "Told to the site",
        "What this desk told the site to do with your records and postings.",
        (
            moment("At", "When it was told."),
            Column("What", "What the site was to do."),
            Column("Kind", "Which kind of record it was about."),
            Column("Number", "The site's own number for that record.", "user.unique_id"),
            Column("Address", "Your address, where it was told with it.", "user.contact.email"),
            Column("Corrected", "What was corrected, until the site has it.", "user.contact"),
        ),
        told_to_the_site,
        ("feed_item",),
    ),
    Source(
        "log",
        "Log entries",
        "What the desk's log notes about you; it holds no names or addresses.",
        (
            Column("Entry", "Its place in the log."),
            moment("At", "When it was written."),
            Column("Action", "What was done."),
        ),
        log_entries,
        (),
    ),
)
