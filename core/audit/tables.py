"""The log's tables. Entries, tiles and checkpoints are never changed; the head moves with each entry."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text
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
    """How many entries there are, and the roots of the full subtrees over them, largest first.

    `checkpointed` is the size of the tree at the last checkpoint, 0 before the first.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = kept(primary_key=True)
    size: Mapped[int] = kept(BigInteger)
    frontier: Mapped[bytes] = kept(LargeBinary)
    checkpointed: Mapped[int] = kept(BigInteger, default=0, server_default="0")


class AuditTile(Base):
    """A full tile (C2SP tlog-tiles): 256 hashes of one level, and the root over them, a hash of the next."""

    __tablename__ = "audit_tile"

    level: Mapped[int] = kept(primary_key=True, autoincrement=False)
    number: Mapped[int] = kept(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = kept(LargeBinary(32))
    hashes: Mapped[bytes] = kept(LargeBinary)


class AuditCheckpoint(Base):
    """A checkpoint as it was signed (C2SP tlog-checkpoint), and the leaf hashes of the tile it cut."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = kept(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = kept(Instant)
    root: Mapped[bytes] = kept(LargeBinary(32))
    note: Mapped[str] = kept(Text)
    leaves: Mapped[bytes] = kept(LargeBinary)


class AuditKey(Base):
    """The log's one signing key (Ed25519): its name, its public half, and the other half sealed."""

    __tablename__ = "audit_key"

    id: Mapped[int] = kept(primary_key=True)
    origin: Mapped[str] = kept(String(80))
    public: Mapped[bytes] = kept(LargeBinary(32))
    sealed: Mapped[bytes] = kept(LargeBinary)
    made_at: Mapped[datetime] = kept(Instant)


class AuditPlace(Base):
    """The folder where checkpoints are kept outside the desk as well; there is one, or none."""

    __tablename__ = "audit_place"

    id: Mapped[int] = kept(primary_key=True)
    path: Mapped[str] = kept(Text)
    since: Mapped[datetime] = kept(Instant)


class PersonKey(Base):
    """The key under which the log holds one person's values, sealed; gone once they are erased."""

    __tablename__ = "person_key"

    person_id: Mapped[int] = kept(BigInteger, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes | None] = kept(LargeBinary)
    made_at: Mapped[datetime] = kept(Instant)
    destroyed_at: Mapped[datetime | None] = kept(Instant)


class LastingNote(Base):
    """A note that must outlive any backup: that one was made, or that somebody was erased (C26).

    `sealed` is the note encrypted under the desk's key, and `digest` (hex SHA-256) names its file outside.
    """

    __tablename__ = "lasting_note"

    number: Mapped[int] = kept(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = kept(Instant)
    kind: Mapped[str] = kept(String(20))
    sealed: Mapped[bytes] = kept(LargeBinary)
    digest: Mapped[str] = kept(String(64))
