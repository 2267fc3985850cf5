"""Rows of the desk's own records as an export shows them: shares, and entries of the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.desk import system_clock
from core.shares.queries import shares
from core.shares.rules import standing
from core.shares.tables import Share, ShareState, Vendor
from core.staff.accounts import staff_names
from core.staff.roles import Permission, needs


@dataclass(frozen=True)
class ShareLine:
    """One share."""

    id: int
    title: str
    vendor: str
    state: ShareState
    purpose: str
    service: str
    records: int
    proposed_at: datetime
    decided_at: datetime | None
    executed_at: datetime | None
    return_due: datetime | None
    file_sha256: str


@dataclass(frozen=True)
class LogLine:
    """One entry of the log; `facts` is its canonical JSON, which holds no personal data."""

    position: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: str
    leaf: str


def share_lines(work: Work, ids: Sequence[int]) -> list[ShareLine]:
    """Read shares by id, in that order."""
    columns = [
        Vendor.name if one == "vendor" else getattr(Share, one) for one in ShareLine.__dataclass_fields__
    ]
    query = select(*columns).join(Vendor, Vendor.id == Share.vendor_id).where(Share.id.in_(ids))
    rows = work.session.execute(query.add_columns(Share.expires_at)).all()
    found = {row[0]: _as_it_stands(ShareLine(*row[:-1]), row[-1], work.now) for row in rows}
    return [found[one] for one in ids if one in found]


def log_lines(work: Work, ids: Sequence[int]) -> list[LogLine]:
    """Read entries of the log by position, in that order; staff by the name of their account."""
    names = staff_names(work) | {0: "Remit"}
    query = select(AuditEntry).where(AuditEntry.position.in_(ids))
    found = {one.position: one for one in work.session.scalars(query)}
    return [_log_line(found[one], names) for one in ids if one in found]


def shares_listing(state: str = "", text: str = "", now: datetime | None = None) -> Listing[int]:
    """List the ids of shares, newest first; an approval whose time is over counts as expired."""
    listing = shares(now or system_clock(), text, state, sort="id")
    return _ids(Permission.SHARES, listing.select_ids, Share.id)


def log_listing(text: str = "") -> Listing[int]:
    """List the positions of entries, in order; `text` is a part of the action."""
    ids = select(AuditEntry.position).order_by(AuditEntry.position)
    narrowed = ids.where(AuditEntry.action.contains(text, autoescape=True)) if text else ids
    return _ids(Permission.READ_LOG, narrowed, AuditEntry.position)


def _as_it_stands(line: ShareLine, expires_at: datetime | None, now: datetime) -> ShareLine:
    return replace(line, state=standing(line.state, expires_at, now))


def _ids(permission: Permission, ids: object, key: object) -> Listing[int]:
    return Listing(needs(permission), ids, select(key), key, int)  # type: ignore[call-overload, arg-type]  # one column both times


def _log_line(entry: AuditEntry, names: dict[int, str]) -> LogLine:
    subject = f"{entry.subject_kind} {entry.subject_id}" if entry.subject_id else entry.subject_kind
    return LogLine(
        position=entry.position,
        at=entry.at,
        actor=names.get(entry.actor_id, f"staff {entry.actor_id}"),
        action=entry.action,
        subject=subject,
        facts=entry.body.decode(),
        leaf=entry.leaf_hash.hex(),
    )
