"""The register of vendors and agreements, and shares from proposal to the file that left."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class ShareState(StrEnum):
    """Where a share stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    EXECUTED = "executed"
    DELIVERED = "delivered"
    ATTESTED = "attested"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class Vendor(Base):
    """A company on the register. `kind` is a recipient kind of the policy."""

    __tablename__ = "vendor"

    id: Mapped[int] = kept(primary_key=True)
    name: Mapped[str] = kept(String(200), unique=True)
    kind: Mapped[str] = kept(String(40))
    country: Mapped[str] = kept(String(80), default="")
    contact: Mapped[str] = held("system.vendor", String(320), default="")
    added_at: Mapped[datetime] = kept(Instant)


class Agreement(Base):
    """What a vendor agreed to: the services, when it holds, and how soon data is returned or destroyed."""

    __tablename__ = "agreement"

    id: Mapped[int] = kept(primary_key=True)
    vendor_id: Mapped[int] = kept(ForeignKey("vendor.id"), index=True)
    reference: Mapped[str] = kept(String(80), unique=True)
    services: Mapped[list[str]] = kept(JSON)
    purposes: Mapped[list[str]] = kept(JSON)
    signed_on: Mapped[date] = kept()
    ends_on: Mapped[date | None] = kept()
    return_days: Mapped[int] = kept()
    onward_sharing: Mapped[bool] = kept(default=False)


class Share(Base):
    """One share: vendor, agreement, service, purpose, fields, selection; then who did what to it."""

    __tablename__ = "share"

    id: Mapped[int] = kept(primary_key=True)
    title: Mapped[str] = kept(String(200))
    vendor_id: Mapped[int] = kept(ForeignKey("vendor.id"), index=True)
    agreement_id: Mapped[int] = kept(ForeignKey("agreement.id"))
    service: Mapped[str] = kept(String(60))
    purpose: Mapped[str] = kept(String(40))
    fields: Mapped[list[str]] = kept(JSON)
    required: Mapped[list[str]] = kept(JSON)
    selection: Mapped[dict[str, Any]] = kept(JSON)
    case_id: Mapped[int | None] = kept()
    why: Mapped[str] = held("system.staff", Text, default="")
    state: Mapped[ShareState] = kept(one_of(ShareState), index=True)
    proposed_by: Mapped[int] = kept()
    proposed_at: Mapped[datetime] = kept(Instant)
    submitted_by: Mapped[int | None] = kept()
    submitted_at: Mapped[datetime | None] = kept(Instant)
    decided_by: Mapped[int | None] = kept()
    decided_at: Mapped[datetime | None] = kept(Instant)
    expires_at: Mapped[datetime | None] = kept(Instant)
    judged_at: Mapped[datetime] = kept(Instant)
    policy_version: Mapped[str] = kept(String(80), default="")
    frozen_digest: Mapped[str] = kept(String(64), default="")
    selected: Mapped[int] = kept(default=0)
    verdicts: Mapped[list[dict[str, Any]]] = kept(JSON)
    records: Mapped[int] = kept(default=0)
    excluded: Mapped[list[dict[str, Any]]] = kept(JSON)
    executed_by: Mapped[int | None] = kept()
    executed_at: Mapped[datetime | None] = kept(Instant)
    file_name: Mapped[str] = kept(String(255), default="")
    file_sha256: Mapped[str] = kept(String(64), default="")
    manifest: Mapped[bytes | None] = kept(LargeBinary)
    return_due: Mapped[datetime | None] = kept(Instant)
    version: Mapped[int] = kept(default=1)


class ShareStep(Base):
    """Who moved a share to which state, when, and what they noted."""

    __tablename__ = "share_step"

    id: Mapped[int] = kept(primary_key=True)
    share_id: Mapped[int] = kept(ForeignKey("share.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = kept(Instant)
    staff_id: Mapped[int] = kept()
    state: Mapped[ShareState] = kept(one_of(ShareState))
    note: Mapped[str] = held("system.staff", Text, default="")


class ShareRecord(Base):
    """One record of a share: as frozen at approval, and what became of it at execution.

    `approved_set` is the set of the share's fields that may go, `field_set` of those that went: bit n stands
    for the n-th of `Share.fields`.
    """

    __tablename__ = "share_record"

    share_id: Mapped[int] = kept(ForeignKey("share.id", ondelete="CASCADE"), primary_key=True)
    record_id: Mapped[int] = kept(primary_key=True)
    person_id: Mapped[int] = kept(index=True)
    approved_set: Mapped[int] = kept(default=0)
    field_set: Mapped[int] = kept()
    released: Mapped[bool | None] = kept()
    reason: Mapped[str] = kept(String(80), default="")
