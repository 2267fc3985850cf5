"""The log's tables. An entry is never changed; the head moves with each entry, in its transaction."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, kept


class AuditEntry(Base):
    """One leaf. `body` is canonical JSON and is what the leaf hash covers; the other columns repeat it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    position: Mapped[int] = kept(BigInteger, primary_key=True, autoincrement=False)
    leaf_hash: Mapped[bytes] = kept(LargeBinary(32))
    body: Mapped[bytes] = kept(LargeBinary)
    at: Mapped[datetime] = kept(Instant, index=True)
    actor_id: Mapped[int] = kept(index=True)
    action: Mapped[str] = kept(String(80), index=True)
    subject_kind: Mapped[str] = kept(String(32))
    subject_id: Mapped[int] = kept(BigInteger)


class AuditHead(Base):
    """How many entries there are, and the roots of the full subtrees over them, largest first."""

    __tablename__ = "audit_head"

    id: Mapped[int] = kept(primary_key=True)
    size: Mapped[int] = kept(BigInteger)
    frontier: Mapped[bytes] = kept(LargeBinary)
