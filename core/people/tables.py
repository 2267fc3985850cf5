"""People on file. What was collected, and by which instance of collection, is one record (C01, C13)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class Origin(StrEnum):
    """The instances in which contact data may be collected (C13)."""

    ENROLMENT = "enrolment"
    PROBLEM = "problem"
    COMMENT = "comment"
    REQUEST = "request"
    CONTEST = "contest"
    SPECIAL_OFFER = "special_offer"
    SURVEY = "survey"


class Source(StrEnum):
    """Which of the site's files a record came with."""

    PEOPLE = "people"
    CONTACTS = "contacts"
    CONTESTS = "contests"


class Person(Base):
    """A data subject. `shown_record_id` is the record whose name the lists show."""

    __tablename__ = "person"

    id: Mapped[int] = kept(primary_key=True)
    shown_record_id: Mapped[int | None] = kept(index=True)
    under_13: Mapped[bool] = held("user.demographic.age_range", default=False)
    opted_out_at: Mapped[datetime | None] = held("user.preferences", Instant, index=True)
    created_at: Mapped[datetime] = kept(Instant)
    version: Mapped[int] = kept(default=1)


class PersonRecord(Base):
    """What one instance of collection gave: every value here carries this origin and policy version (C01).

    `choices` are those made at collection, as given. `digest` tells whether a later row is new content;
    `run_id` and `row_number` say where the values came from: the run of intake and the row of its file.
    """

    __tablename__ = "person_record"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_person_record_name_key", "name_key"),
        # What a use is judged by, so that counting a million records reads no values (C14).
        Index("ix_person_record_judged_by", "origin", "policy_version", "person_id"),
    )

    id: Mapped[int] = kept(primary_key=True)
    person_id: Mapped[int] = kept(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    source: Mapped[Source] = kept(one_of(Source))
    external_id: Mapped[str] = held("user.unique_id", String(255))
    origin: Mapped[Origin] = kept(one_of(Origin))
    collected_at: Mapped[datetime | None] = held("user.account.collection", Instant)
    policy_version: Mapped[str] = kept(String(80))
    choices: Mapped[dict[str, str]] = held("user.preferences", JSON)
    full_name: Mapped[str] = held("user.name", String(255))
    name_key: Mapped[str] = held("user.name", String(255))
    email: Mapped[str] = held("user.contact.email", String(320))
    email_key: Mapped[str] = held("user.contact.email", String(320), index=True)
    phone: Mapped[str] = held("user.contact.phone_number", String(80), default="")
    company: Mapped[str] = held("user.contact.organization", String(255), default="")
    country: Mapped[str] = held("user.contact.address.country", String(80), default="")
    role: Mapped[str] = held("user.account", String(40), default="")
    birth_date: Mapped[date | None] = held("user.demographic.date_of_birth")
    stated_age: Mapped[int | None] = held("user.demographic.age_range")
    extra: Mapped[dict[str, str]] = held("user.account", JSON)
    digest: Mapped[str] = kept(String(64))
    run_id: Mapped[int] = kept(default=0)
    row_number: Mapped[int] = kept(default=0)
    version: Mapped[int] = kept(default=1)


class OptOut(Base):
    """That a person opted out of promotion, or took it back, and how the site heard of it (C20).

    `reason` is the code of why it was taken back.
    """

    __tablename__ = "opt_out"

    id: Mapped[int] = kept(primary_key=True)
    person_id: Mapped[int] = kept(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = held("user.preferences", Instant)
    opted_out: Mapped[bool] = held("user.preferences")
    heard_through: Mapped[str] = kept(String(40))
    reason: Mapped[str] = kept(String(40), default="")
    staff_id: Mapped[int] = kept()


class OptedOutAddress(Base):
    """That an address opted out which nobody who did has on file; `digest` is a keyed fingerprint of it."""

    __tablename__ = "opted_out_address"

    digest: Mapped[str] = kept(String(64), primary_key=True)
    at: Mapped[datetime] = kept(Instant)


class StatedChild(Base):
    """That a row stated somebody not on file to be under 13; `digest` is a keyed fingerprint (C24)."""

    __tablename__ = "stated_child"

    digest: Mapped[str] = kept(String(64), primary_key=True)
    at: Mapped[datetime] = kept(Instant)


class Reveal(Base):
    """That a staff member saw a person's values unmasked, and for which purpose (C22)."""

    __tablename__ = "reveal"

    id: Mapped[int] = kept(primary_key=True)
    person_id: Mapped[int] = kept(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = kept()
    at: Mapped[datetime] = kept(Instant)
    purpose: Mapped[str] = kept(String(40))
    reason: Mapped[str] = held("system.staff", Text, default="")
