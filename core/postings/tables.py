"""Postings and messages: a narrow table for lists, the texts in their own, hits and decisions beside."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnClause, ForeignKey, Index, String, Text, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of

IS_ADDRESS: ColumnClause[str] = literal_column("'%@%'", String)
"""What an author or recipient is like whom the site calls by an address; few are, and these have an index."""


def _address_index(column: str) -> Index:
    """Index the addresses in a column: to look through these few is quick, in any case."""
    which = text(f"{column} LIKE '%@%'")
    name = f"ix_posting_{column}_address"
    return Index(name, column, sqlite_where=which, postgresql_where=which)


class Kind(StrEnum):
    """What was sent: for all to see, or to one person."""

    POSTING = "posting"
    MESSAGE = "message"


class State(StrEnum):
    """Where a posting stands."""

    NEW = "new"
    APPROVED = "approved"
    REMOVED = "removed"
    ESCALATED = "escalated"
    SNOOZED = "snoozed"


class Verdict(StrEnum):
    """What a moderator decides."""

    APPROVE = "approve"
    REMOVE = "remove"
    ESCALATE = "escalate"


class Posting(Base):
    """What lists show and sort by. `id` is in order of arrival.

    A message has no title here: lists show none of what was written to one person (C23). `run_id` and
    `row_number` say where the words came from: the run of intake and the row of its file.
    """

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("kind", "external_id"),
        Index("ix_posting_queue", "state", "risk", "id"),
        Index("ix_posting_risk", "risk", "id"),
        Index("ix_posting_state", "state", "id"),
        Index("ix_posting_title", "title", "id"),
        Index("ix_posting_received", "received_at", "id"),
        Index("ix_posting_category", "category", "id"),
        _address_index("author"),
        _address_index("recipient"),
        {"sqlite_autoincrement": True},  # the id of an erased posting never comes back
    )

    id: Mapped[int] = kept(primary_key=True)
    kind: Mapped[Kind] = kept(one_of(Kind))
    external_id: Mapped[str] = held("user.unique_id", String(255))
    state: Mapped[State] = kept(one_of(State))
    risk: Mapped[int] = kept()
    title: Mapped[str] = held("user.content.public", String(300))
    category: Mapped[str] = held("user.content.public", String(120), default="")
    author: Mapped[str] = held("user.unique_id", String(255), default="", index=True)
    recipient: Mapped[str] = held("user.unique_id", String(255), default="")
    person_id: Mapped[int | None] = kept(index=True)
    posted_at: Mapped[datetime | None] = held("user.content.public", Instant)
    received_at: Mapped[datetime] = kept(Instant)
    edited_at: Mapped[datetime | None] = kept(Instant)
    decided_at: Mapped[datetime | None] = kept(Instant, index=True)
    decided_by: Mapped[int | None] = kept()
    reason: Mapped[str] = kept(String(40), default="")
    screened_with: Mapped[str] = kept(String(80), default="")
    digest: Mapped[str] = kept(String(64))
    run_id: Mapped[int] = kept(default=0)
    row_number: Mapped[int] = kept(default=0)
    version: Mapped[int] = kept(default=1)


class PostingText(Base):
    """A posting's texts as they came, to the byte; `field` is title, body, or the source's own heading."""

    __tablename__ = "posting_text"

    posting_id: Mapped[int] = kept(ForeignKey("posting.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = kept(String(120), primary_key=True)
    place: Mapped[int] = kept()
    text: Mapped[str] = held("user.content.private", Text)


class PostingHit(Base):
    """Where a rule struck: offsets count code points of the raw text."""

    __tablename__ = "posting_hit"

    id: Mapped[int] = kept(primary_key=True)
    posting_id: Mapped[int] = kept(ForeignKey("posting.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = kept(String(80))
    field: Mapped[str] = kept(String(120))
    start: Mapped[int] = kept()
    end: Mapped[int] = kept()
    weight: Mapped[int] = kept()
    reason: Mapped[str] = kept(String(40))
    clause: Mapped[str] = kept(String(8))


class Decision(Base):
    """One decision and, if it was taken back, when and by whom. `text_digest` is of the text as seen."""

    __tablename__ = "posting_decision"

    id: Mapped[int] = kept(primary_key=True)
    posting_id: Mapped[int] = kept(ForeignKey("posting.id", ondelete="CASCADE"), index=True)
    batch: Mapped[str] = kept(String(32), index=True)
    verdict: Mapped[Verdict] = kept(one_of(Verdict))
    reason: Mapped[str] = kept(String(40), default="")
    note: Mapped[str] = held("system.staff", Text, default="")
    before: Mapped[State] = kept(one_of(State))
    before_reason: Mapped[str] = kept(String(40), default="")
    before_decided_at: Mapped[datetime | None] = kept(Instant)
    before_decided_by: Mapped[int | None] = kept()
    by: Mapped[int] = kept()
    at: Mapped[datetime] = kept(Instant, index=True)
    text_digest: Mapped[str] = kept(String(64))
    undone_at: Mapped[datetime | None] = kept(Instant)
    undone_by: Mapped[int | None] = kept()


class MessageOpening(Base):
    """That a staff member opened a private message, and why (C23)."""

    __tablename__ = "message_opening"

    id: Mapped[int] = kept(primary_key=True)
    posting_id: Mapped[int] = kept(ForeignKey("posting.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = kept(index=True)
    at: Mapped[datetime] = kept(Instant)
    reason: Mapped[str] = held("system.staff", Text)
