"""Contests, surveys and special offers, and their entries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class ContestKind(StrEnum):
    """What people took part in; also the origin of what they gave (C19)."""

    CONTEST = "contest"
    SPECIAL_OFFER = "special_offer"
    SURVEY = "survey"


class EntryState(StrEnum):
    """Where an entry stands."""

    ENTERED = "entered"
    WINNER = "winner"
    NOTIFIED = "notified"


class Contest(Base):
    """One promotion that people may enter."""

    __tablename__ = "contest"

    id: Mapped[int] = kept(primary_key=True)
    name: Mapped[str] = kept(String(200), unique=True)
    kind: Mapped[ContestKind] = kept(one_of(ContestKind))
    first_entry_at: Mapped[datetime | None] = kept(Instant)
    last_entry_at: Mapped[datetime | None] = kept(Instant)


class Entry(Base):
    """One person's entry. Demographic answers are their own category (C19)."""

    __tablename__ = "contest_entry"

    id: Mapped[int] = kept(primary_key=True)
    external_id: Mapped[str] = held("user.unique_id", String(255), unique=True)
    contest_id: Mapped[int] = kept(ForeignKey("contest.id"), index=True)
    person_id: Mapped[int] = kept(ForeignKey("person.id"), index=True)
    record_id: Mapped[int] = kept(ForeignKey("person_record.id"), index=True)
    state: Mapped[EntryState] = kept(one_of(EntryState))
    answer: Mapped[str] = held("user.content.private", Text, default="")
    demographics: Mapped[dict[str, str]] = held("user.demographic", JSON)
    entered_at: Mapped[datetime] = held("user.account.collection", Instant, index=True)
    digest: Mapped[str] = kept(String(64))
    version: Mapped[int] = kept(default=1)
