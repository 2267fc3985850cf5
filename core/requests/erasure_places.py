"""Every place that holds something of a person, and what erasing does there (C26).

A row goes, or what is personal in it does: where the row itself is the desk's account of its own work, its
numbers, states and dates stay and say nothing of anybody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, and_, column, false, or_, select, table
from sqlalchemy import Table as Rows
from sqlalchemy.sql.expression import TableClause

from core.contacts.tables import Answer, Contact
from core.contests.tables import Entry
from core.db.base import Instant
from core.mail.tables import Letter
from core.people.tables import OptOut, Person, PersonRecord, Reveal
from core.postings.tables import Decision, Kind, MessageOpening, Posting, PostingHit, PostingText
from core.requests.content_sources import by_the_person
from core.requests.rules import MATCHING
from core.requests.source import Subject
from core.requests.tables import AccessRequest, FoundLeak
from core.shares.tables import ShareRecord

ERASED = "erased"
QUARANTINE = table(
    "quarantined_row",
    column("id"),
    column("values", JSON),
    column("settled_at", Instant),
    column("outcome", String),
)
"""Named, not known: intake stands above this room."""


@dataclass(frozen=True)
class Place:
    """Rows of one table. Without `emptied` they are deleted, else these values take the place of theirs."""

    key: str
    title: str
    rows: Rows | TableClause
    where: ColumnElement[bool]
    emptied: Mapping[str, Any] | None = None


KEPT: Mapping[str, str] = {
    "audit_entry": "The log holds keyed fingerprints and sealed values; their key is destroyed (C22).",
    "share_record": "That a vendor received a record is accounted for by its number alone (C14).",
    "searched_source": "How many rows a search found, and nothing of them (C25).",
    "feed_item": "The site is told to erase by its own number, which goes once it has (C26).",
    "opted_out_address": "A keyed fingerprint of an address that opted out, so that it stays out (C20).",
    "stated_child": "A keyed fingerprint, so that a child stays out (C24).",
}
"""What stays, by table, and why."""
SYSTEM = frozenset({"staff_account", "vendor", "share", "share_step"})
"""Tables that hold only staff's and vendors' own data."""


def places_of(subject: Subject, quarantined: Collection[int]) -> tuple[Place, ...]:
    """Return the places of a person, in an order in which they can be emptied; rows in quarantine by id."""
    whose = subject.person_id
    postings = select(Posting.id).where(by_the_person(subject))
    contacts = select(Contact.id).where(Contact.person_id == whose)
    cases = select(AccessRequest.id).where(_theirs(subject))
    return (
        _gone("hits", "Rules that struck", PostingHit, PostingHit.posting_id.in_(postings)),
        _gone("decisions", "Decisions on postings", Decision, Decision.posting_id.in_(postings)),
        _gone("openings", "Openings of messages", MessageOpening, MessageOpening.posting_id.in_(postings)),
        _gone("texts", "Texts of postings and messages", PostingText, PostingText.posting_id.in_(postings)),
        _gone("postings", "Postings and messages", Posting, by_the_person(subject)),
        _kept("received", "Messages to them", Posting, _to_them(subject), {"recipient": ""}),
        _kept("links", "Links to postings of others", Posting, _linked(subject), {"person_id": None}),
        _gone("answers", "Answers", Answer, Answer.contact_id.in_(contacts)),
        _gone("contacts", "Problems, comments, requests", Contact, Contact.person_id == whose),
        _gone("entries", "Contest entries", Entry, Entry.person_id == whose),
        _gone("shares", "Records frozen for shares", ShareRecord, _not_gone_out(whose)),
        _kept("letters", "Letters to them", Letter, Letter.person_id == whose, _LETTER),
        _gone("leaks", "Findings in their answers", FoundLeak, FoundLeak.request_id.in_(cases)),
        _kept("requests", "Their requests", AccessRequest, _theirs(subject), _REQUEST),
        Place("quarantine", "Rows not taken in", QUARANTINE, _ids(quarantined), {"values": {}}),
        _gone("reveals", "Looks at their values", Reveal, Reveal.person_id == whose),
        _gone("choices", "Opt-outs and choices", OptOut, OptOut.person_id == whose),
        _gone("records", "Records on file", PersonRecord, PersonRecord.person_id == whose),
        _kept("person", "Entry on file", Person, and_(Person.id == whose, _not_empty()), _PERSON),
    )


_PERSON: Mapping[str, Any] = {"shown_record_id": None, "under_13": False, "opted_out_at": None}
"""The row stays as a number that stands for nobody, so that it is never given to somebody else."""
_LETTER: Mapping[str, Any] = {"to_address": "", "subject": "", "raw": b"", "file_name": ERASED}
_REQUEST: Mapping[str, Any] = {
    "message": b"",
    "from_name": "",
    "from_address": "",
    "reply_to": "",
    "subject": "",
    "body": "",
    "findings": [],
    "confirmed_how": "",
    "refused_why": "",
    "collected": None,
    "workbook": None,
}


def _gone(key: str, title: str, model: Any, where: ColumnElement[bool]) -> Place:
    return Place(key, title, model.__table__, where)


def _kept(key: str, title: str, model: Any, where: ColumnElement[bool], emptied: Mapping[str, Any]) -> Place:
    return Place(key, title, model.__table__, where, emptied)


def _to_them(subject: Subject) -> ColumnElement[bool]:
    """Say in SQL that another person wrote to them: the words stay, for whom they were goes."""
    return and_(Posting.kind == Kind.MESSAGE, Posting.recipient.in_(subject.ids))


def _linked(subject: Subject) -> ColumnElement[bool]:
    return Posting.person_id == subject.person_id


def _not_gone_out(person_id: int) -> ColumnElement[bool]:
    return and_(ShareRecord.person_id == person_id, ShareRecord.released.is_(None))


def _not_empty() -> ColumnElement[bool]:
    return Person.shown_record_id.is_not(None)


def _theirs(subject: Subject) -> ColumnElement[bool]:
    """Say in SQL that a request is the person's: confirmed, or nobody's yet and matching name and address."""
    matching = AccessRequest.name_match.in_(MATCHING) & AccessRequest.address_match.in_(MATCHING)
    unconfirmed = AccessRequest.person_id.is_(None)
    seems = unconfirmed & (AccessRequest.matched_person_id == subject.person_id) & matching
    return or_(AccessRequest.person_id == subject.person_id, seems)


def _ids(ids: Collection[int]) -> ColumnElement[bool]:
    return QUARANTINE.c.id.in_(list(ids)) if ids else false()
