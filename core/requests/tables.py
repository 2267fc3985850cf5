"""Access requests, the sources searched for them, and the letters that left."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    VERIFYING = "verifying"
    COLLECTING = "collecting"
    REVIEW = "review"
    RELEASED = "released"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AccessRequest(Base):
    """One request as it came, the three facts graded apart, and where it stands.

    `collected` is what the search found, frozen; `workbook` is made of it and of the settled leaks.
    `person_id` is who the officer confirmed; the answer goes to that person's address on file, never to
    an address of the message (C25). `message_identity` is a keyed fingerprint of what another copy of the
    message, in other bytes, would have in common with it.
    """

    __tablename__ = "access_request"

    id: Mapped[int] = kept(primary_key=True)
    kind: Mapped[str] = kept(String(20))
    state: Mapped[RequestState] = kept(one_of(RequestState), index=True)
    received_at: Mapped[datetime] = kept(Instant)
    due_at: Mapped[datetime] = kept(Instant, index=True)
    message_digest: Mapped[str] = kept(String(64), unique=True)
    message_identity: Mapped[str | None] = kept(String(64), unique=True, index=True)
    message: Mapped[bytes] = held("user.content.private", LargeBinary)
    from_name: Mapped[str] = held("user.name", String(255))
    from_address: Mapped[str] = held("user.contact.email", String(320))
    reply_to: Mapped[str] = held("user.contact.email", String(320), default="")
    subject: Mapped[str] = held("user.content.private", String(300))
    body: Mapped[str] = held("user.content.private", Text)
    findings: Mapped[list[str]] = kept(JSON)
    sender: Mapped[str] = kept(String(20))
    name_match: Mapped[str] = kept(String(20))
    address_match: Mapped[str] = kept(String(20))
    matched_person_id: Mapped[int | None] = kept(index=True)
    person_id: Mapped[int | None] = kept(index=True)
    confirmed_by: Mapped[int | None] = kept()
    confirmed_at: Mapped[datetime | None] = kept(Instant)
    confirmed_how: Mapped[str] = held("system.staff", Text, default="")
    refused_why: Mapped[str] = held("system.staff", Text, default="")
    reviewed_by: Mapped[int | None] = kept()
    reviewed_at: Mapped[datetime | None] = kept(Instant)
    collected: Mapped[dict[str, Any] | None] = held("user.account", JSON(none_as_null=True))
    workbook: Mapped[bytes | None] = held("user.account", LargeBinary)
    workbook_sha256: Mapped[str] = kept(String(64), default="")
    released_by: Mapped[int | None] = kept()
    released_at: Mapped[datetime | None] = kept(Instant)
    letter_id: Mapped[int | None] = kept()
    closed_at: Mapped[datetime | None] = kept(Instant)
    version: Mapped[int] = kept(default=1)


class SearchedSource(Base):
    """One place that was searched for a request and what was found there; a zero is kept too."""

    __tablename__ = "searched_source"

    request_id: Mapped[int] = kept(ForeignKey("access_request.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = kept(String(60), primary_key=True)
    place: Mapped[int] = kept()
    hits: Mapped[int] = kept()
    searched_at: Mapped[datetime] = kept(Instant)


class FoundLeak(Base):
    """Another person's data found in a cell of the answer: masked, or released with a reason (C22).

    `sheet` is the source's key, `row` counts its rows from 0, `start` and `end` count code points.
    """

    __tablename__ = "found_leak"

    id: Mapped[int] = kept(primary_key=True)
    request_id: Mapped[int] = kept(ForeignKey("access_request.id", ondelete="CASCADE"), index=True)
    sheet: Mapped[str] = kept(String(60))
    row: Mapped[int] = kept()
    column: Mapped[str] = kept(String(60))
    start: Mapped[int] = kept()
    end: Mapped[int] = kept()
    kind: Mapped[str] = kept(String(40))
    settled: Mapped[str] = kept(String(20), default="")
    reason: Mapped[str] = held("system.staff", Text, default="")
    settled_by: Mapped[int | None] = kept()
