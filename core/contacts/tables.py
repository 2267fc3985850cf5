"""Contact records and their answers. Who wrote stands in a person record of that origin."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class ContactKind(StrEnum):
    """Why someone wrote (C16); also the origin of what they gave."""

    PROBLEM = "problem"
    COMMENT = "comment"
    REQUEST = "request"


class ContactState(StrEnum):
    """Where a contact record stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Contact(Base):
    """One thing that someone wrote to the site."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_queue", "state", "received_at", "id"),)

    id: Mapped[int] = kept(primary_key=True)
    external_id: Mapped[str] = held("user.unique_id", String(255), unique=True)
    kind: Mapped[ContactKind] = kept(one_of(ContactKind), index=True)
    state: Mapped[ContactState] = kept(one_of(ContactState))
    person_id: Mapped[int] = kept(ForeignKey("person.id"), index=True)
    record_id: Mapped[int] = kept(ForeignKey("person_record.id"), index=True)
    subject: Mapped[str] = held("user.content.private", String(998))  # RFC 5322 §2.1.1: a mail's longest line
    body: Mapped[str] = held("user.content.private", Text)
    received_at: Mapped[datetime] = kept(Instant, index=True)
    closed_at: Mapped[datetime | None] = kept(Instant)
    digest: Mapped[str] = kept(String(64))
    version: Mapped[int] = kept(default=1)


class Answer(Base):
    """What the site answered, as written, and the letter it left in."""

    __tablename__ = "contact_answer"

    id: Mapped[int] = kept(primary_key=True)
    contact_id: Mapped[int] = kept(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    by: Mapped[int] = kept()
    at: Mapped[datetime] = kept(Instant)
    text: Mapped[str] = held("user.content.private", Text)
    letter_id: Mapped[int | None] = kept()
