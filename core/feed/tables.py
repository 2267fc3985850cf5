"""What the site is told to do, a row each, and how far it has said that it did it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class FeedKind(StrEnum):
    """What the site must do."""

    WITHDRAW = "withdraw"
    RESTORE = "restore"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    CORRECT = "correct"
    ERASE = "erase"


class RecordKind(StrEnum):
    """Which of the site's records: named as the file it came in with, or an address that no record has."""

    POSTINGS = "postings"
    MESSAGES = "messages"
    PEOPLE = "people"
    CONTACTS = "contacts"
    CONTESTS = "contests"
    ADDRESS = "address"


class FeedItem(Base):
    """One thing to do. `position` has no gaps and follows the order of commits; it never changes.

    `record_id` is the desk's own id of the posting or the person's record. `address` and `corrected` stand
    here only where the site cannot act without them, and until `cleared_at`; `digest` is a keyed fingerprint
    of an address that no record has.
    """

    __tablename__ = "feed_item"
    __table_args__ = (Index("ix_feed_item_record", "record", "record_id", "position"),)

    position: Mapped[int] = kept(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[FeedKind] = kept(one_of(FeedKind))
    record: Mapped[RecordKind] = kept(one_of(RecordKind))
    record_id: Mapped[int] = kept()
    external_id: Mapped[str] = held("user.unique_id", String(255), index=True)
    person_id: Mapped[int | None] = kept(index=True)
    address: Mapped[str] = held("user.contact.email", String(320), default="")
    digest: Mapped[str] = kept(String(64), default="", index=True)
    corrected: Mapped[dict[str, str] | None] = held("user.contact", JSON(none_as_null=True))
    reason: Mapped[str] = kept(String(40), default="")
    clause: Mapped[str] = kept(String(8))
    at: Mapped[datetime] = kept(Instant)
    by: Mapped[int] = kept()
    cleared_at: Mapped[datetime | None] = kept(Instant)


class Acknowledgement(Base):
    """That everything up to a position is done at the site, who said so, and when."""

    __tablename__ = "feed_acknowledgement"

    id: Mapped[int] = kept(primary_key=True)
    upto: Mapped[int] = kept(BigInteger, index=True)
    items: Mapped[int] = kept()
    by: Mapped[int] = kept()
    at: Mapped[datetime] = kept(Instant)
