"""Claims: who has which record open, and until when that counts."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, kept


class Claim(Base):
    """That a staff member has a record open; after `until` it counts no more, whoever is gone.

    One record has one claim. No entry of the log goes with it: it says nothing about anybody on file.
    """

    __tablename__ = "claim"

    kind: Mapped[str] = kept(String(20), primary_key=True)
    record_id: Mapped[int] = kept(primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = kept()
    since: Mapped[datetime] = kept(Instant)
    until: Mapped[datetime] = kept(Instant)
