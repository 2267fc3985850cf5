"""The policy versions of a desk; a use is judged under the one at collection and today's (C02)."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, kept


class PolicyVersion(Base):
    """One published version, whole."""

    __tablename__ = "policy_version"

    id: Mapped[int] = kept(primary_key=True)
    version: Mapped[str] = kept(String(80), unique=True)
    digest: Mapped[str] = kept(String(64))
    text: Mapped[str] = kept(Text)
    published_at: Mapped[datetime] = kept(Instant, index=True)
    published_by: Mapped[int] = kept()
