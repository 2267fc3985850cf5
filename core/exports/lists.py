"""The lists that can be exported: the columns of the screen, each with the category of its stored column."""

from collections.abc import Callable, Mapping
from typing import Any

from core.audit.tables import AuditEntry
from core.contacts.tables import Contact
from core.contests.tables import Contest, Entry
from core.exports.facts import CONTACT_FACTS, ENTRY_FACTS, PEOPLE_FACTS, POSTING_FACTS, REQUEST_FACTS
from core.exports.shapes import ExportColumn, ExportList, ListKind, stored
from core.people.tables import Origin, Person, PersonRecord
from core.postings.tables import Posting
from core.requests.tables import AccessRequest
from core.shares.tables import Share, Vendor
from core.sheets.plan import Cell
from core.sheets.plan import Kind as CellKind
from core.staff.roles import Permission

NUMBER, MOMENT = CellKind.number, CellKind.moment


def _column(  # noqa: PLR0913 - two flags, each named where it is given
    title: str,
    column: Any,
    name: str,
    kind: CellKind = CellKind.text,
    *,
    masked: bool = False,
    public: bool = False,
) -> ExportColumn:
    return ExportColumn(title, stored(column), _reader(name), kind, column if masked else None, public)


def _reader(name: str) -> Callable[[Any], Cell]:
    def read(row: Any) -> Cell:
        value: Cell = getattr(row, name)
        return str(value) if isinstance(value, str) else value

    return read


POSTINGS = ExportList(
    ListKind.POSTINGS,
    "posting",
    "postings",
    (
        _column("Number", Posting.id, "id", NUMBER),
        _column("Kind", Posting.kind, "kind"),
        _column("Site's id", Posting.external_id, "external_id", public=True),
        _column("State", Posting.state, "state"),
        _column("Title", Posting.title, "title", public=True),
        _column("Category", Posting.category, "category", public=True),
        _column("Risk", Posting.risk, "risk", NUMBER),
        _column("Author", Posting.author, "author"),
        _column("Received", Posting.received_at, "received_at", MOMENT),
        _column("Reason", Posting.reason, "reason"),
    ),
    (Permission.POSTINGS, Permission.EXPORT_LISTS),
    POSTING_FACTS,
    (Origin.ENROLMENT.value,),
)
PEOPLE = ExportList(
    ListKind.PEOPLE,
    "person",
    "people",
    (
        _column("Number", Person.id, "id", NUMBER),
        _column("Name", PersonRecord.full_name, "name", masked=True),
        _column("E-mail", PersonRecord.email, "email", masked=True),
        _column("Origin", PersonRecord.origin, "origin"),
        _column("Country", PersonRecord.country, "country"),
        _column("Opted out", Person.opted_out_at, "opted_out_at", MOMENT),
        _column("Under 13", Person.under_13, "under_13"),
        _column("Collected", PersonRecord.collected_at, "collected_at", MOMENT),
    ),
    (Permission.PEOPLE, Permission.EXPORT_LISTS),
    PEOPLE_FACTS,
    tuple(one.value for one in Origin),
)
CONTACTS = ExportList(
    ListKind.CONTACTS,
    "contact record",
    "contact records",
    (
        _column("Number", Contact.id, "id", NUMBER),
        _column("Site's id", Contact.external_id, "external_id"),
        _column("Kind", Contact.kind, "kind"),
        _column("State", Contact.state, "state"),
        _column("Subject", Contact.subject, "subject"),
        _column("From", PersonRecord.full_name, "sender", masked=True),
        _column("Received", Contact.received_at, "received_at", MOMENT),
    ),
    (Permission.CONTACTS, Permission.EXPORT_LISTS),
    CONTACT_FACTS,
    (Origin.PROBLEM.value, Origin.COMMENT.value, Origin.REQUEST.value),
)
CONTESTS = ExportList(
    ListKind.CONTESTS,
    "entry",
    "entries",
    (
        _column("Number", Entry.id, "id", NUMBER),
        _column("Site's id", Entry.external_id, "external_id"),
        _column("Contest", Contest.name, "contest"),
        _column("Kind", Contest.kind, "kind"),
        _column("State", Entry.state, "state"),
        _column("Entrant", PersonRecord.full_name, "entrant", masked=True),
        _column("Opted out", Person.opted_out_at, "opted_out"),
        _column("Entered", Entry.entered_at, "entered_at", MOMENT),
    ),
    (Permission.CONTESTS, Permission.EXPORT_LISTS),
    ENTRY_FACTS,
    (Origin.CONTEST.value, Origin.SPECIAL_OFFER.value, Origin.SURVEY.value),
)
REQUESTS = ExportList(
    ListKind.REQUESTS,
    "access request",
    "access requests",
    (
        _column("Number", AccessRequest.id, "id", NUMBER),
        _column("State", AccessRequest.state, "state"),
        _column("Kind", AccessRequest.kind, "kind"),
        _column("Who", AccessRequest.from_name, "who", masked=True),
        _column("Received", AccessRequest.received_at, "received_at", MOMENT),
        _column("Due", AccessRequest.due_at, "due_at", MOMENT),
        _column("Name", AccessRequest.name_match, "name_match"),
        _column("Address", AccessRequest.address_match, "address_match"),
        _column("Sender", AccessRequest.sender, "sender"),
    ),
    (Permission.PREPARE_REQUESTS, Permission.EXPORT_LISTS),
    REQUEST_FACTS,
    (Origin.REQUEST.value,),
    frozenset({"access", "correction"}),
)
SHARES = ExportList(
    ListKind.SHARES,
    "vendor share",
    "vendor shares",
    (
        _column("Number", Share.id, "id", NUMBER),
        _column("Title", Share.title, "title"),
        _column("Vendor", Vendor.name, "vendor"),
        _column("State", Share.state, "state"),
        _column("Purpose", Share.purpose, "purpose"),
        _column("Service", Share.service, "service"),
        _column("Records", Share.records, "records", NUMBER),
        _column("Proposed", Share.proposed_at, "proposed_at", MOMENT),
        _column("Decided", Share.decided_at, "decided_at", MOMENT),
        _column("Executed", Share.executed_at, "executed_at", MOMENT),
        _column("Return due", Share.return_due, "return_due", MOMENT),
        _column("File's SHA-256", Share.file_sha256, "file_sha256"),
    ),
    (Permission.SHARES, Permission.EXPORT_LISTS),
)
AUDIT = ExportList(
    ListKind.AUDIT,
    "log entry",
    "log entries",
    (
        _column("Entry", AuditEntry.position, "position", NUMBER),
        _column("At", AuditEntry.at, "at", MOMENT),
        _column("Who", AuditEntry.actor_id, "actor"),
        _column("What", AuditEntry.action, "action"),
        _column("Subject", AuditEntry.subject_id, "subject"),
        _column("As written", AuditEntry.body, "facts"),
        _column("Leaf hash", AuditEntry.leaf_hash, "leaf"),
    ),
    (Permission.AUDIT, Permission.EXPORT_LOG),
)
LISTS: Mapping[ListKind, ExportList] = {
    one.kind: one for one in (POSTINGS, PEOPLE, CONTACTS, CONTESTS, SHARES, REQUESTS, AUDIT)
}
