"""Rows that may be another person's, as they name only an address that others have too (C22, C25)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, or_, select

from core.db.unit_of_work import WriteWork
from core.postings.tables import Kind, MessageOpening, Posting
from core.requests.collected import Residue
from core.requests.content_sources import at_shared_address, to_shared_address
from core.requests.source import Subject
from core.requests.trace_sources import quarantined_at_shared_address, requests_not_theirs
from core.staff.roles import Permission, require

UNCONFIRMED = "Nobody confirmed that this person sent it, and its name or address is not theirs."
SHARED = "It names only an e-mail address that other people have on file too, so it may be theirs."


def left_out(work: WriteWork, subject: Subject) -> tuple[Residue, ...]:
    """Count by source the rows that stay out because they may be another person's."""
    require(work, Permission.PREPARE_REQUESTS)
    found = [*_at_shared_addresses(work, subject)] if subject.shared else []
    if unconfirmed := requests_not_theirs(work, subject):
        found.append(Residue("requests", "Your other requests", unconfirmed, UNCONFIRMED))
    return tuple(found)


def _at_shared_addresses(work: WriteWork, subject: Subject) -> Iterator[Residue]:
    theirs, received = at_shared_address(subject), to_shared_address(subject)
    counts = {
        ("postings", "Postings"): _postings(work, (Posting.kind == Kind.POSTING) & theirs),
        ("messages_sent", "Messages you sent"): _postings(work, (Posting.kind == Kind.MESSAGE) & theirs),
        ("messages_received", "Messages to you"): _postings(work, received),
        ("openings", "Messages opened by staff"): _openings(work, or_(theirs, received)),
        ("quarantine", "Rows not taken in"): quarantined_at_shared_address(work, subject),
    }
    for (source, title), count in counts.items():
        if count:
            yield Residue(source, title, count, SHARED)


def _postings(work: WriteWork, where: ColumnElement[bool]) -> int:
    return work.session.scalar(select(func.count()).select_from(Posting).where(where)) or 0


def _openings(work: WriteWork, where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(MessageOpening)
    return work.session.scalar(query.join(Posting, Posting.id == MessageOpening.posting_id).where(where)) or 0
