"""The outbox: every letter that leaves, as it left."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept


class Letter(Base):
    """One letter to one address on file, and the record it answers.

    `file_name` is empty until the letter has landed in the outbox.
    """

    __tablename__ = "letter"

    id: Mapped[int] = kept(primary_key=True)
    person_id: Mapped[int] = kept(index=True)
    about_kind: Mapped[str] = kept(String(20))
    about_id: Mapped[int] = kept()
    to_address: Mapped[str] = held("user.contact.email", String(320))
    subject: Mapped[str] = held("user.content.private", String(300))
    raw: Mapped[bytes] = held("user.content.private", LargeBinary)
    sha256: Mapped[str] = kept(String(64))
    written_by: Mapped[int] = kept()
    written_at: Mapped[datetime] = kept(Instant, index=True)
    file_name: Mapped[str] = kept(String(255), default="")
